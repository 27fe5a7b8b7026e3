//! Structures and classes.

use std::rc::Rc;

use super::Parser;
use crate::ast::{Access, Class, FunctionWords, Item, Member, TypeName};
use crate::source::Step;
use crate::token::Kind;

impl Parser {
    pub(super) fn is_class_declaration(&self) -> bool {
        let is_keyword =
            ["class", "struct", "interface", "union"].iter().any(|word| self.is_word(word));
        let ends = ["{", ":", ";"].iter().any(|sign| self.ahead(2).is_sign(sign));
        let is_packed = self.ahead(1).is_name("pack") || self.ahead(2).is_name("pack");
        is_keyword && (ends || is_packed || self.ahead(2).is_name("final"))
    }

    pub(super) fn class_item(
        &mut self,
        type_parameters: Vec<Rc<str>>,
        items: &mut Vec<Item>,
    ) -> Step<()> {
        let class = self.class(type_parameters)?;
        items.push(Item::Class(class));
        Ok(())
    }

    fn class(&mut self, type_parameters: Vec<Rc<str>>) -> Step<Class> {
        let word = self.advance().spelling();
        if word == "union" {
            return self.error(409, "'union' is refused by this translator");
        }
        let mut pack = self.pack()?;
        let pos = self.pos();
        let name = self.new_name()?;
        if pack.is_none() {
            pack = self.pack()?;
        }
        let is_final = self.accept_word("final");
        let is_struct = word == "struct";
        let base = self.base(is_struct)?;
        let members = if self.accept(";") {
            None
        } else {
            self.expect("{")?;
            let is_open = is_struct || word == "interface";
            let access = if is_open { Access::Public } else { Access::Private };
            let members = self.nested(|parser| parser.members(&name, access))?;
            self.expect(";")?;
            Some(members)
        };
        let pack = pack.unwrap_or(1);
        let is_interface = word == "interface";
        Ok(Class {
            pos,
            name,
            type_parameters,
            is_struct,
            is_interface,
            is_final,
            pack,
            base,
            members,
        })
    }

    /// `pack(n)`.
    fn pack(&mut self) -> Step<Option<u32>> {
        if !self.accept_word("pack") {
            return Ok(None);
        }
        self.expect("(")?;
        if self.accept(")") {
            return Ok(Some(1));
        }
        let value = match self.advance().kind {
            Kind::Integer { value: value @ (1 | 2 | 4 | 8 | 16), .. } => value as u32,
            _ => return self.error(203, "pack(1), (2), (4), (8) or (16) expected"),
        };
        self.expect(")")?;
        Ok(Some(value))
    }

    fn base(&mut self, is_struct: bool) -> Step<Option<(TypeName, Access)>> {
        if !self.accept(":") {
            return Ok(None);
        }
        let access =
            self.access_word().unwrap_or(if is_struct { Access::Public } else { Access::Private });
        Ok(Some((self.type_name()?, access)))
    }

    fn access_word(&mut self) -> Option<Access> {
        let words = [
            ("public", Access::Public),
            ("protected", Access::Protected),
            ("private", Access::Private),
        ];
        words.into_iter().find(|(word, _)| self.accept_word(word)).map(|(_, access)| access)
    }

    fn members(&mut self, class: &str, first: Access) -> Step<Vec<(Access, Member)>> {
        let mut access = first;
        let mut members = Vec::new();
        while !self.accept("}") {
            if self.token().kind == Kind::End {
                return self.error(133, "'}' expected: unbalanced braces");
            }
            if let Some(word) = self.access_word() {
                self.expect(":")?;
                access = word;
            } else if !self.accept(";") {
                self.member(class, access, &mut members)?;
            }
        }
        Ok(members)
    }

    fn member(
        &mut self,
        class: &str,
        access: Access,
        members: &mut Vec<(Access, Member)>,
    ) -> Step<()> {
        let mut type_parameters = Vec::new();
        if self.is_word("template") {
            type_parameters = self.template_parameters()?;
        }
        if self.is_word("enum") && self.ahead(2).is_sign("{") {
            members.push((access, Member::Enum(self.enumeration()?)));
            return Ok(());
        }
        if self.is_class_declaration() {
            members.push((access, Member::Class(self.class(type_parameters)?)));
            return Ok(());
        }
        let mut words =
            FunctionWords { is_virtual: self.accept_word("virtual"), ..Default::default() };
        let mut storage = self.storage();
        words.is_static = storage.is_static;
        words.is_virtual |= self.accept_word("virtual");
        let is_constructor = self.is_word(class) && self.ahead(1).is_sign("(");
        if is_constructor || self.is_sign("~") {
            let head = self.function_head(type_parameters, None, words)?;
            members.push((access, Member::Method(self.function(head)?)));
            return Ok(());
        }
        let type_name = self.type_name()?;
        storage.is_const |= type_name.is_const;
        if self.ahead(1).is_sign("(") || self.is_word("operator") {
            let head = self.function_head(type_parameters, Some(type_name), words)?;
            members.push((access, Member::Method(self.function(head)?)));
            return Ok(());
        }
        let fields: Vec<_> = self.variables(storage, &type_name)?;
        self.expect(";")?;
        members.extend(fields.into_iter().map(|field| (access, Member::Field(field))));
        Ok(())
    }
}
