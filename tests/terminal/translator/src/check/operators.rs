//! Operators that classes define.

use std::rc::Rc;

use super::{Checker, error};
use crate::ast::Expr;
use crate::hir::{Value, ValueKind};
use crate::source::{Pos, Step};
use crate::types::Type;

impl Checker {
    /// `a + b` as `a.operator+(b)`.
    pub(super) fn operator_method(
        &mut self,
        sign: &str,
        object: Value,
        arguments: Vec<Value>,
        pos: Pos,
    ) -> Step<Value> {
        let name: Rc<str> = Rc::from(format!("operator{sign}"));
        let (class, is_pointer) = self.object_class(&object, pos)?;
        let Some(owner) = self.find_methods(class, &name) else {
            let text =
                format!("'{sign}' - illegal operation use on '{}'", self.describe(&object.ty));
            return error(pos, 150, text);
        };
        self.call_method(object, is_pointer, owner, false, &name, &[], arguments, pos)
    }

    /// `a[i]` of an object.
    pub(super) fn index_operator(&mut self, object: Value, index: &Expr, pos: Pos) -> Step<Value> {
        let index = self.value(index)?;
        let (class, is_pointer) = self.object_class(&object, pos)?;
        let name: Rc<str> = Rc::from("operator[]");
        let Some(owner) = self.find_methods(class, &name) else {
            let text = format!("'{}' - array required", self.describe(&object.ty));
            return error(pos, 241, text);
        };
        self.call_method(object, is_pointer, owner, false, &name, &[], vec![index], pos)
    }

    /// `a = b` when the class of `a` defines it for the type of `b`; otherwise memberwise.
    pub(super) fn assignment_operator(
        &mut self,
        sign: &str,
        target: &Value,
        value: &Expr,
        pos: Pos,
    ) -> Step<Option<Value>> {
        let Type::Class(class) = target.ty else { return Ok(None) };
        let name: Rc<str> = Rc::from(format!("operator{sign}="));
        let Some(owner) = self.find_methods(class, &name) else {
            if !sign.is_empty() {
                let text =
                    format!("'{sign}=' - illegal operation use on '{}'", self.describe(&target.ty));
                return error(pos, 150, text);
            }
            return Ok(None);
        };
        if let crate::ast::ExprKind::List(_) = value.kind {
            return Ok(None);
        }
        let value = self.value(value)?;
        let object = target.clone();
        if matches!(object.kind, ValueKind::Literal) {
            return error(pos, 177, "l-value required");
        }
        self.call_method(object, false, owner, false, &name, &[], vec![value], pos).map(Some)
    }
}
