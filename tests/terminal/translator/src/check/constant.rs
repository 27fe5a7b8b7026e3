//! Arithmetic at compile time.

use super::convert::wrap;
use super::{Checker, error};
use crate::hir::Constant;
use crate::source::{Pos, Step};
use crate::types::Type;

impl Checker {
    /// The result of an operator on known operands of type `operands`.
    pub(super) fn fold(
        &mut self,
        sign: &str,
        left: &Constant,
        right: &Constant,
        operands: &Type,
        pos: Pos,
    ) -> Step<Option<Constant>> {
        match (left, right) {
            (Constant::Integer(left), Constant::Integer(right)) => {
                self.fold_integers(sign, *left, *right, operands, pos)
            }
            (Constant::Real(left), Constant::Real(right)) => {
                if sign == "/" && *right == 0.0 {
                    return error(pos, 198, "division by zero");
                }
                Ok(fold_reals(sign, *left, *right))
            }
            (Constant::Text(left), Constant::Text(right)) if sign == "+" => {
                Ok(Some(Constant::Text(format!("{left}{right}").into())))
            }
            _ => Ok(None),
        }
    }

    fn fold_integers(
        &mut self,
        sign: &str,
        left: i128,
        right: i128,
        operands: &Type,
        pos: Pos,
    ) -> Step<Option<Constant>> {
        if matches!(sign, "/" | "%") && right == 0 {
            return error(pos, 198, "division by zero");
        }
        let bits = i128::from(operands.plain_size() * 8);
        if matches!(sign, "<<" | ">>") && !(0..bits).contains(&right) {
            self.warn(pos, 75, "negative or too large shift value");
            return Ok(None);
        }
        let exact = match sign {
            "+" => left + right,
            "-" => left - right,
            "*" => left.wrapping_mul(right),
            "/" => left / right,
            "%" => left % right,
            "<<" => return Ok(Some(Constant::Integer(wrap(left << right, operands)))),
            ">>" => left >> right,
            "&" => left & right,
            "|" => left | right,
            "^" => left ^ right,
            _ => return Ok(compare(sign, left.cmp(&right)).map(truth)),
        };
        let wrapped = wrap(exact, operands);
        if wrapped != exact && operands.is_signed() {
            self.warn(pos, 44, "integral constant overflow");
        }
        Ok(Some(Constant::Integer(wrapped)))
    }
}

fn fold_reals(sign: &str, left: f64, right: f64) -> Option<Constant> {
    Some(Constant::Real(match sign {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => return compare(sign, left.partial_cmp(&right)?).map(truth),
    }))
}

fn truth(holds: bool) -> Constant {
    Constant::Integer(i128::from(holds))
}

fn compare(sign: &str, order: std::cmp::Ordering) -> Option<bool> {
    Some(match sign {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        _ => return None,
    })
}
