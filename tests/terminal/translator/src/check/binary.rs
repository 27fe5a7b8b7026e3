//! Operators of two operands, and assignment.

use super::convert::cast;
use super::operand::cast_if;
use super::{Checker, error};
use crate::ast::{Expr, ExprKind};
use crate::hir::{Constant, Value, ValueKind};
use crate::source::{Pos, Step};
use crate::types::Type;

const COMPARISONS: &[&str] = &["==", "!=", "<", ">", "<=", ">="];

impl Checker {
    pub(super) fn binary(
        &mut self,
        sign: &'static str,
        left: &Expr,
        right: &Expr,
        pos: Pos,
    ) -> Step<Value> {
        self.check_precedence(sign, left, right, pos);
        let left = self.value(left)?;
        let right = self.value(right)?;
        if matches!(left.ty, Type::Class(_)) {
            return self.operator_method(sign, left, vec![right], pos);
        }
        if matches!(sign, "&&" | "||") {
            return self.logical(sign, left, right, pos);
        }
        if left.ty == Type::Text || right.ty == Type::Text {
            return self.text_operator(sign, left, right, pos);
        }
        let is_pointer =
            |ty: &Type| matches!(ty, Type::Pointer(_) | Type::Function(_) | Type::Null);
        if is_pointer(&left.ty) || is_pointer(&right.ty) {
            return self.compare_pointers(sign, left, right, pos);
        }
        if !left.ty.is_numeric() || !right.ty.is_numeric() {
            let (left, right) = (self.describe(&left.ty), self.describe(&right.ty));
            let text = format!("'{sign}' - illegal operation use on '{left}' and '{right}'");
            return error(pos, 150, text);
        }
        if COMPARISONS.contains(&sign) {
            return self.compare(sign, left, right, pos);
        }
        self.arithmetic(sign, left, right, pos)
    }

    /// Mixtures that are easily misread.
    fn check_precedence(&mut self, sign: &str, left: &Expr, right: &Expr, pos: Pos) {
        let inner = |expr: &Expr| match &expr.kind {
            ExprKind::Binary(sign, ..) => *sign,
            _ => "",
        };
        let is_doubtful = |inside: &str| match sign {
            "||" => inside == "&&",
            "&" | "|" | "^" => COMPARISONS.contains(&inside) || matches!(inside, "+" | "-"),
            "<<" | ">>" => matches!(inside, "+" | "-"),
            _ => false,
        };
        if is_doubtful(inner(left)) || is_doubtful(inner(right)) {
            let text = "check operator precedence for possible error; use parentheses";
            self.warn(pos, 80, text);
        }
    }

    fn logical(&mut self, sign: &'static str, left: Value, right: Value, pos: Pos) -> Step<Value> {
        let left = self.condition(left)?;
        let right = self.condition(right)?;
        let constant = match (left.integer(), right.integer()) {
            (Some(left), Some(right)) => {
                let holds = if sign == "&&" { left != 0 && right != 0 } else { left + right != 0 };
                Some(Constant::Integer(i128::from(holds)))
            }
            _ => None,
        };
        let kind = ValueKind::Binary(sign, Box::new(left), Box::new(right));
        Ok(Value { constant, ..Value::new(pos, Type::Bool, kind) })
    }

    fn text_operator(
        &mut self,
        sign: &'static str,
        left: Value,
        right: Value,
        pos: Pos,
    ) -> Step<Value> {
        let ty = match sign {
            "+" => Type::Text,
            _ if COMPARISONS.contains(&sign) => Type::Bool,
            _ => return error(pos, 150, format!("'{sign}' - illegal operation use on 'string'")),
        };
        let left = self.convert(left, &Type::Text)?;
        let right = self.convert(right, &Type::Text)?;
        let constant = match (&left.constant, &right.constant) {
            (Some(known), Some(other)) => self.fold(sign, known, other, &Type::Text, pos)?,
            _ => None,
        };
        let both_literal = matches!(left.kind, ValueKind::Literal)
            && matches!(right.kind, ValueKind::Literal)
            && constant.is_some();
        let kind = if both_literal {
            ValueKind::Literal
        } else {
            ValueKind::Binary(sign, Box::new(left), Box::new(right))
        };
        Ok(Value { constant, ..Value::new(pos, ty, kind) })
    }

    fn compare_pointers(
        &mut self,
        sign: &'static str,
        left: Value,
        right: Value,
        pos: Pos,
    ) -> Step<Value> {
        let is_equality = matches!(sign, "==" | "!=");
        let (left, right) = match (&left.ty, &right.ty) {
            (Type::Null, Type::Null) => (left, right),
            (Type::Null, other) if other.is_numeric() => {
                let other = other.clone();
                (cast(left, &other), right)
            }
            (other, Type::Null) if other.is_numeric() => {
                let other = other.clone();
                (left, cast(right, &other))
            }
            (Type::Null, _) => {
                let ty = right.ty.clone();
                (self.convert(left, &ty)?, right)
            }
            (_, Type::Null) => {
                let ty = left.ty.clone();
                (left, self.convert(right, &ty)?)
            }
            (Type::Pointer(own), Type::Pointer(other)) if self.program.is_derived(*other, *own) => {
                let ty = left.ty.clone();
                (left, self.convert(right, &ty)?)
            }
            _ => {
                let ty = right.ty.clone();
                (self.convert(left, &ty)?, right)
            }
        };
        if !is_equality {
            return error(pos, 150, format!("'{sign}' - illegal operation use on pointers"));
        }
        let kind = ValueKind::Binary(sign, Box::new(left), Box::new(right));
        Ok(Value::new(pos, Type::Bool, kind))
    }

    fn compare(&mut self, sign: &'static str, left: Value, right: Value, pos: Pos) -> Step<Value> {
        if let (Type::Enum(own), Type::Enum(other)) = (&left.ty, &right.ty)
            && own != other
        {
            let (own, other) = (self.describe(&left.ty), self.describe(&right.ty));
            let text = format!("comparison of different enumerations '{own}' and '{other}'");
            self.warn(pos, 262, text);
        }
        self.check_signs(&left, &right, pos);
        self.check_always(sign, &left, &right, pos);
        let same = left.ty == right.ty;
        let ty = if same { left.ty.clone() } else { left.ty.common(&right.ty) };
        let (left, right) = (cast_if(left, &ty), cast_if(right, &ty));
        let constant = match (&left.constant, &right.constant) {
            (Some(known), Some(other)) => self.fold(sign, known, other, &ty, pos)?,
            _ => None,
        };
        let kind = ValueKind::Binary(sign, Box::new(left), Box::new(right));
        Ok(Value { constant, ..Value::new(pos, Type::Bool, kind) })
    }

    /// A negative number compared with an unsigned one is a huge number.
    fn check_signs(&mut self, left: &Value, right: &Value, pos: Pos) {
        if !left.ty.is_integral() || !right.ty.is_integral() {
            return;
        }
        let (own, other) = (left.ty.promoted(), right.ty.promoted());
        let is_harmless = |value: &Value| value.integer().is_some_and(|known| known >= 0);
        let (signed, signed_value) = if own.is_signed() { (&own, left) } else { (&other, right) };
        let differ = own.is_signed() != other.is_signed();
        let unsigned = if own.is_signed() { &other } else { &own };
        if differ && signed.plain_size() <= unsigned.plain_size() && !is_harmless(signed_value) {
            self.warn(pos, 45, "sign mismatch");
        }
    }

    fn check_always(&mut self, sign: &str, left: &Value, right: &Value, pos: Pos) {
        let is_unsigned = |value: &Value| {
            value.ty.is_integral() && !value.ty.is_signed() && value.constant.is_none()
        };
        let always = match sign {
            ">=" | "<" => is_unsigned(left) && right.integer() == Some(0),
            "<=" | ">" => is_unsigned(right) && left.integer() == Some(0),
            _ => false,
        };
        if always {
            self.warn(pos, 65, "expression is always true or always false");
        }
    }

    fn arithmetic(
        &mut self,
        sign: &'static str,
        left: Value,
        right: Value,
        pos: Pos,
    ) -> Step<Value> {
        let needs_integers = matches!(sign, "%" | "<<" | ">>" | "&" | "|" | "^");
        if needs_integers && !(left.ty.is_integral() && right.ty.is_integral()) {
            return error(pos, 150, format!("'{sign}' - illegal operation use on real numbers"));
        }
        let is_bitwise = matches!(sign, "&" | "|" | "^");
        if !is_bitwise && (left.ty == Type::Bool || right.ty == Type::Bool) {
            self.warn(pos, 66, "unsafe use of 'bool' in a mathematical operation");
        }
        let is_date = left.ty == Type::DateTime || right.ty == Type::DateTime;
        let is_shift = matches!(sign, "<<" | ">>");
        let ty = if is_shift { left.ty.promoted() } else { left.ty.common(&right.ty) };
        let left = cast_if(left, &ty);
        let right = if is_shift { cast_if(right, &Type::Int) } else { cast_if(right, &ty) };
        if is_shift {
            self.check_shift(&right, &ty);
        }
        let constant = match (&left.constant, &right.constant) {
            (Some(known), Some(other)) => self.fold(sign, known, other, &ty, pos)?,
            (_, Some(Constant::Integer(0))) if matches!(sign, "/" | "%") => {
                return error(pos, 198, "division by zero");
            }
            _ => None,
        };
        let kind = ValueKind::Binary(sign, Box::new(left), Box::new(right));
        let value = Value { constant, ..Value::new(pos, ty.clone(), kind) };
        let stays_date = is_date && ty == Type::Long && matches!(sign, "+" | "-");
        Ok(if stays_date { cast(value, &Type::DateTime) } else { value })
    }

    fn check_shift(&mut self, count: &Value, ty: &Type) {
        let bits = i128::from(ty.plain_size() * 8);
        if count.integer().is_some_and(|count| !(0..bits).contains(&count)) {
            self.warn(count.pos, 75, "negative or too large shift value");
        }
    }

    /// `a = b`, `a += b`.
    pub(super) fn assign(
        &mut self,
        sign: &'static str,
        target: &Expr,
        value: &Expr,
        pos: Pos,
    ) -> Step<Value> {
        let target = self.value(target)?;
        if let Type::Class(_) = target.ty
            && let Some(found) = self.assignment_operator(sign, &target, value, pos)?
        {
            return Ok(found);
        }
        self.check_assignable(&target, pos)?;
        if sign.is_empty() {
            return self.plain_assignment(target, value, pos);
        }
        let value = self.value(value)?;
        let ty = target.ty.clone();
        if ty == Type::Text && sign == "+" {
            let value = self.convert(value, &Type::Text)?;
            let kind = ValueKind::Assign(sign, Box::new(target), Box::new(value));
            return Ok(Value::new(pos, ty, kind));
        }
        if !ty.is_numeric() || !value.ty.is_numeric() || matches!(ty, Type::Enum(_)) {
            let (target, value) = (self.describe(&ty), self.describe(&value.ty));
            let text = format!("'{sign}=' - illegal operation use on '{target}' and '{value}'");
            return error(pos, 150, text);
        }
        self.compound_assignment(sign, target, value, pos)
    }

    fn compound_assignment(
        &mut self,
        sign: &'static str,
        target: Value,
        value: Value,
        pos: Pos,
    ) -> Step<Value> {
        let ty = target.ty.clone();
        if ty.is_real() {
            let value = self.convert(value, &ty)?;
            if matches!(sign, "%" | "<<" | ">>" | "&" | "|" | "^") {
                let text = format!("'{sign}=' - illegal operation use on real numbers");
                return error(pos, 150, text);
            }
            if sign == "/" {
                return self.expanded_assignment(sign, target, value, pos);
            }
            let kind = ValueKind::Assign(sign, Box::new(target), Box::new(value));
            return Ok(Value::new(pos, ty, kind));
        }
        let is_narrow = value.ty.plain_size() <= ty.plain_size() || value.constant.is_some();
        if !is_narrow || value.ty.is_real() {
            let (from, to) = (self.describe(&value.ty), self.describe(&ty));
            let text =
                format!("possible loss of data due to type conversion from '{from}' to '{to}'");
            self.warn(pos, 43, text);
        }
        let is_wide = ty.plain_size() >= 4 && value.ty.is_integral();
        if is_wide && !matches!(sign, "/" | "%") {
            let is_shift = matches!(sign, "<<" | ">>");
            let operand = if is_shift { Type::Int } else { ty.promoted() };
            let value = cast_if(value, &operand);
            if is_shift {
                self.check_shift(&value, &ty);
            }
            let kind = ValueKind::Assign(sign, Box::new(target), Box::new(value));
            return Ok(Value::new(pos, ty, kind));
        }
        self.expanded_assignment(sign, target, value, pos)
    }

    /// `a /= b` as `a = a / b`: division is a function of the runtime, and small integers are
    /// computed in int.
    fn expanded_assignment(
        &mut self,
        sign: &'static str,
        target: Value,
        value: Value,
        pos: Pos,
    ) -> Step<Value> {
        if !is_repeatable(&target) {
            return error(pos, 134, format!("'{sign}=' on a target with side effects is refused"));
        }
        let ty = target.ty.clone();
        let result = self.arithmetic(sign, target.clone(), value, pos)?;
        let result = cast_if(result, &ty);
        let kind = ValueKind::Assign("", Box::new(target), Box::new(result));
        Ok(Value::new(pos, ty, kind))
    }

    fn plain_assignment(&mut self, target: Value, value: &Expr, pos: Pos) -> Step<Value> {
        let ty = target.ty.clone();
        if let ExprKind::List(_) = value.kind {
            let value = self.list_value(value, &ty)?;
            let kind = ValueKind::Assign("", Box::new(target), Box::new(value));
            return Ok(Value::new(pos, ty, kind));
        }
        let value = self.value(value)?;
        if ty.is_array() {
            return error(pos, 120, "arrays cannot be assigned, use ArrayCopy");
        }
        let value = self.convert(value, &ty)?;
        let kind = ValueKind::Assign("", Box::new(target), Box::new(value));
        Ok(Value::new(pos, ty, kind))
    }
}

/// Whether a target may be written twice in the output: naming it changes nothing.
fn is_repeatable(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Name(_) | ValueKind::Local(..) | ValueKind::This | ValueKind::Literal => true,
        ValueKind::Field(object, ..) | ValueKind::Target(object) | ValueKind::Cast(object) => {
            is_repeatable(object)
        }
        ValueKind::Index(array, index) | ValueKind::Binary(_, array, index) => {
            is_repeatable(array) && is_repeatable(index)
        }
        _ => false,
    }
}
