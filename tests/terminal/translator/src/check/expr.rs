//! Expressions.

use std::rc::Rc;

use super::{Checker, error};
use crate::ast::{Expr, ExprKind, TypeName};
use crate::hir::{Constant, Place, Value, ValueKind};
use crate::source::{Pos, Step};
use crate::types::{ClassId, Type};

impl Checker {
    /// Checks an expression.
    pub(super) fn value(&mut self, expr: &Expr) -> Step<Value> {
        let pos = expr.pos;
        match &expr.kind {
            ExprKind::Integer { value, unsigned, long, decimal } => {
                integer_literal(pos, *value, *unsigned, *long, *decimal)
            }
            ExprKind::Real(value, is_float) => {
                let ty = if *is_float { Type::Float } else { Type::Double };
                Ok(Value::literal(pos, ty, Constant::Real(*value)))
            }
            ExprKind::Text(text) => {
                Ok(Value::literal(pos, Type::Text, Constant::Text(Rc::clone(text))))
            }
            ExprKind::Character(code) => {
                Ok(Value::literal(pos, Type::UShort, Constant::Integer(i128::from(*code))))
            }
            ExprKind::Date(seconds) => {
                Ok(Value::literal(pos, Type::DateTime, Constant::Integer(i128::from(*seconds))))
            }
            ExprKind::Color(value) => {
                Ok(Value::literal(pos, Type::Color, Constant::Integer(i128::from(*value))))
            }
            ExprKind::Bool(value) => {
                Ok(Value::literal(pos, Type::Bool, Constant::Integer(i128::from(*value))))
            }
            ExprKind::Null => Ok(Value::literal(pos, Type::Null, Constant::Integer(0))),
            ExprKind::This => self.this(pos),
            ExprKind::Name(path) => self.name(path, pos),
            ExprKind::Member(object, path) => self.member(object, path, pos),
            ExprKind::Index(array, index) => self.index(array, index, pos),
            ExprKind::Call { callee, types, arguments } => self.call(callee, types, arguments, pos),
            ExprKind::Paren(inner) => self.value(inner),
            ExprKind::Unary(sign, operand) => self.unary(sign, operand, pos),
            ExprKind::Prefix(sign, operand) => self.step_operator(sign, true, operand, pos),
            ExprKind::Postfix(sign, operand) => self.step_operator(sign, false, operand, pos),
            ExprKind::Binary(sign, left, right) => self.binary(sign, left, right, pos),
            ExprKind::Assign(sign, target, value) => self.assign(sign, target, value, pos),
            ExprKind::Conditional(condition, yes, no) => self.conditional(condition, yes, no, pos),
            ExprKind::Comma(left, right) => self.comma(left, right, pos),
            ExprKind::List(_) => error(pos, 242, "initialization sequence is not allowed here"),
            _ => self.type_expression(expr),
        }
    }

    /// Expressions that name a type.
    fn type_expression(&mut self, expr: &Expr) -> Step<Value> {
        let pos = expr.pos;
        match &expr.kind {
            ExprKind::Cast(target, operand) => {
                let target = self.resolve_type(target)?;
                let operand = self.value(operand)?;
                let operand = self.rvalue(operand);
                self.convert_explicitly(operand, &target)
            }
            ExprKind::DynamicCast(target, operand) => self.dynamic_cast(target, operand, pos),
            ExprKind::New(target, arguments) => self.new_object(target, arguments, pos),
            ExprKind::SizeOfType(target) => {
                let target = self.resolve_type(target)?;
                Ok(self.size_literal(&target, pos))
            }
            ExprKind::SizeOf(operand) => {
                let ty = self.value(operand)?.ty;
                Ok(self.size_literal(&ty, pos))
            }
            ExprKind::OffsetOf(target, path) => self.offset_of(target, path, pos),
            ExprKind::TypeNameOf(operand) => {
                let ty = match &operand.kind {
                    ExprKind::SizeOfType(target) => self.resolve_type(target)?,
                    _ => self.value(operand)?.ty,
                };
                let text = Rc::from(self.describe(&ty));
                Ok(Value::literal(pos, Type::Text, Constant::Text(text)))
            }
            _ => error(pos, 157, "expression expected"),
        }
    }

    fn size_literal(&self, ty: &Type, pos: Pos) -> Value {
        let size = i128::from(self.program.size_of(ty));
        Value::literal(pos, Type::Int, Constant::Integer(size))
    }

    fn offset_of(&mut self, target: &TypeName, path: &[Rc<str>], pos: Pos) -> Step<Value> {
        let mut ty = self.resolve_type(target)?;
        let mut offset = 0;
        for name in path {
            let Type::Class(id) = ty else {
                return error(pos, 232, "class or structure expected");
            };
            let (offsets, _) = self.program.class_layout(id);
            let Some((_, own)) = offsets.iter().rev().find(|(field, _)| field == name) else {
                return error(pos, 130, format!("'{name}' - no such structure member"));
            };
            offset += own;
            let lineage = self.program.lineage(id);
            let mut fields = lineage.iter().flat_map(|class| &self.program.class(*class).fields);
            ty = match fields.find(|field| field.name == *name) {
                Some(field) => field.ty.clone(),
                None => Type::Void,
            };
        }
        Ok(Value::literal(pos, Type::Int, Constant::Integer(i128::from(offset))))
    }

    fn dynamic_cast(&mut self, target: &TypeName, operand: &Expr, pos: Pos) -> Step<Value> {
        let target = self.resolve_type(target)?;
        let operand = self.value(operand)?;
        let operand = self.as_pointer(operand);
        match (&target, &operand.ty) {
            (Type::Pointer(_), Type::Pointer(_)) => {
                Ok(Value::new(pos, target, ValueKind::DynamicCast(Box::new(operand))))
            }
            _ => error(pos, 384, "dynamic_cast applies to pointers to classes"),
        }
    }

    fn new_object(&mut self, target: &TypeName, arguments: &[Expr], pos: Pos) -> Step<Value> {
        let Type::Class(id) = self.resolve_type(target)? else {
            return error(target.pos, 299, "must be a class");
        };
        if self.program.class(id).syntax.is_struct {
            return error(target.pos, 156, "must be a class type, not struct");
        }
        self.check_instantiable(id, pos)?;
        let arguments = self.constructor_arguments(id, arguments, pos)?;
        Ok(Value::new(pos, Type::Pointer(id), ValueKind::New(id, arguments)))
    }

    /// Objects of abstract classes and interfaces cannot be made.
    pub(super) fn check_instantiable(&self, id: ClassId, pos: Pos) -> Step<()> {
        let info = self.program.class(id);
        if info.syntax.is_interface {
            return error(pos, 399, format!("'{}' - interface cannot be created", info.name));
        }
        if !info.is_complete {
            return error(pos, 128, format!("'{}' - structure is not defined", info.name));
        }
        let lineage = self.program.lineage(id);
        for (depth, class) in lineage.iter().enumerate() {
            for method in self.program.class(*class).methods.values().flatten() {
                let method = self.program.function(*method);
                if !method.words.is_pure {
                    continue;
                }
                let is_implemented = lineage[..depth].iter().any(|derived| {
                    let own = self.program.class(*derived).methods.get(&method.name);
                    own.into_iter().flatten().any(|other| {
                        let other = self.program.function(*other);
                        let same =
                            super::declare::same_parameters(&other.parameters, &method.parameters);
                        same && !other.words.is_pure
                    })
                });
                if !is_implemented {
                    let text = format!(
                        "'{}' - cannot instantiate abstract class: '{}' has no body",
                        info.name, method.name
                    );
                    return error(pos, 383, text);
                }
            }
        }
        Ok(())
    }

    fn this(&mut self, pos: Pos) -> Step<Value> {
        match self.frame.class {
            Some(class) if self.frame.function.is_some() && !self.frame.is_static => {
                let mut value = Value::new(pos, Type::Class(class), ValueKind::This);
                value.place =
                    if self.frame.is_const_method { Place::ConstMethod } else { Place::Variable };
                Ok(value)
            }
            _ => error(pos, 280, "'this' is only for methods"),
        }
    }

    fn index(&mut self, array: &Expr, index: &Expr, pos: Pos) -> Step<Value> {
        let array = self.value(array)?;
        if matches!(array.ty, Type::Class(_) | Type::Pointer(_)) {
            return self.index_operator(array, index, pos);
        }
        // Characters of a text can be read, not written.
        let is_text = array.ty == Type::Text;
        let element = if is_text { Some(Type::UShort) } else { array.ty.element() };
        let Some(element) = element else {
            let text = format!("'{}' - array required", self.describe(&array.ty));
            return error(pos, 241, text);
        };
        let index = self.value(index)?;
        if !index.ty.is_integral() {
            return error(index.pos, 173, "integer expected");
        }
        if let (Some(at), Type::Array(_, sizes)) = (index.integer(), &array.ty) {
            let is_outside = sizes[0].is_some_and(|size| at >= i128::from(size)) || at < 0;
            if is_outside {
                return error(index.pos, 218, "array out of range");
            }
        }
        let index = self.convert(index, &Type::Int)?;
        let place = if is_text { Place::None } else { array.place };
        let kind = ValueKind::Index(Box::new(array), Box::new(index));
        Ok(Value { place, ..Value::new(pos, element, kind) })
    }

    fn conditional(&mut self, condition: &Expr, yes: &Expr, no: &Expr, pos: Pos) -> Step<Value> {
        let condition = self.value(condition)?;
        let condition = self.condition(condition)?;
        let (yes, no) = (self.value(yes)?, self.value(no)?);
        let ty = self.common_type(&yes, &no, pos)?;
        let yes = self.convert(yes, &ty)?;
        let no = self.convert(no, &ty)?;
        let constant = match condition.integer() {
            Some(0) => no.constant.clone(),
            Some(_) => yes.constant.clone(),
            None => None,
        };
        let kind = ValueKind::Conditional(Box::new(condition), Box::new(yes), Box::new(no));
        Ok(Value { constant, ..Value::new(pos, ty, kind) })
    }

    /// The type of `a ? b : c`.
    fn common_type(&self, yes: &Value, no: &Value, pos: Pos) -> Step<Type> {
        let (left, right) = (&yes.ty, &no.ty);
        if left == right {
            return Ok(left.clone());
        }
        match (left, right) {
            (Type::Null, other) | (other, Type::Null) => Ok(other.clone()),
            (Type::Pointer(a), Type::Pointer(b)) if self.program.is_derived(*a, *b) => {
                Ok(right.clone())
            }
            (Type::Pointer(a), Type::Pointer(b)) if self.program.is_derived(*b, *a) => {
                Ok(left.clone())
            }
            (Type::DateTime, other) | (other, Type::DateTime) if other.is_integral() => {
                Ok(Type::DateTime)
            }
            (Type::Text, _) | (_, Type::Text) => Ok(Type::Text),
            _ if left.is_numeric() && right.is_numeric() => {
                // A constant that fits takes the type of the other side.
                Ok(match (&yes.constant, &no.constant) {
                    (Some(_), None) if left.is_integral() && right.is_integer() => right.clone(),
                    (None, Some(_)) if right.is_integral() && left.is_integer() => left.clone(),
                    _ => left.common(right),
                })
            }
            _ => {
                let (left, right) = (self.describe(left), self.describe(right));
                error(pos, 302, format!("'{left}' and '{right}' - types do not match"))
            }
        }
    }

    fn comma(&mut self, left: &Expr, right: &Expr, pos: Pos) -> Step<Value> {
        let left = self.value(left)?;
        self.check_effect(&left);
        let right = self.value(right)?;
        let ty = right.ty.clone();
        Ok(Value::new(pos, ty, ValueKind::Comma(Box::new(left), Box::new(right))))
    }

    /// A statement whose value is thrown away must do something.
    pub(super) fn check_effect(&mut self, value: &Value) {
        if !has_effect(value) {
            self.warn(value.pos, 178, "expression has no effect");
        }
    }
}

/// Whether computing the value changes or calls anything.
pub(super) fn has_effect(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Assign(..)
        | ValueKind::Step(..)
        | ValueKind::Call(..)
        | ValueKind::MethodCall(..)
        | ValueKind::Invoke(..)
        | ValueKind::New(..) => true,
        ValueKind::Comma(_, right) => has_effect(right),
        ValueKind::Conditional(_, yes, no) => has_effect(yes) || has_effect(no),
        ValueKind::Cast(inner) => has_effect(inner) && inner.ty != Type::Void,
        ValueKind::Binary("&&" | "||", _, right) => has_effect(right),
        _ => false,
    }
}

fn integer_literal(pos: Pos, value: u64, unsigned: bool, long: bool, decimal: bool) -> Step<Value> {
    let fits = |limit: u64| value <= limit;
    let ty = if !unsigned && !long && fits(0x7FFF_FFFF) {
        Type::Int
    } else if !long && fits(0xFFFF_FFFF) && (unsigned || !decimal) {
        Type::UInt
    } else if !unsigned && fits(0x7FFF_FFFF_FFFF_FFFF) {
        Type::Long
    } else {
        Type::ULong
    };
    Ok(Value::literal(pos, ty, Constant::Integer(i128::from(value))))
}
