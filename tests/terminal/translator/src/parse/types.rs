//! Types as written.

use std::rc::Rc;

use super::Parser;
use crate::ast::{Dimension, TypeName};
use crate::source::Step;

impl Parser {
    /// `const T`, `A::B`, `T<U>`, `T*`; nothing when no type stands here.
    pub(super) fn maybe_type(&mut self) -> Option<TypeName> {
        self.attempt(|parser| {
            let pos = parser.pos();
            let mut is_const = parser.accept_word("const");
            for word in ["class", "struct", "enum"] {
                if parser.ahead(1).name().is_some() && !parser.ahead(2).is_sign("{") {
                    parser.accept_word(word);
                }
            }
            let path = parser.type_path()?;
            let arguments = parser.type_arguments()?;
            is_const |= parser.accept_word("const");
            let is_pointer = parser.accept("*");
            Some(TypeName { pos, path, arguments, is_pointer, is_const })
        })
    }

    fn type_path(&mut self) -> Option<Vec<Rc<str>>> {
        let mut path = Vec::new();
        let mut last_is_type = false;
        while let Some(name) = self.token().name().cloned() {
            last_is_type = self.is_type_name(self.token());
            if !last_is_type && !self.ahead(1).is_sign("::") {
                break;
            }
            self.at += 1;
            path.push(name);
            let goes_on = self.is_sign("::") && self.is_type_name(self.ahead(1));
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        last_is_type.then_some(path)
    }

    /// `<A, B>` behind the name of a template; empty when there is none.
    fn type_arguments(&mut self) -> Option<Vec<TypeName>> {
        if !self.is_sign("<") {
            return Some(Vec::new());
        }
        self.at += 1;
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.maybe_type()?);
            if self.accept(">") {
                return Some(arguments);
            }
            if self.is_sign(">>") {
                self.split_shift();
                self.at += 1;
                return Some(arguments);
            }
            if !self.accept(",") {
                return None;
            }
        }
    }

    /// Makes two `>` of `>>`.
    fn split_shift(&mut self) {
        let mut first = self.token().clone();
        first.kind = crate::token::Kind::Sign(">");
        let second = first.clone();
        self.tokens.splice(self.at..=self.at, [first, second]);
    }

    pub(super) fn type_name(&mut self) -> Step<TypeName> {
        if let Some(found) = self.maybe_type() {
            return Ok(found);
        }
        self.accept_word("const");
        let spelling = self.token().spelling();
        let is_name = self.token().name().is_some();
        if is_name && (self.ahead(1).name().is_some() || self.ahead(1).is_sign("&")) {
            return self.error(256, format!("'{spelling}' - undeclared identifier"));
        }
        self.error(116, format!("'{spelling}' - type expected"))
    }

    /// `[a][]`.
    pub(super) fn dimensions(&mut self) -> Step<Vec<Dimension>> {
        let mut dimensions = Vec::new();
        while self.accept("[") {
            if self.accept("]") {
                dimensions.push(None);
                continue;
            }
            dimensions.push(Some(self.expression()?));
            self.expect("]")?;
        }
        Ok(dimensions)
    }

    /// Whether a declaration of a variable begins here: a type, then a name.
    pub(super) fn begins_declaration(&mut self) -> bool {
        if ["static", "const", "input", "sinput", "extern"].iter().any(|word| self.is_word(word)) {
            return true;
        }
        let start = self.at;
        let is_declaration = self.maybe_type().is_some() && self.token().name().is_some();
        self.at = start;
        is_declaration
    }
}
