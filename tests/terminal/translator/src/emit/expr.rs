//! Expressions.

use super::literal::literal;
use super::type_text;
use crate::hir::{Local, Place, Value, ValueKind};
use crate::model::Program;
use crate::types::Type;

/// How strongly an operator binds; more is stronger.
const COMMA: u8 = 1;
const ASSIGN: u8 = 2;
const CONDITIONAL: u8 = 3;
const UNARY: u8 = 15;
const POSTFIX: u8 = 16;

/// Writes the expressions of one function.
pub(super) struct Printer<'a> {
    pub(super) program: &'a Program,
    pub(super) locals: &'a [Local],
}

fn binding(sign: &str) -> u8 {
    match sign {
        "||" => 4,
        "&&" => 5,
        "|" => 6,
        "^" => 7,
        "&" => 8,
        "==" | "!=" => 9,
        "<" | ">" | "<=" | ">=" => 10,
        "<<" | ">>" => 12,
        "+" | "-" => 13,
        _ => 14,
    }
}

impl Printer<'_> {
    /// Values between commas.
    pub(super) fn list(&self, values: &[Value]) -> String {
        let texts: Vec<String> = values.iter().map(|value| self.at(value, ASSIGN)).collect();
        texts.join(", ")
    }

    /// A whole expression.
    pub(super) fn text(&self, value: &Value) -> String {
        self.at(value, 0)
    }

    /// The expression, in brackets when it binds weaker than its surroundings need.
    pub(super) fn at(&self, value: &Value, needed: u8) -> String {
        let (text, own) = self.parts(value);
        if own < needed { format!("({text})") } else { text }
    }

    fn ty(&self, ty: &Type) -> String {
        type_text(self.program, ty)
    }

    fn parts(&self, value: &Value) -> (String, u8) {
        match &value.kind {
            ValueKind::Literal => (self.literal(value), POSTFIX),
            ValueKind::Name(text) | ValueKind::Local(_, text) => (text.clone(), POSTFIX),
            ValueKind::This => ("(*this)".to_owned(), POSTFIX),
            ValueKind::Field(object, name, is_pointer) => {
                (format!("{}{name}", self.object(object, *is_pointer)), POSTFIX)
            }
            ValueKind::Index(array, index) => {
                (format!("{}[{}]", self.at(array, POSTFIX), self.text(index)), POSTFIX)
            }
            ValueKind::Unary(sign, operand) => {
                // `- -a` must not become `--a`.
                (format!("{sign}{}", self.at(operand, POSTFIX)), UNARY)
            }
            ValueKind::Binary(sign, left, right) => self.binary(sign, left, right),
            ValueKind::Assign(sign, target, source) => self.assign(sign, target, source),
            ValueKind::Step(sign, is_prefix, operand) => self.step(sign, *is_prefix, operand),
            ValueKind::Conditional(condition, yes, no) => {
                let condition = self.at(condition, CONDITIONAL + 1);
                let (yes, no) = (self.at(yes, CONDITIONAL + 1), self.at(no, CONDITIONAL));
                (format!("{condition} ? {yes} : {no}"), CONDITIONAL)
            }
            ValueKind::Comma(left, right) => {
                (format!("{}, {}", self.at(left, ASSIGN), self.at(right, ASSIGN)), COMMA)
            }
            ValueKind::Cast(inner) => self.cast(inner, &value.ty),
            ValueKind::ByReference(inner) => self.parts(inner),
            _ => (self.called(value), POSTFIX),
        }
    }

    fn literal(&self, value: &Value) -> String {
        match &value.constant {
            Some(constant) => literal(self.program, &value.ty, constant),
            None => "nullptr".to_owned(),
        }
    }

    /// An object with the sign before its member.
    fn object(&self, object: &Value, is_pointer: bool) -> String {
        match &object.kind {
            ValueKind::This => "this->".to_owned(),
            ValueKind::Target(pointer) => format!("{}->", self.at(pointer, POSTFIX)),
            _ if is_pointer => format!("{}->", self.at(object, POSTFIX)),
            _ => format!("{}.", self.at(object, POSTFIX)),
        }
    }

    /// Everything that looks like a call.
    fn called(&self, value: &Value) -> String {
        match &value.kind {
            ValueKind::Call(name, arguments) => format!("{name}({})", self.list(arguments)),
            ValueKind::MethodCall(object, is_pointer, name, arguments) => {
                let object = self.object(object, *is_pointer);
                format!("{object}{name}({})", self.list(arguments))
            }
            ValueKind::Invoke(callee, arguments) => {
                format!("mql::checked({})({})", self.text(callee), self.list(arguments))
            }
            ValueKind::New(class, arguments) => {
                let class = self.ty(&Type::Class(*class));
                format!("mql::create<{class}>({})", self.list(arguments))
            }
            ValueKind::AddressOf(object) => self.address(object),
            ValueKind::Target(pointer) => format!("(*{})", self.at(pointer, POSTFIX)),
            ValueKind::DynamicCast(pointer) => {
                let Type::Pointer(class) = value.ty else { return String::new() };
                let class = self.ty(&Type::Class(class));
                format!("mql::dynamic_ptr<{class}>({})", self.text(pointer))
            }
            ValueKind::List(values) | ValueKind::Construct(values) => {
                let is_list = matches!(value.kind, ValueKind::List(_));
                let is_empty_struct = values.is_empty();
                let (open, close) =
                    if is_list || is_empty_struct { ("{", "}") } else { ("(", ")") };
                format!("{}{open}{}{close}", self.ty(&value.ty), self.list(values))
            }
            ValueKind::Variadic(values) => {
                let texts: Vec<String> = values
                    .iter()
                    .map(|value| format!("mql::any({})", self.at(value, ASSIGN)))
                    .collect();
                format!("{{{}}}", texts.join(", "))
            }
            _ => String::new(),
        }
    }

    fn address(&self, object: &Value) -> String {
        let text = self.text(object);
        let is_const = !matches!(object.place, Place::Variable | Place::None);
        if is_const {
            let class = self.ty(&object.ty);
            return format!("mql::ptr_of(const_cast<{class}&>({text}))");
        }
        format!("mql::ptr_of({text})")
    }

    fn binary(&self, sign: &str, left: &Value, right: &Value) -> (String, u8) {
        let is_number = left.ty.is_numeric();
        if sign == "/" && is_number {
            return (format!("mql::divide({})", self.pair(left, right)), POSTFIX);
        }
        if sign == "%" && is_number {
            return (format!("mql::modulo({})", self.pair(left, right)), POSTFIX);
        }
        let own = binding(sign);
        let left = self.unwrapped(left, own);
        let right = self.unwrapped(right, own + 1);
        (format!("{left} {sign} {right}"), own)
    }

    fn pair(&self, left: &Value, right: &Value) -> String {
        format!("{}, {}", self.at(left, ASSIGN), self.at(right, ASSIGN))
    }

    /// The number inside a datetime or a color.
    fn unwrapped(&self, value: &Value, needed: u8) -> String {
        if matches!(value.ty, Type::DateTime | Type::Color) {
            return format!("{}.value", self.at(value, POSTFIX));
        }
        self.at(value, needed)
    }

    fn assign(&self, sign: &str, target: &Value, source: &Value) -> (String, u8) {
        let is_wrapper = matches!(target.ty, Type::DateTime | Type::Color);
        let target = if is_wrapper && !sign.is_empty() {
            format!("{}.value", self.at(target, POSTFIX))
        } else {
            self.at(target, UNARY)
        };
        (format!("{target} {sign}= {}", self.at(source, ASSIGN)), ASSIGN)
    }

    fn step(&self, sign: &str, is_prefix: bool, operand: &Value) -> (String, u8) {
        if matches!(operand.ty, Type::DateTime | Type::Color) {
            let ty = self.ty(&operand.ty);
            let number = format!("{}.value", self.at(operand, POSTFIX));
            let text =
                if is_prefix { format!("{sign}{number}") } else { format!("{number}{sign}") };
            return (format!("{ty}({text})"), POSTFIX);
        }
        if is_prefix {
            (format!("{sign}{}", self.at(operand, UNARY)), UNARY)
        } else {
            (format!("{}{sign}", self.at(operand, POSTFIX)), POSTFIX)
        }
    }

    fn cast(&self, inner: &Value, to: &Type) -> (String, u8) {
        let text = self.text(inner);
        match (&inner.ty, to) {
            (Type::Null, Type::Text) => ("mql::string()".to_owned(), POSTFIX),
            (Type::Null, Type::Pointer(_)) => (format!("{}()", self.ty(to)), POSTFIX),
            (Type::Null, Type::Function(_)) => ("nullptr".to_owned(), POSTFIX),
            (Type::Pointer(_), Type::Bool) => {
                (format!("{} != nullptr", self.at(inner, binding("!=") + 1)), binding("!="))
            }
            (own, Type::Bool) if own.is_numeric() => {
                (format!("{} != 0", self.unwrapped(inner, binding("!=") + 1)), binding("!="))
            }
            (Type::DateTime, Type::Long) | (Type::Color, Type::UInt) => {
                (self.unwrapped(inner, POSTFIX), POSTFIX)
            }
            (_, Type::Text) => (format!("mql::to_string({text})"), POSTFIX),
            (Type::Class(_), Type::Class(_)) => {
                (format!("static_cast<const {}&>({text})", self.ty(to)), POSTFIX)
            }
            _ => (format!("mql::cast<{}>({text})", self.ty(to)), POSTFIX),
        }
    }
}
