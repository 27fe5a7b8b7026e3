//! Expressions.

use std::rc::Rc;

use super::Parser;
use crate::ast::{Expr, ExprKind, TypeName};
use crate::source::{Pos, Step};
use crate::token::Kind;

/// Binary operators, weakest first.
const LEVELS: &[&[&str]] = &[
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<", ">", "<=", ">="],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

const ASSIGNMENTS: &[(&str, &str)] = &[
    ("=", ""),
    ("+=", "+"),
    ("-=", "-"),
    ("*=", "*"),
    ("/=", "/"),
    ("%=", "%"),
    ("<<=", "<<"),
    (">>=", ">>"),
    ("&=", "&"),
    ("|=", "|"),
    ("^=", "^"),
];

fn expr(pos: Pos, kind: ExprKind) -> Expr {
    Expr { pos, kind }
}

impl Parser {
    /// With commas.
    pub(super) fn expression(&mut self) -> Step<Expr> {
        let mut left = self.assignment()?;
        while self.is_sign(",") {
            let pos = self.advance().pos;
            let right = self.assignment()?;
            left = expr(pos, ExprKind::Comma(Box::new(left), Box::new(right)));
        }
        Ok(left)
    }

    /// Without commas.
    pub(super) fn assignment(&mut self) -> Step<Expr> {
        self.nested(|parser| {
            let left = parser.conditional()?;
            let found = ASSIGNMENTS.iter().find(|(sign, _)| parser.is_sign(sign));
            let Some((_, operator)) = found else { return Ok(left) };
            let pos = parser.advance().pos;
            let right = parser.initial_value()?;
            Ok(expr(pos, ExprKind::Assign(operator, Box::new(left), Box::new(right))))
        })
    }

    /// An expression or `{a, b}`.
    pub(super) fn initial_value(&mut self) -> Step<Expr> {
        if !self.is_sign("{") {
            return self.assignment();
        }
        let pos = self.advance().pos;
        let mut values = Vec::new();
        while !self.accept("}") {
            values.push(self.nested(Self::initial_value)?);
            if !self.is_sign("}") {
                self.expect(",")?;
            }
        }
        Ok(expr(pos, ExprKind::List(values)))
    }

    fn conditional(&mut self) -> Step<Expr> {
        let condition = self.binary(0)?;
        if !self.is_sign("?") {
            return Ok(condition);
        }
        let pos = self.advance().pos;
        let yes = self.assignment()?;
        self.expect(":")?;
        let no = self.assignment()?;
        let kind = ExprKind::Conditional(Box::new(condition), Box::new(yes), Box::new(no));
        Ok(expr(pos, kind))
    }

    fn binary(&mut self, level: usize) -> Step<Expr> {
        let Some(signs) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        while let Some(sign) = signs.iter().find(|sign| self.is_sign(sign)) {
            let pos = self.advance().pos;
            let right = self.binary(level + 1)?;
            left = expr(pos, ExprKind::Binary(sign, Box::new(left), Box::new(right)));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Step<Expr> {
        let pos = self.pos();
        for sign in ["++", "--"] {
            if self.accept(sign) {
                let operand = self.nested(Self::unary)?;
                return Ok(expr(pos, ExprKind::Prefix(sign, Box::new(operand))));
            }
        }
        for sign in ["-", "+", "!", "~", "&", "*"] {
            if self.accept(sign) {
                let operand = self.nested(Self::unary)?;
                return Ok(expr(pos, ExprKind::Unary(sign, Box::new(operand))));
            }
        }
        if let Some(target) = self.cast_prefix() {
            let operand = self.nested(Self::unary)?;
            return Ok(expr(pos, ExprKind::Cast(target, Box::new(operand))));
        }
        self.postfix()
    }

    /// `(T)` before an operand.
    fn cast_prefix(&mut self) -> Option<TypeName> {
        if !self.is_sign("(")
            || !self.is_type_name(self.ahead(1)) && !self.ahead(1).is_name("const")
        {
            return None;
        }
        self.attempt(|parser| {
            parser.at += 1;
            let target = parser.maybe_type()?;
            parser.accept(")").then_some(target)
        })
    }

    fn postfix(&mut self) -> Step<Expr> {
        let mut value = self.primary()?;
        loop {
            let pos = self.pos();
            if self.accept(".") || self.accept("->") {
                let path = self.path()?;
                value = expr(pos, ExprKind::Member(Box::new(value), path));
            } else if self.accept("[") {
                let index = self.expression()?;
                self.expect("]")?;
                value = expr(pos, ExprKind::Index(Box::new(value), Box::new(index)));
            } else if self.is_sign("(") {
                value = self.call(value, Vec::new())?;
            } else if let Some(types) = self.explicit_types(&value) {
                value = self.call(value, types)?;
            } else if let Some(sign) = ["++", "--"].into_iter().find(|sign| self.is_sign(sign)) {
                self.at += 1;
                value = expr(pos, ExprKind::Postfix(sign, Box::new(value)));
            } else {
                return Ok(value);
            }
        }
    }

    fn call(&mut self, callee: Expr, types: Vec<TypeName>) -> Step<Expr> {
        let pos = callee.pos;
        let arguments = self.arguments()?;
        Ok(expr(pos, ExprKind::Call { callee: Box::new(callee), types, arguments }))
    }

    /// `<int>(` behind the name of a function.
    fn explicit_types(&mut self, callee: &Expr) -> Option<Vec<TypeName>> {
        if !self.is_sign("<") || !matches!(callee.kind, ExprKind::Name(_) | ExprKind::Member(..)) {
            return None;
        }
        self.attempt(|parser| {
            parser.at += 1;
            let mut types = vec![parser.maybe_type()?];
            while parser.accept(",") {
                types.push(parser.maybe_type()?);
            }
            (parser.accept(">") && parser.is_sign("(")).then_some(types)
        })
    }

    /// `(a, b)`.
    pub(super) fn arguments(&mut self) -> Step<Vec<Expr>> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        if self.accept(")") {
            return Ok(arguments);
        }
        loop {
            if self.is_sign(",") || self.is_sign(")") {
                return self.error(291, "call parameter omitted");
            }
            arguments.push(self.assignment()?);
            if self.accept(")") {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    /// `a`, `A::a`.
    fn path(&mut self) -> Step<Vec<Rc<str>>> {
        let mut path = Vec::new();
        loop {
            let Some(name) = self.token().name().cloned() else {
                return self.error(228, format!("'{}' - name expected", self.token().spelling()));
            };
            self.at += 1;
            path.push(name);
            if !self.accept("::") {
                return Ok(path);
            }
        }
    }

    fn primary(&mut self) -> Step<Expr> {
        let pos = self.pos();
        let kind = match self.token().kind.clone() {
            Kind::Integer { value, unsigned, long, decimal } => {
                ExprKind::Integer { value, unsigned, long, decimal }
            }
            Kind::Real(value, is_float) => ExprKind::Real(value, is_float),
            Kind::Character(code) => ExprKind::Character(code),
            Kind::Date(seconds) => ExprKind::Date(seconds),
            Kind::Color(value) => ExprKind::Color(value),
            Kind::Text(_) => return self.text(),
            Kind::Sign("(") => {
                self.at += 1;
                let inner = self.nested(Self::expression)?;
                self.expect(")")?;
                return Ok(expr(pos, ExprKind::Paren(Box::new(inner))));
            }
            Kind::Sign("::") => {
                self.at += 1;
                let mut path = vec![Rc::from("")];
                path.extend(self.path()?);
                return Ok(expr(pos, ExprKind::Name(path)));
            }
            Kind::Name(name) => return self.name_expression(&name),
            _ => {
                let text = format!("'{}' - expression expected", self.token().spelling());
                return self.error(157, text);
            }
        };
        self.at += 1;
        Ok(expr(pos, kind))
    }

    /// String literals that follow one another are one.
    fn text(&mut self) -> Step<Expr> {
        let pos = self.pos();
        let mut text = String::new();
        while let Kind::Text(part) = &self.token().kind {
            text.push_str(part);
            self.at += 1;
        }
        Ok(expr(pos, ExprKind::Text(Rc::from(text))))
    }

    fn name_expression(&mut self, name: &str) -> Step<Expr> {
        let pos = self.pos();
        let kind = match name {
            "true" | "false" => ExprKind::Bool(name == "true"),
            "NULL" => ExprKind::Null,
            "this" => ExprKind::This,
            "new" => return self.new_expression(),
            "sizeof" => return self.size_of(),
            "offsetof" => return self.offset_of(),
            "typename" => return self.type_name_of(),
            "dynamic_cast" => return self.dynamic_cast(),
            "__FUNCTION__" | "__FUNCSIG__" => ExprKind::Name(vec![Rc::from(name)]),
            _ => return self.path_or_cast(),
        };
        self.at += 1;
        Ok(expr(pos, kind))
    }

    /// `a`, `A::a` or `T(a)`.
    fn path_or_cast(&mut self) -> Step<Expr> {
        let pos = self.pos();
        let target = self.attempt(|parser| {
            let target = parser.maybe_type()?;
            parser.is_sign("(").then_some(target)
        });
        if let Some(target) = target {
            self.expect("(")?;
            let operand = self.nested(Self::assignment)?;
            self.expect(")")?;
            return Ok(expr(pos, ExprKind::Cast(target, Box::new(operand))));
        }
        let path = self.path()?;
        let is_reserved = path.len() == 1 && super::RESERVED.contains(&&*path[0]);
        if is_reserved {
            self.at -= 1;
            return self.unexpected();
        }
        Ok(expr(pos, ExprKind::Name(path)))
    }

    fn new_expression(&mut self) -> Step<Expr> {
        let pos = self.advance().pos;
        let target = self.type_name()?;
        let arguments = if self.is_sign("(") { self.arguments()? } else { Vec::new() };
        Ok(expr(pos, ExprKind::New(target, arguments)))
    }

    fn size_of(&mut self) -> Step<Expr> {
        let pos = self.advance().pos;
        self.expect("(")?;
        let target = self.attempt(|parser| {
            let target = parser.maybe_type()?;
            parser.accept(")").then_some(target)
        });
        if let Some(target) = target {
            return Ok(expr(pos, ExprKind::SizeOfType(target)));
        }
        let operand = self.nested(Self::expression)?;
        self.expect(")")?;
        Ok(expr(pos, ExprKind::SizeOf(Box::new(operand))))
    }

    fn offset_of(&mut self) -> Step<Expr> {
        let pos = self.advance().pos;
        self.expect("(")?;
        let target = self.type_name()?;
        self.expect(",")?;
        let mut path = self.path()?;
        while self.accept(".") {
            path.extend(self.path()?);
        }
        self.expect(")")?;
        Ok(expr(pos, ExprKind::OffsetOf(target, path)))
    }

    fn type_name_of(&mut self) -> Step<Expr> {
        let pos = self.advance().pos;
        self.expect("(")?;
        let target = self.attempt(|parser| {
            let target = parser.maybe_type()?;
            parser.accept(")").then_some(target)
        });
        let operand = match target {
            Some(target) => expr(pos, ExprKind::SizeOfType(target)),
            None => {
                let operand = self.nested(Self::expression)?;
                self.expect(")")?;
                operand
            }
        };
        Ok(expr(pos, ExprKind::TypeNameOf(Box::new(operand))))
    }

    fn dynamic_cast(&mut self) -> Step<Expr> {
        let pos = self.advance().pos;
        self.expect("<")?;
        let target = self.type_name()?;
        self.expect(">")?;
        self.expect("(")?;
        let operand = self.nested(Self::expression)?;
        self.expect(")")?;
        Ok(expr(pos, ExprKind::DynamicCast(target, Box::new(operand))))
    }
}
