//! Names and the operators of one operand.

use std::rc::Rc;

use super::convert::{cast, wrap};
use super::{Checker, error};
use crate::ast::Expr;
use crate::hir::{Constant, Place, Value, ValueKind};
use crate::model::{GlobalId, TypeSymbol};
use crate::source::{Pos, Step};
use crate::types::{ClassId, EnumId, Type};

/// Predefined variables and the built-ins that give their values.
const PREDEFINED: &[(&str, &str)] = &[
    ("_Symbol", "Symbol"),
    ("_Period", "Period"),
    ("_Digits", "Digits"),
    ("_Point", "Point"),
    ("_LastError", "GetLastError"),
    ("_StopFlag", "IsStopped"),
    ("_UninitReason", "UninitializeReason"),
];

/// Whether the language predefines a variable of that name.
pub(super) fn is_predefined(name: &str) -> bool {
    PREDEFINED.iter().any(|(own, _)| *own == name) || name == "_RandomSeed"
}

impl Checker {
    /// A name in an expression.
    pub(super) fn name(&mut self, path: &[Rc<str>], pos: Pos) -> Step<Value> {
        let path: Vec<Rc<str>> = match path {
            [first, rest @ ..] if self.program.namespaces.contains(first) => rest.to_vec(),
            _ => path.to_vec(),
        };
        match &path[..] {
            [single] => self.single_name(single, pos),
            [global, single] if global.is_empty() => self.global_name(single, pos),
            [scope @ .., last] => self.qualified_name(scope, last, pos),
            [] => error(pos, 157, "expression expected"),
        }
    }

    fn single_name(&mut self, name: &Rc<str>, pos: Pos) -> Step<Value> {
        if let Some(value) = self.local_name(name, pos) {
            return Ok(value);
        }
        if &**name == "__FUNCTION__" || &**name == "__FUNCSIG__" {
            return self.function_text(pos);
        }
        if let Some(class) = self.frame.class
            && let Some(value) = self.class_name(class, name, pos)?
        {
            return Ok(value);
        }
        self.global_name(name, pos)
    }

    fn local_name(&mut self, name: &Rc<str>, pos: Pos) -> Option<Value> {
        let id = *self.frame.scopes.iter().rev().find_map(|scope| scope.get(name))?;
        self.frame.used.insert(id);
        let local = &self.frame.locals[id.0];
        let place = if local.is_const { Place::Constant } else { Place::Variable };
        let kind = match &local.static_name {
            Some(text) => ValueKind::Name(format!("g->{text}")),
            None => ValueKind::Local(id, local.text.clone()),
        };
        let constant = local.constant.clone();
        Some(Value { place, constant, ..Value::new(pos, local.ty.clone(), kind) })
    }

    fn function_text(&self, pos: Pos) -> Step<Value> {
        let Some(id) = self.frame.function else {
            return error(pos, 377, "'__FUNCTION__' cannot appear outside of a function body");
        };
        let info = self.program.function(id);
        let text = match info.class {
            Some(class) => format!("{}::{}", self.program.class(class).name, info.name),
            None => info.name.to_string(),
        };
        Ok(Value::literal(pos, Type::Text, Constant::Text(Rc::from(text))))
    }

    /// A field or an enumerator of the class, its bases and the classes round it.
    fn class_name(&mut self, class: ClassId, name: &Rc<str>, pos: Pos) -> Step<Option<Value>> {
        if let Some((owner, index)) = self.find_field(class, name) {
            let field = self.program.class(owner).fields[index].clone();
            self.check_field_access(owner, &field, pos)?;
            if let Some(global) = field.global {
                return Ok(Some(self.global_value(global, pos)));
            }
            if self.frame.is_static || self.frame.function.is_none() {
                let text = format!("'{name}' - member needs an object");
                return error(pos, 351, text);
            }
            let this = self.this_object(class, pos);
            return Ok(Some(self.field_value(this, &field, false, pos)));
        }
        let mut around = Some(class);
        while let Some(at) = around {
            for ancestor in self.program.lineage(at) {
                let full = format!("{}::{name}", self.program.class(ancestor).name);
                if let Some((id, index)) = self.program.enumerators.get(full.as_str()) {
                    return Ok(Some(self.enumerator(*id, *index, pos)));
                }
            }
            around = self.program.class(at).outer;
        }
        Ok(None)
    }

    pub(super) fn this_object(&self, class: ClassId, pos: Pos) -> Value {
        let place = if self.frame.is_const_method { Place::ConstMethod } else { Place::Variable };
        Value { place, ..Value::new(pos, Type::Class(class), ValueKind::This) }
    }

    fn global_name(&mut self, name: &Rc<str>, pos: Pos) -> Step<Value> {
        if let Some(id) = self.program.global_names.get(name) {
            return Ok(self.global_value(*id, pos));
        }
        if let Some((id, index)) = self.program.enumerators.get(name) {
            return Ok(self.enumerator(*id, *index, pos));
        }
        if let Some((_, function)) = PREDEFINED.iter().find(|(own, _)| *own == &**name) {
            return self.call_built_in(function, pos);
        }
        if let Some(ids) = self.program.function_names.get(name)
            && let [id] = ids[..]
        {
            return self.function_value(id, pos);
        }
        if self.lost.contains(name) {
            return error(pos, super::FOLLOWS, "");
        }
        error(pos, 256, format!("'{name}' - undeclared identifier"))
    }

    pub(super) fn global_value(&self, id: GlobalId, pos: Pos) -> Value {
        let info = &self.program.globals[id.0];
        let place = if info.storage.is_input {
            Place::Input
        } else if info.storage.is_const {
            Place::Constant
        } else {
            Place::Variable
        };
        let text = if info.is_prelude {
            format!("mql::{}", info.text)
        } else if info.is_file_constant() {
            info.text.clone()
        } else {
            format!("g->{}", info.text)
        };
        let constant = info.constant.clone();
        Value { place, constant, ..Value::new(pos, info.ty.clone(), ValueKind::Name(text)) }
    }

    pub(super) fn enumerator(&self, id: EnumId, index: usize, pos: Pos) -> Value {
        let info = self.program.enumeration(id);
        let (name, value) = &info.constants[index];
        let name = crate::names::output(name);
        let text = match info.class {
            Some(_) => format!("{}_{name}", info.text),
            None if info.is_prelude => format!("mql::{name}"),
            None => name,
        };
        let constant = Some(Constant::Integer(*value));
        let ty = if info.name.contains("unnamed_enum") { Type::Int } else { Type::Enum(id) };
        let value = Value { constant, ..Value::new(pos, Type::Enum(id), ValueKind::Name(text)) };
        if ty == Type::Int { cast(value, &ty) } else { value }
    }

    /// `Class::member`, `ENUM::VALUE`.
    fn qualified_name(&mut self, scope: &[Rc<str>], last: &Rc<str>, pos: Pos) -> Step<Value> {
        let spelled = scope.join("::");
        match self.type_symbol(scope) {
            Some(TypeSymbol::Enum(id)) => {
                let constants = &self.program.enumeration(id).constants;
                match constants.iter().position(|(name, _)| name == last) {
                    Some(index) => Ok(self.enumerator(id, index, pos)),
                    None => error(pos, 256, format!("'{spelled}::{last}' - undeclared identifier")),
                }
            }
            Some(TypeSymbol::Class(id)) => match self.class_name(id, last, pos)? {
                Some(value) => Ok(value),
                None => error(pos, 130, format!("'{last}' - no such member of '{spelled}'")),
            },
            _ => error(pos, 256, format!("'{spelled}' - undeclared identifier")),
        }
    }

    /// An operand that is only read.
    pub(super) fn rvalue(&self, value: Value) -> Value {
        value
    }

    pub(super) fn unary(&mut self, sign: &'static str, operand: &Expr, pos: Pos) -> Step<Value> {
        let operand = self.value(operand)?;
        if matches!(operand.ty, Type::Class(_)) && sign != "&" {
            return self.operator_method(sign, operand, Vec::new(), pos);
        }
        match sign {
            "&" => self.address_of(operand, pos),
            "*" => self.target_of(operand, pos),
            "!" => {
                let operand = self.condition(operand)?;
                let constant =
                    operand.integer().map(|value| Constant::Integer(i128::from(value == 0)));
                let kind = ValueKind::Unary(sign, Box::new(operand));
                Ok(Value { constant, ..Value::new(pos, Type::Bool, kind) })
            }
            _ => self.arithmetic_unary(sign, operand, pos),
        }
    }

    fn arithmetic_unary(&mut self, sign: &'static str, operand: Value, pos: Pos) -> Step<Value> {
        let is_allowed = operand.ty.is_numeric() && (sign != "~" || operand.ty.is_integral());
        if !is_allowed {
            let text =
                format!("'{sign}' - illegal operation use on '{}'", self.describe(&operand.ty));
            return error(pos, 150, text);
        }
        if operand.ty == Type::Bool {
            self.warn(pos, 66, "unsafe use of 'bool' in a mathematical operation");
        }
        let ty = match operand.ty.promoted() {
            // The literal 2147483648 is uint or long; with a minus it is the smallest int.
            Type::UInt | Type::ULong if sign == "-" && operand.constant.is_some() => Type::Long,
            Type::ULong if sign == "-" => {
                self.warn(pos, 67, "unary minus operator applied to unsigned type");
                Type::ULong
            }
            ty => ty,
        };
        let operand = cast_if(operand, &ty);
        let constant = operand.constant.as_ref().and_then(|known| match (known, sign) {
            (known, "+") => Some(known.clone()),
            (Constant::Integer(value), "-") => Some(Constant::Integer(wrap(-value, &ty))),
            (Constant::Integer(value), _) => Some(Constant::Integer(wrap(!value, &ty))),
            (Constant::Real(value), "-") => Some(Constant::Real(-value)),
            _ => None,
        });
        let is_literal = matches!(operand.kind, ValueKind::Literal) && constant.is_some();
        let kind =
            if is_literal { ValueKind::Literal } else { ValueKind::Unary(sign, Box::new(operand)) };
        Ok(Value { constant, ..Value::new(pos, ty, kind) })
    }

    /// `++a`, `a--`.
    pub(super) fn step_operator(
        &mut self,
        sign: &'static str,
        is_prefix: bool,
        operand: &Expr,
        pos: Pos,
    ) -> Step<Value> {
        let operand = self.value(operand)?;
        if matches!(operand.ty, Type::Class(_)) {
            return self.operator_method(sign, operand, Vec::new(), pos);
        }
        self.check_assignable(&operand, pos)?;
        let is_allowed =
            operand.ty.is_numeric() && !matches!(operand.ty, Type::Bool | Type::Enum(_));
        if !is_allowed {
            let text =
                format!("'{sign}' - illegal operation use on '{}'", self.describe(&operand.ty));
            return error(pos, 150, text);
        }
        let ty = operand.ty.clone();
        Ok(Value::new(pos, ty, ValueKind::Step(sign, is_prefix, Box::new(operand))))
    }

    /// Errors for what cannot be changed.
    pub(super) fn check_assignable(&self, target: &Value, pos: Pos) -> Step<()> {
        match target.place {
            Place::Variable => Ok(()),
            Place::Constant => error(pos, 189, "constant cannot be modified"),
            Place::Input => error(pos, 189, "input variable cannot be modified"),
            Place::ConstMethod => {
                error(pos, 274, "members cannot be modified in a constant method")
            }
            Place::None => error(pos, 177, "l-value required"),
        }
    }
}

/// The value as another type, unless it has it already.
pub(super) fn cast_if(value: Value, ty: &Type) -> Value {
    if value.ty == *ty { value } else { cast(value, ty) }
}
