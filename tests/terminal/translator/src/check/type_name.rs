//! Types as written to types.

use std::rc::Rc;

use super::{Checker, error};
use crate::ast::{Dimension, TypeName};
use crate::model::TypeSymbol;
use crate::source::Step;
use crate::types::{ClassId, Type};

/// Largest number of elements of a static array.
const ELEMENTS_MAX: i128 = 1 << 28;

impl Checker {
    /// The type of a variable with its dimensions.
    pub(super) fn variable_type(
        &mut self,
        name: &TypeName,
        dimensions: &[Dimension],
    ) -> Step<Type> {
        let element = self.resolve_type(name)?;
        if dimensions.is_empty() {
            return Ok(element);
        }
        if element == Type::Void {
            return error(name.pos, 143, "use of 'void' type is unacceptable");
        }
        if let Type::Array(..) = element {
            return error(name.pos, 379, "array as an argument of a template");
        }
        let mut sizes = Vec::new();
        for (index, dimension) in dimensions.iter().enumerate() {
            sizes.push(match dimension {
                None if index == 0 => None,
                None => return error(name.pos, 146, "only the first dimension may be empty"),
                Some(size) => Some(self.array_size(size)?),
            });
        }
        Ok(Type::Array(Box::new(element), sizes))
    }

    fn array_size(&mut self, size: &crate::ast::Expr) -> Step<u64> {
        let value = self.value(size)?;
        match value.integer() {
            Some(count) if (1..=ELEMENTS_MAX).contains(&count) => Ok(count as u64),
            Some(_) => error(size.pos, 146, "invalid array size"),
            None => error(size.pos, 188, "constant expression required"),
        }
    }

    /// The type without dimensions.
    pub(super) fn resolve_type(&mut self, name: &TypeName) -> Step<Type> {
        let base = self.named_type(name)?;
        if !name.is_pointer {
            return Ok(base);
        }
        match base {
            Type::Class(id) => Ok(Type::Pointer(id)),
            Type::Parameter(parameter) => Ok(Type::PointerToParameter(parameter)),
            Type::Pointer(_) => error(name.pos, 250, "pointer to a pointer"),
            _ => error(name.pos, 253, "pointer can be declared only for a class or structure"),
        }
    }

    fn named_type(&mut self, name: &TypeName) -> Step<Type> {
        if let [single] = &name.path[..] {
            if let Some(bound) = self.frame.bindings.get(single) {
                return Ok(bound.clone());
            }
            if let Some(basic) = Type::basic(single) {
                return Ok(basic);
            }
        }
        let spelled = name.path.join("::");
        match self.type_symbol(&name.path) {
            Some(TypeSymbol::Enum(id)) => Ok(Type::Enum(id)),
            Some(TypeSymbol::Class(id)) => Ok(Type::Class(id)),
            Some(TypeSymbol::Typedef(id)) => Ok(Type::Function(id)),
            Some(TypeSymbol::Template(syntax, is_prelude)) => {
                self.class_from_template(name, &syntax, is_prelude)
            }
            None => error(name.pos, 256, format!("'{spelled}' - undeclared identifier")),
        }
    }

    fn class_from_template(
        &mut self,
        name: &TypeName,
        syntax: &Rc<crate::ast::Class>,
        is_prelude: bool,
    ) -> Step<Type> {
        let mut arguments = Vec::new();
        for argument in &name.arguments {
            arguments.push(self.resolve_type(argument)?);
        }
        let own = self.frame.class.filter(|_| arguments.is_empty());
        if let Some(id) = own.and_then(|id| self.inside_template(id, syntax)) {
            return Ok(Type::Class(id));
        }
        self.instantiate_class(syntax, arguments, is_prelude, name.pos).map(Type::Class)
    }

    /// Inside a template its bare name means the instance.
    fn inside_template(&self, id: ClassId, syntax: &Rc<crate::ast::Class>) -> Option<ClassId> {
        Rc::ptr_eq(&self.program.class(id).syntax, syntax).then_some(id)
    }

    /// What a name of a type means from inside the present class.
    pub(super) fn type_symbol(&self, path: &[Rc<str>]) -> Option<TypeSymbol> {
        let path: Vec<&str> = path
            .iter()
            .enumerate()
            .filter(|(index, part)| {
                index + 1 == path.len() || !self.program.namespaces.contains(*part)
            })
            .map(|(_, part)| &**part)
            .filter(|part| !part.is_empty())
            .collect();
        let spelled = path.join("::");
        let mut around = self.frame.class;
        while let Some(class) = around {
            for ancestor in self.program.lineage(class) {
                let inside = format!("{}::{spelled}", self.program.class(ancestor).name);
                if let Some(found) = self.program.types.get(&*inside) {
                    return Some(found.clone());
                }
            }
            around = self.program.class(class).outer;
        }
        self.program.types.get(&*spelled).cloned()
    }
}
