//! Members of objects, pointers to objects.

use std::rc::Rc;

use super::{Checker, error};
use crate::ast::{Access, Expr};
use crate::hir::{Place, Value, ValueKind};
use crate::model::{Field, TypeSymbol};
use crate::names;
use crate::source::{Pos, Step};
use crate::types::{ClassId, Type};

impl Checker {
    /// `a.b` that is not called.
    pub(super) fn member(&mut self, object: &Expr, path: &[Rc<str>], pos: Pos) -> Step<Value> {
        let object = self.value(object)?;
        let (class, is_pointer) = self.object_class(&object, pos)?;
        let (class, name) = self.member_scope(class, path, pos)?;
        let Some((owner, index)) = self.find_field(class, &name) else {
            let text = format!("'{name}' - no such member of '{}'", self.program.class(class).name);
            return error(pos, 130, text);
        };
        let field = self.program.class(owner).fields[index].clone();
        self.check_field_access(owner, &field, pos)?;
        if let Some(global) = field.global {
            return Ok(self.global_value(global, pos));
        }
        Ok(self.field_value(object, &field, is_pointer, pos))
    }

    /// The class of an object or of what a pointer points to.
    pub(super) fn object_class(&self, object: &Value, pos: Pos) -> Step<(ClassId, bool)> {
        match object.ty {
            Type::Class(id) => Ok((id, false)),
            Type::Pointer(id) if self.program.class(id).is_complete => Ok((id, true)),
            Type::Pointer(id) => {
                let text = format!("'{}' - structure is not defined", self.program.class(id).name);
                error(pos, 128, text)
            }
            _ => {
                let text = format!("'{}' - object required before '.'", self.describe(&object.ty));
                error(pos, 280, text)
            }
        }
    }

    /// Where `Base::member` behind a dot looks.
    pub(super) fn member_scope(
        &self,
        class: ClassId,
        path: &[Rc<str>],
        pos: Pos,
    ) -> Step<(ClassId, Rc<str>)> {
        match path {
            [name] => Ok((class, Rc::clone(name))),
            [scope @ .., name] => match self.type_symbol(scope) {
                Some(TypeSymbol::Class(base)) if self.program.is_derived(class, base) => {
                    Ok((base, Rc::clone(name)))
                }
                _ => error(pos, 128, format!("'{}' - not a base class", scope.join("::"))),
            },
            [] => error(pos, 228, "name expected"),
        }
    }

    /// The class that has the field, and its index there.
    pub(super) fn find_field(&self, class: ClassId, name: &str) -> Option<(ClassId, usize)> {
        self.program.lineage(class).into_iter().find_map(|owner| {
            let fields = &self.program.class(owner).fields;
            fields.iter().position(|field| &*field.name == name).map(|index| (owner, index))
        })
    }

    pub(super) fn field_value(
        &self,
        object: Value,
        field: &Field,
        is_pointer: bool,
        pos: Pos,
    ) -> Value {
        let place = match object.place {
            _ if field.is_const => Place::Constant,
            _ if is_pointer => Place::Variable,
            place => place,
        };
        let kind = ValueKind::Field(Box::new(object), names::output(&field.name), is_pointer);
        Value { place, ..Value::new(pos, field.ty.clone(), kind) }
    }

    pub(super) fn check_field_access(&self, owner: ClassId, field: &Field, pos: Pos) -> Step<()> {
        if self.may_access(owner, field.access) {
            return Ok(());
        }
        let number = if field.access == Access::Private { 211 } else { 204 };
        let kind = if field.access == Access::Private { "private" } else { "protected" };
        error(pos, number, format!("'{}' - cannot access {kind} member", field.name))
    }

    /// Whether code of the present class may use a member of `owner`.
    pub(super) fn may_access(&self, owner: ClassId, access: Access) -> bool {
        let mut around = self.frame.class;
        while let Some(class) = around {
            let allowed = match access {
                Access::Public => true,
                Access::Protected => self.program.is_derived(class, owner),
                Access::Private => class == owner,
            };
            if allowed {
                return true;
            }
            around = self.program.class(class).outer;
        }
        access == Access::Public
    }

    /// `&a`, `GetPointer(a)`.
    pub(super) fn address_of(&mut self, operand: Value, pos: Pos) -> Step<Value> {
        match operand.ty {
            Type::Pointer(_) => Ok(operand),
            Type::Class(id) if self.program.class(id).syntax.is_struct => {
                error(pos, 253, "pointer can point only to an object of a class")
            }
            Type::Class(id) => {
                let kind = ValueKind::AddressOf(Box::new(operand));
                Ok(Value::new(pos, Type::Pointer(id), kind))
            }
            // The name of a function is its address.
            Type::Function(_) => Ok(operand),
            _ => {
                let text = format!("'{}' - object required", self.describe(&operand.ty));
                error(pos, 280, text)
            }
        }
    }

    /// `*a`: the object behind a pointer.
    pub(super) fn target_of(&mut self, operand: Value, pos: Pos) -> Step<Value> {
        let Type::Pointer(id) = operand.ty else {
            return error(pos, 150, "'*' - pointer required");
        };
        let kind = ValueKind::Target(Box::new(operand));
        Ok(Value { place: Place::Variable, ..Value::new(pos, Type::Class(id), kind) })
    }

    /// A pointer stays, an object of a class gives its address.
    pub(super) fn as_pointer(&self, operand: Value) -> Value {
        match operand.ty {
            Type::Class(id) if !self.program.class(id).syntax.is_struct => {
                let pos = operand.pos;
                Value::new(pos, Type::Pointer(id), ValueKind::AddressOf(Box::new(operand)))
            }
            _ => operand,
        }
    }
}
