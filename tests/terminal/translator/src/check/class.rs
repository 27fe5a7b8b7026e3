//! Members of structures and classes.

use std::rc::Rc;

use super::declare::same_parameters;
use super::{Checker, error};
use crate::ast::{Access, Class, Function, Init, Member, Variable};
use crate::model::{Field, FunctionId, FunctionInfo, TypeSymbol};
use crate::names;
use crate::source::Step;
use crate::types::{ClassId, Type};

impl Checker {
    pub(super) fn declare_class(&mut self, syntax: &Class) -> Step<()> {
        if !syntax.type_parameters.is_empty() || syntax.members.is_none() {
            return Ok(());
        }
        let Some(TypeSymbol::Class(id)) = self.program.types.get(&syntax.name).cloned() else {
            return Ok(());
        };
        if self.program.class(id).syntax.pos != syntax.pos {
            return Ok(());
        }
        self.declare_members(id)
    }

    /// Base, fields and methods of a class whose name is known.
    pub(super) fn declare_members(&mut self, id: ClassId) -> Step<()> {
        let syntax = Rc::clone(&self.program.class(id).syntax);
        let frame = self.class_frame(Some(id));
        self.in_frame(frame, |checker| {
            checker.declare_base(id, &syntax)?;
            let mut first_problem = Ok(());
            for (access, member) in syntax.members.iter().flatten() {
                let step = checker.declare_member(id, *access, member);
                if step.is_err() && first_problem.is_ok() {
                    first_problem = step;
                } else {
                    checker.absorb(step);
                }
            }
            first_problem
        })?;
        if self.program.class(id).fields.is_empty() && syntax.is_struct && syntax.base.is_none() {
            let text =
                format!("'{}' - struct has no members, size assigned to 1 byte", syntax.name);
            self.warn(syntax.pos, 82, text);
        }
        Ok(())
    }

    fn declare_base(&mut self, id: ClassId, syntax: &Class) -> Step<()> {
        let Some((name, access)) = &syntax.base else { return Ok(()) };
        let Type::Class(base) = self.resolve_type(name)? else {
            return error(name.pos, 232, "class or structure expected");
        };
        let info = self.program.class(base);
        if !info.is_complete || self.program.is_derived(base, id) {
            return error(name.pos, 128, format!("'{}' - structure is not defined", info.name));
        }
        match (syntax.is_struct, info.syntax.is_struct) {
            (false, true) => return error(name.pos, 266, "class cannot be inherited from struct"),
            (true, false) => return error(name.pos, 267, "struct cannot be inherited from class"),
            _ => {}
        }
        if info.syntax.is_final {
            let text = format!("'{}' - cannot inherit from a final class", info.name);
            return error(name.pos, 401, text);
        }
        if syntax.is_interface && !info.syntax.is_interface {
            return error(name.pos, 395, "interface can only be derived from another interface");
        }
        self.program.classes[id.0].base = Some((base, *access));
        Ok(())
    }

    fn declare_member(&mut self, id: ClassId, access: Access, member: &Member) -> Step<()> {
        match member {
            Member::Field(variable) => self.declare_field(id, access, variable),
            Member::Method(function) => self.declare_method(id, access, function),
            Member::Enum(syntax) => self.declare_enum(syntax, Some(id)),
            Member::Class(syntax) => {
                let name = format!("{}::{}", self.program.class(id).name, syntax.name);
                match self.program.types.get(name.as_str()).cloned() {
                    Some(TypeSymbol::Class(nested)) => self.declare_members(nested),
                    _ => Ok(()),
                }
            }
        }
    }

    fn declare_field(&mut self, id: ClassId, access: Access, variable: &Variable) -> Step<()> {
        let (name, pos) = (&variable.name, variable.pos);
        if self.program.class(id).syntax.is_interface {
            return error(pos, 398, "interface cannot contain members");
        }
        let ty = self.variable_type(&variable.type_name, &variable.dimensions)?;
        if ty == Type::Void {
            return error(pos, 143, "use of 'void' type is unacceptable");
        }
        if let Some(inner) = innermost_class(&ty)
            && (inner == id || !self.program.class(inner).is_complete)
        {
            let text = format!("'{}' - structure is not defined", self.program.class(inner).name);
            return error(pos, 128, text);
        }
        let info = self.program.class(id);
        if info.fields.iter().any(|field| field.name == *name) {
            return error(pos, 129, format!("'{name}' - member already defined"));
        }
        if info.methods.contains_key(name) {
            return error(pos, 347, format!("'{name}' - a method of this name exists"));
        }
        let storage = variable.storage;
        let may_have_value = storage.is_static && storage.is_const;
        if !may_have_value && !matches!(variable.init, Init::None) {
            return error(pos, 219, format!("'{name}' - initialization of members is not allowed"));
        }
        let global = if storage.is_static {
            let text = names::output(&format!("{}_of_{name}", info.text));
            let global = self.add_global(variable, ty.clone(), text);
            if storage.is_const {
                self.fold_global(global, variable)?;
                self.program.globals[global.0].init = self.initial_value(variable, &ty)?;
            }
            Some(global)
        } else {
            None
        };
        let is_const = storage.is_const;
        let field = Field { name: Rc::clone(name), ty, access, is_const, global };
        self.program.classes[id.0].fields.push(field);
        Ok(())
    }

    fn declare_method(&mut self, id: ClassId, access: Access, syntax: &Function) -> Step<()> {
        let mut info = self.function_info(syntax, Some(id))?;
        info.access = access;
        if !syntax.type_parameters.is_empty() {
            info.is_template = true;
        }
        let is_interface = self.program.class(id).syntax.is_interface;
        info.is_virtual |= is_interface;
        info.words.is_pure |= is_interface && syntax.body.is_none();
        self.check_method_words(id, &info)?;
        self.check_override(id, &mut info)?;
        let own = self.program.class(id);
        if own.fields.iter().any(|field| field.name == info.name) {
            return error(
                syntax.pos,
                346,
                format!("'{}' - a member of this name exists", info.name),
            );
        }
        for other in own.methods.get(&info.name).into_iter().flatten() {
            let other = self.program.function(*other);
            let same = same_parameters(&other.parameters, &info.parameters);
            if same && other.words.is_const == info.words.is_const {
                let text = format!("'{}' - method already declared", info.name);
                return error(syntax.pos, 222, text);
            }
        }
        self.add_method(id, info);
        Ok(())
    }

    pub(super) fn add_method(&mut self, class: ClassId, info: FunctionInfo) -> FunctionId {
        let id = FunctionId(self.program.functions.len());
        let methods = &mut self.program.classes[class.0].methods;
        methods.entry(Rc::clone(&info.name)).or_default().push(id);
        if !info.is_template && !info.is_prelude {
            self.pending.push(id);
        }
        self.program.functions.push(info);
        id
    }

    fn check_method_words(&self, id: ClassId, info: &FunctionInfo) -> Step<()> {
        let pos = info.syntax.pos;
        let words = info.words;
        let is_special = info.syntax.result.is_none();
        let is_constructor = is_special && !info.name.starts_with('~');
        let class = self.program.class(id);
        if is_special && info.name.trim_start_matches('~') != &*class.syntax.name {
            return error(pos, 116, format!("'{}' - type of the result expected", info.name));
        }
        if is_special && words.is_const {
            return error(pos, 286, "'const' is not valid for constructor or destructor");
        }
        if is_special && words.is_static {
            return error(pos, 350, "constructor or destructor cannot be static");
        }
        if is_constructor && words.is_virtual {
            return error(pos, 268, "constructor cannot be virtual");
        }
        if info.name.starts_with('~') && !info.parameters.is_empty() {
            return error(pos, 221, "destructor cannot have parameters");
        }
        if words.is_static && words.is_virtual {
            return error(pos, 348, "virtual function cannot be declared as static");
        }
        if words.is_static && words.is_const {
            return error(pos, 349, "'const' is not allowed for static functions");
        }
        if class.syntax.is_struct && words.is_virtual {
            return error(pos, 269, "method of structure cannot be virtual");
        }
        if words.is_pure && !info.is_virtual {
            return error(pos, 382, "only virtual functions can be pure");
        }
        Ok(())
    }

    /// Compares a method with those of the base classes.
    fn check_override(&mut self, id: ClassId, info: &mut FunctionInfo) -> Step<()> {
        let pos = info.syntax.pos;
        let mut overridden = None;
        if info.syntax.result.is_some() {
            for base in self.program.lineage(id).into_iter().skip(1) {
                let methods = self.program.class(base).methods.get(&info.name);
                let same = methods.into_iter().flatten().find(|other| {
                    let other = self.program.function(**other);
                    same_parameters(&other.parameters, &info.parameters)
                        && other.words.is_const == info.words.is_const
                });
                overridden = overridden.or(same.copied());
            }
        }
        let Some(overridden) = overridden else {
            if info.words.is_override {
                let text = format!("'{}' - overrides no method of a base class", info.name);
                return error(pos, 404, text);
            }
            if info.words.is_final && !info.is_virtual {
                return error(pos, 403, "'final' can be applied only to virtual functions");
            }
            return Ok(());
        };
        let other = self.program.function(overridden);
        if info.words.is_override && !other.is_virtual {
            let text = format!("'{}' - overrides no virtual method of a base class", info.name);
            return error(pos, 404, text);
        }
        if other.words.is_final {
            return error(pos, 402, format!("'{}' - cannot override a final method", info.name));
        }
        if other.is_virtual && other.result != info.result {
            let text = format!("'{}' - virtual function returns another type", info.name);
            return error(pos, 265, text);
        }
        info.is_virtual |= other.is_virtual;
        Ok(())
    }

    /// The body of a method outside its class.
    pub(super) fn define_method(&mut self, syntax: &Function) -> Step<()> {
        let scope = syntax.scope.join("::");
        let Some(TypeSymbol::Class(id)) = self.program.types.get(scope.as_str()).cloned() else {
            return error(syntax.pos, 128, format!("'{scope}' - class is not defined"));
        };
        let words = syntax.words;
        if words.is_virtual || words.is_static || words.is_override || words.is_final {
            return error(syntax.pos, 405, "specifiers belong to the declaration in the class");
        }
        let info = self.function_info(syntax, Some(id))?;
        self.attach_definition(id, info)
    }

    /// Finds the declaration that a definition belongs to.
    pub(super) fn attach_definition(&mut self, id: ClassId, info: FunctionInfo) -> Step<()> {
        let pos = info.syntax.pos;
        let name = Rc::clone(&info.name);
        let candidates = self.program.class(id).methods.get(&name).cloned().unwrap_or_default();
        if candidates.is_empty() {
            let text = format!("'{name}' - member function is not declared in the class");
            return error(pos, 213, text);
        }
        let found = candidates.iter().copied().find(|candidate| {
            let other = self.program.function(*candidate);
            same_parameters(&other.parameters, &info.parameters)
                && other.words.is_const == info.words.is_const
        });
        let Some(found) = found else {
            let text = format!("'{name}' - declared in the class with different parameters");
            return error(pos, 224, text);
        };
        let method = &mut self.program.functions[found.0];
        if method.syntax.body.is_some() || method.definition.is_some() {
            return error(pos, 165, format!("'{name}' - function already defined and has body"));
        }
        if method.result != info.result {
            return error(pos, 354, format!("'{name}' - definition does not match declaration"));
        }
        if info.parameters.iter().any(|parameter| parameter.default.is_some()) {
            let text = format!("'{name}' - default values belong to the declaration alone");
            return error(pos, 278, text);
        }
        method.definition = Some(info.syntax);
        Ok(())
    }
}

/// The class whose objects a variable of this type holds.
pub(super) fn innermost_class(ty: &Type) -> Option<ClassId> {
    match ty {
        Type::Class(id) => Some(*id),
        Type::Array(element, dimensions) if dimensions.iter().all(Option::is_some) => {
            innermost_class(element)
        }
        _ => None,
    }
}
