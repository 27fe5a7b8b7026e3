//! Templates: a copy of the function or class for each set of types.

use std::rc::Rc;

use super::{Checker, error};
use crate::ast::Class;
use crate::model::{Bindings, FunctionId, TypeSymbol};
use crate::names;
use crate::source::{Pos, Step};
use crate::types::{ClassId, Type};

/// Instances inside instances; more is a template that grows for ever.
const DEPTH_MAX: usize = 32;

impl Checker {
    /// The copy of a function for these types, made when it is first asked for.
    pub(super) fn instantiate_function(
        &mut self,
        template: FunctionId,
        bindings: &Bindings,
        pos: Pos,
    ) -> Step<FunctionId> {
        let info = self.program.function(template);
        let syntax = info.definition.clone().unwrap_or_else(|| Rc::clone(&info.syntax));
        if syntax.body.is_none() {
            return error(pos, 270, format!("'{}' - function must have a body", info.name));
        }
        let types: Vec<String> = syntax
            .type_parameters
            .iter()
            .filter_map(|name| bindings.get(name))
            .map(|ty| self.word(ty))
            .collect();
        let text = format!("{}_of_{}", names::output(&info.name), types.join("_"));
        let class = info.class;
        let same = |id: &usize| {
            let other = &self.program.functions[*id];
            other.text == text && other.class == class && Rc::ptr_eq(&other.syntax, &syntax)
        };
        if let Some(index) = (0..self.program.functions.len()).find(same) {
            return Ok(FunctionId(index));
        }
        let mut copy = self.program.function(template).clone();
        copy.is_template = false;
        copy.text = text;
        copy.bindings.extend(bindings.clone());
        copy.syntax = syntax;
        copy.definition = None;
        for parameter in &mut copy.parameters {
            parameter.ty = super::overload::substitute(&parameter.ty, bindings);
        }
        copy.result = super::overload::substitute(&copy.result, bindings);
        let id = FunctionId(self.program.functions.len());
        self.program.functions.push(copy);
        self.pending.push(id);
        Ok(id)
    }

    /// The copy of a class for these types, made when it is first asked for.
    pub(super) fn instantiate_class(
        &mut self,
        syntax: &Rc<Class>,
        arguments: Vec<Type>,
        is_prelude: bool,
        pos: Pos,
    ) -> Step<ClassId> {
        if arguments.len() != syntax.type_parameters.len() {
            let text = format!("'{}' - incorrect number of template parameters", syntax.name);
            return error(pos, 364, text);
        }
        if arguments.iter().any(|ty| matches!(ty, Type::Parameter(_) | Type::PointerToParameter(_)))
        {
            return error(pos, 379, "class template of an open parameter");
        }
        let shown: Vec<String> = arguments.iter().map(|ty| self.describe(ty)).collect();
        let name = format!("{}<{}>", syntax.name, shown.join(","));
        if let Some(TypeSymbol::Class(id)) = self.program.types.get(name.as_str()) {
            return Ok(*id);
        }
        if self.depth >= DEPTH_MAX {
            return error(pos, 379, format!("'{name}' - templates are nested too deeply"));
        }
        let words: Vec<String> = arguments.iter().map(|ty| self.word(ty)).collect();
        let was_prelude = std::mem::replace(&mut self.is_prelude, is_prelude);
        let id = self.add_class(&name, syntax, None);
        self.program.types.insert(Rc::from(name.as_str()), TypeSymbol::Class(id));
        let info = &mut self.program.classes[id.0];
        info.text = format!("{}_of_{}", names::output(&syntax.name), words.join("_"));
        info.bindings = syntax.type_parameters.iter().cloned().zip(arguments).collect();
        self.depth += 1;
        let step = self.declare_nested_types(id, syntax).and_then(|()| self.declare_members(id));
        let step = step.and_then(|()| self.attach_template_methods(id, syntax));
        self.depth -= 1;
        self.is_prelude = was_prelude;
        step.map(|()| id)
    }

    /// Bodies of the template's methods that stand outside it.
    fn attach_template_methods(&mut self, id: ClassId, syntax: &Class) -> Step<()> {
        let methods = self.template_methods.get(&syntax.name).cloned().unwrap_or_default();
        for method in methods {
            let mut method = (*method).clone();
            method.type_parameters.clear();
            let info = self.function_info(&method, Some(id))?;
            self.attach_definition(id, info)?;
        }
        Ok(())
    }

    /// The type as a part of a name.
    fn word(&self, ty: &Type) -> String {
        let shown = self.describe(ty);
        let mut word = String::new();
        for character in shown.chars() {
            match character {
                '*' => word.push_str("_pointer"),
                _ if character.is_ascii_alphanumeric() || character == '_' => word.push(character),
                _ => word.push('_'),
            }
        }
        word
    }
}
