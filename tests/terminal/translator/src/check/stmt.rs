//! Statements.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Checker, error};
use crate::ast::{Expr, Stmt, StmtKind, Variable};
use crate::hir::{Code, Local, LocalId, Value};
use crate::names;
use crate::source::{Pos, Step};
use crate::types::Type;

impl Checker {
    /// Statements of a block with a scope of its own.
    pub(super) fn block(&mut self, statements: &[Stmt]) -> Vec<Code> {
        self.frame.scopes.push(BTreeMap::new());
        let code = self.statements(statements);
        self.frame.scopes.pop();
        code
    }

    pub(super) fn statements(&mut self, statements: &[Stmt]) -> Vec<Code> {
        let mut code = Vec::new();
        for statement in statements {
            let step = self.statement(statement, &mut code);
            self.absorb(step);
        }
        code
    }

    fn statement(&mut self, statement: &Stmt, code: &mut Vec<Code>) -> Step<()> {
        let kind = match &statement.kind {
            StmtKind::Empty => Code::Empty,
            StmtKind::Expr(expr) => {
                let value = self.value(expr)?;
                self.check_effect(&value);
                self.check_result_used(&value);
                Code::Value(value)
            }
            StmtKind::Declare(variables) => {
                for variable in variables {
                    let step = self.declare_local(variable, code);
                    self.absorb(step);
                }
                return Ok(());
            }
            StmtKind::Block(inner) => Code::Block(self.block(inner)),
            StmtKind::If(condition, yes, no) => {
                let condition = self.condition_of(condition)?;
                let yes = self.controlled(yes);
                let no = no.as_ref().map(|no| self.controlled(no));
                Code::If(condition, Box::new(yes), no.map(Box::new))
            }
            StmtKind::While(condition, body) => {
                let condition = self.condition_of(condition)?;
                Code::While(condition, Box::new(self.loop_body(body)))
            }
            StmtKind::DoWhile(body, condition) => {
                let body = self.loop_body(body);
                Code::DoWhile(Box::new(body), self.condition_of(condition)?)
            }
            StmtKind::For { init, condition, step, body } => {
                self.for_loop(init, condition.as_ref(), step.as_ref(), body)?
            }
            StmtKind::Switch(value, body) => self.switch(value, body)?,
            _ => self.jump(statement)?,
        };
        code.push(kind);
        Ok(())
    }

    fn jump(&mut self, statement: &Stmt) -> Step<Code> {
        let pos = statement.pos;
        match &statement.kind {
            StmtKind::Break if self.frame.loops + self.frame.switches > 0 => Ok(Code::Break),
            StmtKind::Break => error(pos, 153, "'break' - misuse of break"),
            StmtKind::Continue if self.frame.loops > 0 => Ok(Code::Continue),
            StmtKind::Continue => error(pos, 210, "'continue' can be used only inside a loop"),
            StmtKind::Return(value) => self.return_statement(value.as_ref(), pos),
            StmtKind::Delete(value) => {
                let value = self.value(value)?;
                if !matches!(value.ty, Type::Pointer(_)) {
                    return error(pos, 237, "'delete' - must have a pointer");
                }
                Ok(Code::Delete(value))
            }
            _ => error(pos, 184, "'case' or 'default' without 'switch'"),
        }
    }

    fn return_statement(&mut self, value: Option<&Expr>, pos: Pos) -> Step<Code> {
        let result = self.frame.result.clone().unwrap_or(Type::Void);
        let Some(value) = value else {
            if result != Type::Void {
                return error(pos, 121, "function must return a value");
            }
            return Ok(Code::Return(None));
        };
        let value = self.value(value)?;
        if result == Type::Void {
            return error(pos, 167, "'return' - 'void' function returns a value");
        }
        Ok(Code::Return(Some(self.convert(value, &result)?)))
    }

    fn condition_of(&mut self, expr: &Expr) -> Step<Value> {
        let value = self.value(expr)?;
        self.condition(value)
    }

    /// The statement that `if`, `for` or `while` controls.
    fn controlled(&mut self, statement: &Stmt) -> Code {
        let pos = statement.pos;
        if let StmtKind::Empty = statement.kind {
            self.warn(pos, 69, "empty controlled statement found");
        }
        let mut code = match &statement.kind {
            StmtKind::Block(inner) => self.block(inner),
            _ => self.block(std::slice::from_ref(statement)),
        };
        match code.pop() {
            Some(only) if code.is_empty() && !matches!(only, Code::Declare(..)) => only,
            Some(last) => {
                code.push(last);
                Code::Block(code)
            }
            None => Code::Block(code),
        }
    }

    fn loop_body(&mut self, statement: &Stmt) -> Code {
        self.frame.loops += 1;
        let body = self.controlled(statement);
        self.frame.loops -= 1;
        body
    }

    fn for_loop(
        &mut self,
        init: &Stmt,
        condition: Option<&Expr>,
        step: Option<&Expr>,
        body: &Stmt,
    ) -> Step<Code> {
        self.frame.scopes.push(BTreeMap::new());
        let result = self.for_parts(init, condition, step, body);
        self.frame.scopes.pop();
        result
    }

    fn for_parts(
        &mut self,
        init: &Stmt,
        condition: Option<&Expr>,
        step: Option<&Expr>,
        body: &Stmt,
    ) -> Step<Code> {
        let mut first = Vec::new();
        self.statement(init, &mut first)?;
        let condition = condition.map(|condition| self.condition_of(condition)).transpose()?;
        let step = step.map(|step| self.value(step)).transpose()?;
        if let Some(step) = &step {
            self.check_effect(step);
        }
        let body = self.loop_body(body);
        Ok(Code::For(first, condition, step, Box::new(body)))
    }

    fn switch(&mut self, value: &Expr, body: &[Stmt]) -> Step<Code> {
        let value = self.value(value)?;
        if !value.ty.is_integral() || value.ty == Type::Bool {
            let text =
                format!("'{}' - switch expression must be an integer", self.describe(&value.ty));
            return error(value.pos, 260, text);
        }
        let ty = match &value.ty {
            Type::Enum(_) => value.ty.clone(),
            Type::UInt => Type::UInt,
            _ => Type::Int,
        };
        let value = self.convert(value, &ty)?;
        let mut seen = BTreeSet::new();
        let mut has_default = false;
        let mut has_label = false;
        self.frame.switches += 1;
        self.frame.scopes.push(BTreeMap::new());
        let mut code = Vec::new();
        for statement in body {
            has_label |= matches!(statement.kind, StmtKind::Case(_) | StmtKind::Default);
            let step = match &statement.kind {
                StmtKind::Case(label) => self.case(label, &ty, &mut seen),
                StmtKind::Default if has_default => {
                    error(statement.pos, 238, "'default' already exists in this switch")
                }
                StmtKind::Default => {
                    has_default = true;
                    Ok(Code::Default)
                }
                _ => {
                    let step = if has_label {
                        self.switch_statement(statement, &mut code)
                    } else {
                        error(statement.pos, 187, "'case' expected before statements")
                    };
                    self.absorb(step);
                    continue;
                }
            };
            if let Some(kind) = self.absorb(step) {
                code.push(kind);
            }
        }
        self.frame.scopes.pop();
        self.frame.switches -= 1;
        Ok(Code::Switch(value, code))
    }

    fn switch_statement(&mut self, statement: &Stmt, code: &mut Vec<Code>) -> Step<()> {
        if let StmtKind::Declare(_) = statement.kind {
            return error(statement.pos, 179, "declaration of variables is not allowed in case");
        }
        self.statement(statement, code)
    }

    fn case(&mut self, label: &Expr, ty: &Type, seen: &mut BTreeSet<i128>) -> Step<Code> {
        let value = self.value(label)?;
        let Some(known) = value.integer() else {
            return error(label.pos, 171, "case expression must be an integer constant");
        };
        let is_enum = matches!(ty, Type::Enum(_));
        if let (true, Type::Enum(own)) = (is_enum, &value.ty)
            && *ty != Type::Enum(*own)
        {
            let text = format!("'{}' - case of another enumeration", self.describe(&value.ty));
            return error(label.pos, 262, text);
        }
        if !seen.insert(known) {
            return error(label.pos, 172, "case value already used");
        }
        let value = if is_enum || value.ty.is_integral() {
            super::operand::cast_if(value, ty)
        } else {
            self.convert(value, ty)?
        };
        Ok(Code::Case(value))
    }

    fn declare_local(&mut self, variable: &Variable, code: &mut Vec<Code>) -> Step<()> {
        let pos = variable.pos;
        let name = &variable.name;
        if variable.storage.is_input || variable.storage.is_extern {
            return error(pos, 326, "'input' and 'extern' are only for the global scope");
        }
        self.check_hiding(name, pos)?;
        let step = self.declared_type(variable);
        let Some(ty) = self.absorb(step) else {
            self.lost.insert(Rc::clone(name));
            return Ok(());
        };
        if variable.storage.is_static {
            return self.declare_static(variable, ty);
        }
        // The variable is not yet visible in its own first value.
        let step = self.initial_value(variable, &ty);
        let is_wrong = step.is_err();
        let value = self.absorb(step).flatten();
        if variable.storage.is_const && value.is_none() && !is_wrong {
            let text = format!("'{name}' - const variable must be initialized");
            self.report(crate::source::Problem::error(pos, 389, text));
        }
        let constant = self.known_constant(variable, value.as_ref());
        let id = self.add_local(Local {
            name: Rc::clone(name),
            text: names::output(name),
            ty,
            pos,
            is_parameter: false,
            is_const: variable.storage.is_const,
            static_name: None,
            constant,
        });
        code.push(Code::Declare(id, value));
        Ok(())
    }

    fn declare_static(&mut self, variable: &Variable, ty: Type) -> Step<()> {
        let function = self.frame.function.map(|id| {
            let info = self.program.function(id);
            let class = info.class.map(|class| format!("{}_", self.program.class(class).text));
            format!("{}{}", class.unwrap_or_default(), info.text)
        });
        let stem = format!("{}_static_{}", function.unwrap_or_default(), variable.name);
        let mut text = names::output(&stem.replace(['~', ' '], "_"));
        while self.program.globals.iter().any(|global| global.text == text) {
            text.push('_');
        }
        let locals = self.frame.locals.len();
        let step = self.initial_value(variable, &ty);
        let value = self.absorb(step).flatten();
        if value.as_ref().is_some_and(|value| names_local(value, locals)) {
            let text = "static variable cannot be initialized by local variables";
            self.report(crate::source::Problem::error(variable.pos, 327, text));
        }
        let global = self.add_global(variable, ty.clone(), text.clone());
        self.program.globals[global.0].init = value;
        self.add_local(Local {
            name: Rc::clone(&variable.name),
            text: text.clone(),
            ty,
            pos: variable.pos,
            is_parameter: false,
            is_const: variable.storage.is_const,
            static_name: Some(text),
            constant: None,
        });
        Ok(())
    }

    pub(super) fn add_local(&mut self, local: Local) -> LocalId {
        let id = LocalId(self.frame.locals.len());
        if let Some(scope) = self.frame.scopes.last_mut() {
            scope.insert(Rc::clone(&local.name), id);
        }
        self.frame.locals.push(local);
        id
    }

    /// A local that makes another variable unreachable.
    pub(super) fn check_hiding(&mut self, name: &Rc<str>, pos: Pos) -> Step<()> {
        let scopes = &self.frame.scopes;
        if scopes.last().is_some_and(|scope| scope.contains_key(name)) {
            return error(pos, 124, format!("'{name}' - variable already defined"));
        }
        let hidden = scopes.iter().rev().find_map(|scope| scope.get(name)).copied();
        if let Some(hidden) = hidden {
            let line = self.frame.locals[hidden.0].pos.line;
            let text = format!("declaration of '{name}' hides local declaration at line {line}");
            self.warn(pos, 61, text);
            return Ok(());
        }
        if let Some(class) = self.frame.class
            && self.find_field(class, name).is_some()
        {
            let text = format!("declaration of '{name}' hides member");
            self.warn(pos, 72, text);
        } else if let Some(global) = self.program.global_names.get(name) {
            let line = self.program.globals[global.0].pos.line;
            let text = format!("declaration of '{name}' hides global declaration at line {line}");
            self.warn(pos, 62, text);
        } else if super::operand::is_predefined(name) {
            self.warn(pos, 64, format!("declaration of '{name}' hides predefined variable"));
        } else if self.program.enumerators.contains_key(name) {
            self.warn(pos, 62, format!("declaration of '{name}' hides an enumerator"));
        }
        Ok(())
    }
}

/// Whether a value reads one of the first `count` local variables.
fn names_local(value: &Value, count: usize) -> bool {
    let mut found = false;
    super::flow::visit(value, &mut |inner| {
        if let crate::hir::ValueKind::Local(id, _) = inner.kind {
            found |= id.0 < count;
        }
    });
    found
}
