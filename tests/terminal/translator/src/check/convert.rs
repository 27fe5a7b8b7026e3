//! Conversions, and MetaEditor's opinion of the implicit ones.

use super::{Checker, error};
use crate::hir::{Constant, Place, Value, ValueKind};
use crate::source::Step;
use crate::types::Type;

/// How well an argument fits a parameter; less is better.
pub(super) const EXACT: u32 = 0;
pub(super) const PROMOTION: u32 = 1;
pub(super) const CONVERSION: u32 = 4;
pub(super) const LOSSY: u32 = 9;
pub(super) const TEXTUAL: u32 = 30;

impl Checker {
    /// What it costs to pass a value of one type as another; nothing when impossible.
    pub(super) fn conversion_cost(&self, from: &Type, to: &Type) -> Option<u32> {
        if from == to {
            return Some(EXACT);
        }
        match (from, to) {
            (Type::Null, Type::Pointer(_) | Type::Function(_)) => Some(PROMOTION),
            (Type::Null, Type::Text) => Some(CONVERSION),
            (Type::Null, _) if to.is_numeric() && !matches!(to, Type::Enum(_)) => Some(CONVERSION),
            (Type::Class(own), Type::Class(base)) if self.program.is_derived(*own, *base) => {
                Some(PROMOTION)
            }
            (Type::Pointer(own), Type::Pointer(base)) if self.program.is_derived(*own, *base) => {
                Some(PROMOTION)
            }
            (_, Type::Text) if from.is_numeric() => Some(TEXTUAL),
            (Type::Text, _) if to.is_numeric() => Some(TEXTUAL),
            (Type::Enum(_), Type::Enum(_)) => Some(TEXTUAL),
            (_, Type::Enum(_)) if from.is_numeric() => Some(LOSSY),
            _ if from.is_numeric() && to.is_numeric() => Some(numeric_cost(from, to)),
            _ => None,
        }
    }

    /// Converts implicitly, as assignment and passing of arguments do.
    pub(super) fn convert(&mut self, value: Value, to: &Type) -> Step<Value> {
        if value.ty == *to {
            return Ok(value);
        }
        self.check_implicit(&value, to)?;
        Ok(cast(value, to))
    }

    fn check_implicit(&mut self, value: &Value, to: &Type) -> Step<()> {
        let from = value.ty.clone();
        let names = || (self.describe(&from), self.describe(to));
        match (&from, to) {
            (Type::Void, _) => error(value.pos, 151, "expression of 'void' type is illegal"),
            (Type::Class(own), Type::Class(base)) => {
                if !self.program.is_derived(*own, *base) {
                    let (from, to) = names();
                    let text = format!("'{from}' - cannot convert to '{to}'");
                    return error(value.pos, 302, text);
                }
                if self.program.class(*own).syntax.is_struct {
                    self.warn(value.pos, 71, "implicit cast of structures");
                }
                Ok(())
            }
            (Type::Enum(_), Type::Enum(_)) => {
                let (from, to) = names();
                let text = format!("implicit conversion from '{from}' to '{to}'");
                error(value.pos, 262, text)
            }
            (_, Type::Enum(_)) if from.is_numeric() || from == Type::Null => {
                let (from, to) = names();
                let text = format!("'{from}' - cannot convert to enumeration '{to}'");
                error(value.pos, 262, text)
            }
            (_, Type::Text) if from.is_numeric() => {
                error(value.pos, 181, "implicit conversion from 'number' to 'string'")
            }
            (Type::Text, _) if to.is_numeric() => {
                error(value.pos, 180, "implicit conversion from 'string' to 'number'")
            }
            _ if from.is_numeric() && to.is_numeric() => {
                self.check_loss(value, to);
                Ok(())
            }
            _ if self.conversion_cost(&from, to).is_some() => Ok(()),
            _ => {
                let (from, to) = names();
                let text = format!("'{from}' - cannot convert to '{to}'");
                error(value.pos, 302, text)
            }
        }
    }

    /// Numbers that may not survive.
    fn check_loss(&mut self, value: &Value, to: &Type) {
        let from = &value.ty;
        if let Some(constant) = &value.constant {
            if !fits(constant, to) {
                self.warn(value.pos, 44, "truncation of constant value");
            }
            return;
        }
        if numeric_cost(from, to) >= LOSSY {
            let (from, to) = (self.describe(from), self.describe(to));
            let text =
                format!("possible loss of data due to type conversion from '{from}' to '{to}'");
            self.warn(value.pos, 43, text);
        }
    }

    /// Converts because the program says so.
    pub(super) fn convert_explicitly(&mut self, value: Value, to: &Type) -> Step<Value> {
        let from = value.ty.clone();
        if from == *to {
            return Ok(Value { place: Place::None, ..value });
        }
        let is_allowed = match (&from, to) {
            (_, Type::Void) | (Type::Void, _) => false,
            (Type::Pointer(own), Type::Pointer(target)) => {
                self.program.is_derived(*own, *target) || self.program.is_derived(*target, *own)
            }
            (Type::Text, _) if to.is_numeric() => !matches!(to, Type::Enum(_)),
            (_, Type::Text) if from.is_numeric() => true,
            (Type::Class(own), Type::Class(target)) => self.program.is_derived(*own, *target),
            (Type::Null, _) => self.conversion_cost(&from, to).is_some(),
            _ => from.is_numeric() && to.is_numeric(),
        };
        if !is_allowed {
            let (from, to) = (self.describe(&from), self.describe(to));
            return error(value.pos, 406, format!("cannot cast '{from}' to '{to}'"));
        }
        Ok(cast(value, to))
    }

    /// What `if`, `while`, `!`, `&&` and `?:` ask of a value.
    pub(super) fn condition(&mut self, value: Value) -> Step<Value> {
        match &value.ty {
            Type::Bool => Ok(value),
            ty if ty.is_numeric() || matches!(ty, Type::Pointer(_)) => Ok(cast(value, &Type::Bool)),
            ty => {
                let text = format!("'{}' - cannot be used as a condition", self.describe(ty));
                error(value.pos, 150, text)
            }
        }
    }
}

/// How well a number fits another type.
fn numeric_cost(from: &Type, to: &Type) -> u32 {
    let (own, target) = (from.plain_size(), to.plain_size());
    if from == to {
        return EXACT;
    }
    if *to == Type::Bool {
        return LOSSY;
    }
    if to.is_real() {
        let exact_bits = if *to == Type::Double { 4 } else { 2 };
        let loses = if from.is_real() { own > target } else { own > exact_bits };
        return if loses {
            LOSSY
        } else if *to == Type::Double {
            CONVERSION - 1
        } else {
            CONVERSION
        };
    }
    if from.is_real() || own > target {
        return LOSSY;
    }
    let keeps_sign = from.is_signed() == to.is_signed() || !from.is_signed() && target > own;
    let wraps_date = *to == Type::DateTime && own == 8;
    match (own == target, keeps_sign) {
        _ if wraps_date => LOSSY,
        (false, true) if from.promoted() == *to => PROMOTION,
        (_, true) => PROMOTION + 1,
        (_, false) => CONVERSION,
    }
}

/// Whether a constant keeps its value as another type.
fn fits(constant: &Constant, to: &Type) -> bool {
    match constant {
        Constant::Integer(value) if to.is_real() => {
            let limit = if *to == Type::Double { 1_i128 << 53 } else { 1_i128 << 24 };
            value.abs() <= limit || (*value as f64) as i128 == *value && *to == Type::Double
        }
        Constant::Integer(value) => {
            // -1 for an unsigned type is a common way to say "all bits".
            let (low, high) = to.range();
            let low = if low == 0 && *to != Type::Bool { -(high + 1) / 2 } else { low };
            (low..=high).contains(value)
        }
        Constant::Real(value) if to.is_real() => *to == Type::Double || value.abs() <= 3.4e38,
        Constant::Real(value) => {
            let (low, high) = to.range();
            value.fract() == 0.0 && *value >= low as f64 && *value <= high as f64
        }
        Constant::Text(_) => false,
    }
}

/// The value as another type, without asking.
pub(super) fn cast(value: Value, to: &Type) -> Value {
    let constant = value.constant.as_ref().and_then(|known| converted(known, to));
    let kind = match (&value.kind, &constant) {
        (ValueKind::Literal, Some(_)) => ValueKind::Literal,
        _ => ValueKind::Cast(Box::new(value.clone())),
    };
    Value { pos: value.pos, ty: to.clone(), kind, constant, place: Place::None }
}

/// The constant as another type; nothing when it is not computed here.
fn converted(constant: &Constant, to: &Type) -> Option<Constant> {
    match (constant, to) {
        (Constant::Integer(value), Type::Bool) => Some(Constant::Integer(i128::from(*value != 0))),
        (Constant::Integer(value), _) if to.is_real() => Some(Constant::Real(*value as f64)),
        (Constant::Integer(value), _) if to.is_numeric() => {
            Some(Constant::Integer(wrap(*value, to)))
        }
        (Constant::Real(value), Type::Float) => Some(Constant::Real(f64::from(*value as f32))),
        (Constant::Real(value), Type::Double) => Some(Constant::Real(*value)),
        (Constant::Real(value), _) if to.is_integral() => {
            let whole = value.trunc();
            let (low, high) = to.range();
            let inside = whole >= low as f64 && whole <= high as f64;
            inside.then_some(Constant::Integer(whole as i128))
        }
        (Constant::Text(text), Type::Text) => Some(Constant::Text(text.clone())),
        _ => None,
    }
}

/// The number in the range of a type, wrapped as machines do.
pub(super) fn wrap(value: i128, to: &Type) -> i128 {
    let (low, high) = to.range();
    let span = high - low + 1;
    (value - low).rem_euclid(span) + low
}
