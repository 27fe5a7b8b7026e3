//! Statements.

use super::Parser;
use crate::ast::{Init, Stmt, StmtKind, Storage, TypeName, Variable};
use crate::source::{Pos, Step};

fn stmt(pos: Pos, kind: StmtKind) -> Stmt {
    Stmt { pos, kind }
}

impl Parser {
    /// The statements up to the closing brace; the opening one is read.
    pub(super) fn block(&mut self) -> Step<Vec<Stmt>> {
        let mut statements = Vec::new();
        while !self.accept("}") {
            if self.token().kind == crate::token::Kind::End {
                return self.error(133, "'}' expected: unbalanced braces");
            }
            statements.push(self.statement()?);
        }
        Ok(statements)
    }

    fn statement(&mut self) -> Step<Stmt> {
        self.nested(Self::any_statement)
    }

    fn any_statement(&mut self) -> Step<Stmt> {
        let pos = self.pos();
        if self.accept(";") {
            return Ok(stmt(pos, StmtKind::Empty));
        }
        if self.accept("{") {
            return Ok(stmt(pos, StmtKind::Block(self.block()?)));
        }
        if let Some(found) = self.keyword_statement()? {
            return Ok(found);
        }
        if self.begins_declaration() {
            let variables = self.local_variables()?;
            self.expect(";")?;
            return Ok(stmt(pos, StmtKind::Declare(variables)));
        }
        self.refuse_unknown_type()?;
        let value = self.expression()?;
        self.expect(";")?;
        Ok(stmt(pos, StmtKind::Expr(value)))
    }

    /// `Unknown x` is an undeclared type rather than a missing semicolon.
    fn refuse_unknown_type(&mut self) -> Step<()> {
        let two_names = self.token().name().is_some() && self.ahead(1).name().is_some();
        if two_names && !self.is_type_name(self.token()) && !self.is_operator_word() {
            let spelling = self.token().spelling();
            return self.error(256, format!("'{spelling}' - undeclared identifier"));
        }
        Ok(())
    }

    fn is_operator_word(&self) -> bool {
        ["new", "sizeof", "this", "dynamic_cast", "typename"].iter().any(|word| self.is_word(word))
    }

    fn keyword_statement(&mut self) -> Step<Option<Stmt>> {
        let Some(word) = self.token().name().cloned() else { return Ok(None) };
        let pos = self.pos();
        let kind = match &*word {
            "if" => self.if_statement()?,
            "while" => {
                self.at += 1;
                let condition = self.condition()?;
                StmtKind::While(condition, Box::new(self.statement()?))
            }
            "do" => self.do_statement()?,
            "for" => self.for_statement()?,
            "switch" => self.switch_statement()?,
            "case" => {
                self.at += 1;
                let value = self.assignment()?;
                self.expect(":")?;
                StmtKind::Case(value)
            }
            "default" => {
                self.at += 1;
                self.expect(":")?;
                StmtKind::Default
            }
            "break" | "continue" => {
                self.at += 1;
                self.expect(";")?;
                if &*word == "break" { StmtKind::Break } else { StmtKind::Continue }
            }
            "return" => {
                self.at += 1;
                let value = if self.is_sign(";") { None } else { Some(self.expression()?) };
                self.expect(";")?;
                StmtKind::Return(value)
            }
            "delete" => {
                self.at += 1;
                let value = self.assignment()?;
                self.expect(";")?;
                StmtKind::Delete(value)
            }
            "else" => return self.error(183, "illegal 'else' without matching 'if'"),
            _ => return Ok(None),
        };
        Ok(Some(stmt(pos, kind)))
    }

    fn condition(&mut self) -> Step<crate::ast::Expr> {
        self.expect("(")?;
        let condition = self.expression()?;
        self.expect(")")?;
        Ok(condition)
    }

    fn if_statement(&mut self) -> Step<StmtKind> {
        self.at += 1;
        let condition = self.condition()?;
        let yes = self.statement()?;
        let no = if self.accept_word("else") { Some(Box::new(self.statement()?)) } else { None };
        Ok(StmtKind::If(condition, Box::new(yes), no))
    }

    fn do_statement(&mut self) -> Step<StmtKind> {
        self.at += 1;
        let body = self.statement()?;
        if !self.accept_word("while") {
            return self.error(236, "'while' expected");
        }
        let condition = self.condition()?;
        self.expect(";")?;
        Ok(StmtKind::DoWhile(Box::new(body), condition))
    }

    fn for_statement(&mut self) -> Step<StmtKind> {
        self.at += 1;
        self.expect("(")?;
        let pos = self.pos();
        let init = if self.is_sign(";") {
            StmtKind::Empty
        } else if self.begins_declaration() {
            StmtKind::Declare(self.local_variables()?)
        } else {
            StmtKind::Expr(self.expression()?)
        };
        self.expect(";")?;
        let condition = if self.is_sign(";") { None } else { Some(self.expression()?) };
        self.expect(";")?;
        let step = if self.is_sign(")") { None } else { Some(self.expression()?) };
        self.expect(")")?;
        let init = Box::new(stmt(pos, init));
        let body = Box::new(self.statement()?);
        Ok(StmtKind::For { init, condition, step, body })
    }

    fn switch_statement(&mut self) -> Step<StmtKind> {
        self.at += 1;
        let value = self.condition()?;
        self.expect("{")?;
        Ok(StmtKind::Switch(value, self.block()?))
    }

    fn local_variables(&mut self) -> Step<Vec<Variable>> {
        let mut storage = self.storage();
        let type_name = self.type_name()?;
        storage.is_const |= type_name.is_const;
        self.variables(storage, &type_name)
    }

    /// The words before a type.
    pub(super) fn storage(&mut self) -> Storage {
        let mut storage = Storage::default();
        loop {
            let word = match self.token().name() {
                Some(name) => name.to_string(),
                None => return storage,
            };
            match &*word {
                "input" => storage.is_input = true,
                "sinput" => {
                    storage.is_input = true;
                    storage.is_static_input = true;
                }
                "static" => storage.is_static = true,
                "extern" => storage.is_extern = true,
                "const" => storage.is_const = true,
                _ => return storage,
            }
            self.at += 1;
        }
    }

    /// `a = 1, b[3], *c` behind a type.
    pub(super) fn variables(
        &mut self,
        storage: Storage,
        type_name: &TypeName,
    ) -> Step<Vec<Variable>> {
        let mut variables = vec![self.variable(storage, type_name.clone())?];
        while self.accept(",") {
            let is_pointer = self.accept("*");
            let type_name = TypeName { is_pointer, ..type_name.clone() };
            variables.push(self.variable(storage, type_name)?);
        }
        Ok(variables)
    }

    fn variable(&mut self, storage: Storage, type_name: TypeName) -> Step<Variable> {
        let pos = self.pos();
        if self.is_sign("&") {
            return self.error(229, "reference cannot be declared here");
        }
        let mut name = self.new_name()?;
        // A static member is defined outside its class as `Class::name`.
        while self.accept("::") {
            let member = self.new_name()?;
            name = std::rc::Rc::from(format!("{name}::{member}"));
        }
        let dimensions = self.dimensions()?;
        let init = if self.accept("=") {
            Init::Value(self.initial_value()?)
        } else if self.is_sign("(") {
            Init::Arguments(self.arguments()?)
        } else if self.is_sign("{") {
            Init::Value(self.initial_value()?)
        } else {
            Init::None
        };
        let (group, comment, is_reference) = (None, None, false);
        Ok(Variable {
            pos,
            name,
            type_name,
            dimensions,
            is_reference,
            storage,
            init,
            group,
            comment,
        })
    }
}
