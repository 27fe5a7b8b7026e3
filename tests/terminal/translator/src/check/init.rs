//! First values of variables.

use super::{Checker, error};
use crate::ast::{Expr, ExprKind, Init, Variable};
use crate::hir::{Constant, Value, ValueKind};
use crate::source::{Pos, Step};
use crate::types::{ClassId, Type};

impl Checker {
    /// The type of a declared variable: `T a[] = {1, 2}` has the size of its list.
    pub(super) fn declared_type(&mut self, variable: &Variable) -> Step<Type> {
        let ty = self.variable_type(&variable.type_name, &variable.dimensions)?;
        if ty == Type::Void {
            return error(variable.pos, 143, "use of 'void' type is unacceptable");
        }
        Ok(sized_by_list(ty, &variable.init))
    }

    /// The first value; nothing when the variable keeps what is in its memory.
    pub(super) fn initial_value(&mut self, variable: &Variable, ty: &Type) -> Step<Option<Value>> {
        let pos = variable.pos;
        match &variable.init {
            Init::None => self.default_value(ty, pos),
            Init::Value(list) if matches!(list.kind, ExprKind::List(_)) => {
                self.list_value(list, ty).map(Some)
            }
            Init::Value(value) => {
                let value = self.value(value)?;
                if ty.is_array() {
                    return error(pos, 242, "array must be initialized by a sequence in braces");
                }
                self.convert(value, ty).map(Some)
            }
            Init::Arguments(arguments) => self.constructed(ty, arguments, pos).map(Some),
        }
    }

    fn default_value(&mut self, ty: &Type, pos: Pos) -> Step<Option<Value>> {
        let Some(class) = super::class::innermost_class(ty) else {
            self.check_element_class(ty, pos)?;
            return Ok(None);
        };
        let is_struct = self.program.class(class).syntax.is_struct;
        if is_struct && !self.program.has_constructor(class) {
            return Ok(None);
        }
        self.check_instantiable(class, pos)?;
        let arguments = self.constructor_arguments(class, &[], pos)?;
        if ty.is_array() {
            return Ok(None);
        }
        Ok(Some(Value::new(pos, ty.clone(), ValueKind::Construct(arguments))))
    }

    /// Elements of a dynamic array are made without arguments.
    fn check_element_class(&mut self, ty: &Type, pos: Pos) -> Step<()> {
        if let Type::Array(element, _) = ty
            && let Type::Class(id) = **element
        {
            let step = self.constructor_arguments(id, &[], pos);
            if step.is_err() {
                let name = &self.program.class(id).name;
                return error(pos, 328, format!("'{name}' - has no default constructor"));
            }
        }
        Ok(())
    }

    fn constructed(&mut self, ty: &Type, arguments: &[Expr], pos: Pos) -> Step<Value> {
        if let Type::Class(id) = ty {
            self.check_instantiable(*id, pos)?;
            let arguments = self.constructor_arguments(*id, arguments, pos)?;
            return Ok(Value::new(pos, ty.clone(), ValueKind::Construct(arguments)));
        }
        match arguments {
            [single] if !ty.is_array() => {
                let value = self.value(single)?;
                self.convert(value, ty)
            }
            _ => error(pos, 199, "one value expected"),
        }
    }

    /// `{a, b}` for an array or a structure.
    pub(super) fn list_value(&mut self, list: &Expr, ty: &Type) -> Step<Value> {
        let ExprKind::List(values) = &list.kind else {
            let value = self.value(list)?;
            return self.convert(value, ty);
        };
        let pos = list.pos;
        let zero = Value::new(pos, ty.clone(), ValueKind::Construct(Vec::new()));
        match ty {
            Type::Class(id) => {
                if !self.program.class(*id).syntax.is_struct || self.program.has_constructor(*id) {
                    return error(pos, 242, "object cannot be initialized by a sequence");
                }
                if values.is_empty() || is_zero(values) {
                    return Ok(zero);
                }
                self.struct_list(*id, values, pos)
            }
            Type::Array(_, sizes) => {
                let Some(size) = sizes[0] else {
                    return error(pos, 242, "dynamic array cannot be initialized by a sequence");
                };
                if values.len() as u64 > size {
                    return error(pos, 186, "too many initializers");
                }
                if values.is_empty() {
                    return Ok(zero);
                }
                let element = ty.element().unwrap_or(Type::Void);
                let items: Step<Vec<Value>> =
                    values.iter().map(|value| self.list_value(value, &element)).collect();
                Ok(Value::new(pos, ty.clone(), ValueKind::List(items?)))
            }
            _ => match &values[..] {
                [single] => self.list_value(single, ty),
                _ => error(pos, 242, "cannot be initialized by a sequence"),
            },
        }
    }

    fn struct_list(&mut self, id: ClassId, values: &[Expr], pos: Pos) -> Step<Value> {
        let lineage = self.program.lineage(id);
        let fields: Vec<Type> = lineage
            .iter()
            .rev()
            .flat_map(|class| &self.program.class(*class).fields)
            .filter(|field| field.global.is_none())
            .map(|field| field.ty.clone())
            .collect();
        if values.len() > fields.len() {
            return error(pos, 186, "too many initializers");
        }
        let items: Step<Vec<Value>> =
            values.iter().zip(&fields).map(|(value, ty)| self.list_value(value, ty)).collect();
        Ok(Value::new(pos, Type::Class(id), ValueKind::List(items?)))
    }

    /// The value of a local `const` that is known.
    pub(super) fn known_constant(
        &self,
        variable: &Variable,
        value: Option<&Value>,
    ) -> Option<Constant> {
        value.filter(|_| variable.storage.is_const)?.constant.clone()
    }
}

/// `{0}`: everything zero, whatever the first member is.
fn is_zero(values: &[Expr]) -> bool {
    matches!(values, [Expr { kind: ExprKind::Integer { value: 0, .. }, .. }])
}

/// Gives an array without a size the size of its list.
pub(super) fn sized_by_list(ty: Type, init: &Init) -> Type {
    let Init::Value(Expr { kind: ExprKind::List(values), .. }) = init else { return ty };
    match ty {
        Type::Array(element, mut sizes) if sizes[0].is_none() && !values.is_empty() => {
            sizes[0] = Some(values.len() as u64);
            Type::Array(element, sizes)
        }
        other => other,
    }
}
