//! What stands at the top of a file: functions, global variables, enumerations.

use std::rc::Rc;

use super::Parser;
use crate::ast::{
    Enum, Function, FunctionWords, Init, Initialiser, Item, Storage, TypeName, Typedef, Variable,
};
use crate::source::{Pos, Step};
use crate::token::Kind;

/// Result and name of a function before its parameters.
pub(super) struct Head {
    pub(super) pos: Pos,
    pub(super) type_parameters: Vec<Rc<str>>,
    pub(super) scope: Vec<Rc<str>>,
    pub(super) name: Rc<str>,
    pub(super) result: Option<TypeName>,
    pub(super) words: FunctionWords,
}

impl Parser {
    pub(super) fn all_items(&mut self) -> Step<Vec<Item>> {
        let mut items = Vec::new();
        while self.token().kind != Kind::End {
            self.item(&mut items)?;
        }
        if self.library.is_some() {
            self.at = self.tokens.len() - 1;
            let text = "'#import' was not closed";
            return Err(crate::source::Problem::error(self.import_pos, 300, text));
        }
        Ok(items)
    }

    fn item(&mut self, items: &mut Vec<Item>) -> Step<()> {
        match self.token().kind.clone() {
            Kind::Import(library) => {
                self.import_pos = self.advance().pos;
                self.library = library;
            }
            Kind::Property(name, value) => {
                self.at += 1;
                items.push(Item::Property(name, value));
            }
            Kind::Sign(";") => self.at += 1,
            Kind::Name(word) => self.named_item(&word, items)?,
            _ => return self.unexpected(),
        }
        Ok(())
    }

    fn named_item(&mut self, word: &str, items: &mut Vec<Item>) -> Step<()> {
        let is_group = word == "input" && self.ahead(1).is_name("group");
        match word {
            "enum" if self.is_enum_declaration() => items.push(Item::Enum(self.enumeration()?)),
            "class" | "struct" | "interface" | "union" if self.is_class_declaration() => {
                self.class_item(Vec::new(), items)?;
            }
            "template" => {
                let parameters = self.template_parameters()?;
                if self.is_class_declaration() {
                    self.class_item(parameters, items)?;
                } else {
                    let function = self.function_item(parameters)?;
                    items.push(Item::Function(function));
                }
            }
            "typedef" => items.push(Item::Typedef(self.typedef()?)),
            "namespace" => self.namespace(items)?,
            _ if is_group => self.input_group()?,
            _ => self.function_or_variables(items)?,
        }
        Ok(())
    }

    /// Names of a namespace join the global ones.
    fn namespace(&mut self, items: &mut Vec<Item>) -> Step<()> {
        self.at += 1;
        self.new_name()?;
        self.expect("{")?;
        while !self.accept("}") {
            if self.token().kind == Kind::End {
                return self.error(133, "'}' expected: unbalanced braces");
            }
            self.item(items)?;
        }
        Ok(())
    }

    /// `input group "name"`.
    fn input_group(&mut self) -> Step<()> {
        self.at += 2;
        let Kind::Text(name) = self.token().kind.clone() else {
            return self.error(149, "name of an input group expected");
        };
        self.at += 1;
        self.accept(";");
        self.group = Some(name);
        Ok(())
    }

    /// `template<typename A, typename B>`.
    pub(super) fn template_parameters(&mut self) -> Step<Vec<Rc<str>>> {
        self.at += 1;
        self.expect("<")?;
        let mut parameters = Vec::new();
        loop {
            if !self.accept_word("typename") && !self.accept_word("class") {
                return self.error(379, "'typename' expected");
            }
            parameters.push(self.new_name()?);
            if self.accept(">") {
                return Ok(parameters);
            }
            self.expect(",")?;
        }
    }

    fn function_item(&mut self, type_parameters: Vec<Rc<str>>) -> Step<Function> {
        let result = self.type_name()?;
        let head = self.function_head(type_parameters, Some(result), FunctionWords::default())?;
        self.function(head)
    }

    fn function_or_variables(&mut self, items: &mut Vec<Item>) -> Step<()> {
        if self.is_special_method() {
            let head = self.function_head(Vec::new(), None, FunctionWords::default())?;
            items.push(Item::Function(self.function(head)?));
            return Ok(());
        }
        let mut storage = self.storage();
        let words = FunctionWords {
            is_virtual: self.accept_word("virtual"),
            is_static: storage.is_static,
            ..FunctionWords::default()
        };
        self.refuse_statement()?;
        let type_name = self.type_name()?;
        storage.is_const |= type_name.is_const;
        if self.is_function() {
            let head = self.function_head(Vec::new(), Some(type_name), words)?;
            items.push(Item::Function(self.function(head)?));
            return Ok(());
        }
        let mut variables = self.variables(storage, &type_name)?;
        self.expect(";")?;
        if storage.is_input {
            let comment = self.tokens[self.at - 1].comment.clone();
            for variable in &mut variables {
                variable.group = self.group.clone();
                variable.comment = comment.clone();
            }
        }
        items.push(Item::Variables(variables));
        Ok(())
    }

    /// Statements at the top of a file are a common slip with braces.
    fn refuse_statement(&self) -> Step<()> {
        let words = ["if", "for", "while", "do", "switch", "return", "delete", "break"];
        let is_call = self.token().name().is_some()
            && !self.is_type_name(self.token())
            && ["(", "=", ".", "["].iter().any(|sign| self.ahead(1).is_sign(sign));
        if is_call || words.iter().any(|word| self.is_word(word)) {
            let spelling = self.token().spelling();
            let text = format!("'{spelling}' - expressions are not allowed on a global scope");
            return self.error(175, text);
        }
        Ok(())
    }

    /// `Class::Class(`, `Class::~Class(`.
    fn is_special_method(&self) -> bool {
        let Some(name) = self.token().name() else { return false };
        let mut at = 1;
        if self.ahead(at).is_sign("<") {
            while !self.ahead(at).is_sign(">") && self.ahead(at).kind != Kind::End {
                at += 1;
            }
            at += 1;
        }
        self.ahead(at).is_sign("::")
            && (self.ahead(at + 1).is_sign("~")
                || self.ahead(at + 1).is_name(name) && self.ahead(at + 2).is_sign("("))
    }

    /// Whether a name and parameters follow, rather than a variable with arguments.
    fn is_function(&mut self) -> bool {
        let start = self.at;
        let found = self.looks_like_function();
        self.at = start;
        found
    }

    fn looks_like_function(&mut self) -> bool {
        if self.is_word("operator") {
            return true;
        }
        while self.token().name().is_some() {
            self.at += 1;
            if self.is_sign("<") && self.type_arguments_at().is_none() {
                return false;
            }
            if !self.accept("::") {
                break;
            }
            if self.is_word("operator") {
                return true;
            }
        }
        if !self.accept("(") {
            return false;
        }
        if self.is_sign(")") || self.is_sign("...") || self.is_word("const") {
            return true;
        }
        self.maybe_type().is_some() && !self.is_sign("(")
    }

    fn type_arguments_at(&mut self) -> Option<()> {
        self.attempt(|parser| {
            parser.at += 1;
            parser.maybe_type()?;
            while parser.accept(",") {
                parser.maybe_type()?;
            }
            parser.accept(">").then_some(())
        })
    }

    pub(super) fn function_head(
        &mut self,
        type_parameters: Vec<Rc<str>>,
        result: Option<TypeName>,
        words: FunctionWords,
    ) -> Step<Head> {
        let mut scope = Vec::new();
        let mut pos = self.pos();
        let name = loop {
            pos = self.pos().max(pos);
            if self.is_word("operator") {
                break self.operator_name()?;
            }
            if self.accept("~") {
                let name = self.new_name()?;
                break Rc::from(format!("~{name}"));
            }
            let name = self.new_name()?;
            if self.is_sign("<") {
                self.type_arguments_at();
            }
            if !self.accept("::") {
                break name;
            }
            scope.push(name);
        };
        Ok(Head { pos, type_parameters, scope, name, result, words })
    }

    fn operator_name(&mut self) -> Step<Rc<str>> {
        self.at += 1;
        let Kind::Sign(sign) = self.token().kind else {
            return self.error(352, "an operation is expected after 'operator'");
        };
        self.at += 1;
        if sign == "[" {
            self.expect("]")?;
            return Ok(Rc::from("operator[]"));
        }
        Ok(Rc::from(format!("operator{sign}")))
    }

    /// Parameters, words and body behind a head.
    pub(super) fn function(&mut self, head: Head) -> Step<Function> {
        self.expect("(")?;
        let (parameters, is_variadic) = self.parameters()?;
        let mut words = head.words;
        self.trailing_words(&mut words)?;
        let mut initialisers = Vec::new();
        if self.is_sign(":") {
            initialisers = self.initialisers(head.result.is_none())?;
        }
        let body = if self.accept("{") {
            Some(self.block()?)
        } else {
            self.expect(";")?;
            None
        };
        Ok(Function {
            pos: head.pos,
            type_parameters: head.type_parameters,
            scope: head.scope,
            name: head.name,
            result: head.result,
            parameters,
            is_variadic,
            words,
            initialisers,
            body,
            library: self.library.clone(),
        })
    }

    fn trailing_words(&mut self, words: &mut FunctionWords) -> Step<()> {
        loop {
            if self.accept_word("const") {
                words.is_const = true;
            } else if self.accept_word("override") {
                words.is_override = true;
            } else if self.accept_word("final") {
                words.is_final = true;
            } else if self.accept_word("export") {
                words.is_export = true;
            } else if self.accept("=") {
                let token = self.advance();
                match token.spelling().as_str() {
                    "0" | "NULL" => words.is_pure = true,
                    "delete" => words.is_deleted = true,
                    "default" => {}
                    _ => return self.error(381, "only '=NULL' or '=0' are allowed"),
                }
            } else {
                return Ok(());
            }
        }
    }

    /// `: a(1), b(2)`.
    fn initialisers(&mut self, is_constructor: bool) -> Step<Vec<Initialiser>> {
        if !is_constructor {
            return self.error(329, "initialization list allowed only for constructors");
        }
        self.at += 1;
        let mut initialisers = Vec::new();
        loop {
            let pos = self.pos();
            let name = self.new_name()?;
            if self.is_sign("<") {
                self.type_arguments_at();
            }
            initialisers.push((name, self.arguments()?, pos));
            if !self.accept(",") {
                return Ok(initialisers);
            }
        }
    }

    /// Up to the closing bracket; the opening one is read.
    pub(super) fn parameters(&mut self) -> Step<(Vec<Variable>, bool)> {
        let mut parameters = Vec::new();
        if self.is_word("void") && self.ahead(1).is_sign(")") {
            self.at += 1;
        }
        if self.accept(")") {
            return Ok((parameters, false));
        }
        loop {
            if self.accept("...") {
                self.expect(")")?;
                return Ok((parameters, true));
            }
            parameters.push(self.parameter()?);
            if self.accept(")") {
                return Ok((parameters, false));
            }
            self.expect(",")?;
        }
    }

    fn parameter(&mut self) -> Step<Variable> {
        let type_name = self.type_name()?;
        let is_reference = self.accept("&");
        let pos = self.pos();
        let name = if self.token().name().is_some() { self.new_name()? } else { Rc::from("") };
        let dimensions = self.dimensions()?;
        let init = if self.accept("=") { Init::Value(self.assignment()?) } else { Init::None };
        let storage = Storage { is_const: type_name.is_const, ..Storage::default() };
        let (group, comment) = (None, None);
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

    fn is_enum_declaration(&self) -> bool {
        self.ahead(1).is_sign("{") || self.ahead(2).is_sign("{") || self.ahead(2).is_sign(":")
    }

    pub(super) fn enumeration(&mut self) -> Step<Enum> {
        self.at += 1;
        let pos = self.pos();
        let name = if self.is_sign("{") { Rc::from("") } else { self.new_name()? };
        self.expect("{")?;
        let mut constants = Vec::new();
        while !self.accept("}") {
            let pos = self.pos();
            let name = self.new_name()?;
            let value = if self.accept("=") { Some(self.assignment()?) } else { None };
            constants.push((name, value, pos));
            if !self.is_sign("}") {
                self.expect(",")?;
            }
        }
        self.expect(";")?;
        Ok(Enum { pos, name, constants })
    }

    fn typedef(&mut self) -> Step<Typedef> {
        self.at += 1;
        let result = self.type_name()?;
        self.expect("(")?;
        self.expect("*")?;
        let pos = self.pos();
        let name = self.new_name()?;
        self.expect(")")?;
        self.expect("(")?;
        let (parameters, _) = self.parameters()?;
        self.expect(";")?;
        Ok(Typedef { pos, name, result, parameters })
    }
}
