//! Which of several functions a call means, and the passing of arguments.

use std::rc::Rc;

use super::convert::{CONVERSION, EXACT, PROMOTION};
use super::{Checker, error};
use crate::hir::{Place, Value, ValueKind};
use crate::model::{Bindings, FunctionId, FunctionInfo, Parameter};
use crate::source::{Pos, Step};
use crate::types::Type;

/// The function that a call means.
pub(super) struct Choice {
    pub(super) function: FunctionId,
    /// Types of a template of the prelude.
    pub(super) types: Vec<Type>,
    pub(super) result: Type,
    pub(super) arguments: Vec<Value>,
}

/// A function that takes the arguments, and how well.
struct Fit {
    function: FunctionId,
    bindings: Bindings,
    costs: Vec<u32>,
    is_template: bool,
}

impl Checker {
    pub(super) fn choose(
        &mut self,
        name: &str,
        candidates: &[FunctionId],
        explicit: &[Type],
        arguments: Vec<Value>,
        pos: Pos,
    ) -> Step<Choice> {
        if let Some(void) = arguments.iter().find(|argument| argument.ty == Type::Void) {
            return error(void.pos, 151, "expression of 'void' type is illegal");
        }
        let counted: Vec<FunctionId> = candidates
            .iter()
            .copied()
            .filter(|candidate| self.takes_count(*candidate, arguments.len()))
            .collect();
        if counted.is_empty() {
            return error(pos, 199, format!("'{name}' - wrong parameters count"));
        }
        let mut fits = Vec::new();
        for candidate in &counted {
            if let Some(fit) = self.fit(*candidate, explicit, &arguments)? {
                fits.push(fit);
            }
        }
        if fits.is_empty() {
            return self.no_fit(name, &counted, arguments, pos);
        }
        let best = self.best(name, fits, pos)?;
        self.finish(best, arguments, pos)
    }

    fn takes_count(&self, candidate: FunctionId, count: usize) -> bool {
        let info = self.program.function(candidate);
        let needed = info.parameters.iter().filter(|parameter| parameter.default.is_none()).count();
        count >= needed && (count <= info.parameters.len() || info.syntax.is_variadic)
    }

    fn fit(
        &self,
        function: FunctionId,
        explicit: &[Type],
        arguments: &[Value],
    ) -> Step<Option<Fit>> {
        let info = self.program.function(function);
        let mut bindings = Bindings::new();
        if info.is_template {
            let names = &info.syntax.type_parameters;
            for (name, ty) in names.iter().zip(explicit) {
                bindings.insert(Rc::clone(name), ty.clone());
            }
            if !deduce_all(info, arguments, &mut bindings) {
                return Ok(None);
            }
            if names.iter().any(|name| !bindings.contains_key(name)) {
                return Ok(None);
            }
        } else if !explicit.is_empty() {
            return Ok(None);
        }
        let mut costs = Vec::new();
        for (parameter, argument) in info.parameters.iter().zip(arguments) {
            let ty = substitute(&parameter.ty, &bindings);
            let Some(cost) = self.passing_cost(argument, &ty, parameter) else { return Ok(None) };
            costs.push(cost);
        }
        costs.extend(arguments.iter().skip(info.parameters.len()).map(|_| CONVERSION));
        Ok(Some(Fit { function, bindings, costs, is_template: info.is_template }))
    }

    /// What it costs to pass the argument; nothing when impossible.
    fn passing_cost(&self, argument: &Value, ty: &Type, parameter: &Parameter) -> Option<u32> {
        if let (Type::Array(own, own_sizes), Type::Array(element, sizes)) = (&argument.ty, ty) {
            let same_shape = own_sizes.len() == sizes.len() && own_sizes[1..] == sizes[1..];
            let allowed = parameter.is_const || argument.place == Place::Variable;
            return (own == element && same_shape && allowed).then_some(EXACT);
        }
        if parameter.is_reference {
            return self.reference_cost(argument, ty, parameter);
        }
        if let (Type::Class(id), Type::Pointer(target)) = (&argument.ty, ty) {
            let is_object = !self.program.class(*id).syntax.is_struct;
            return (is_object && self.program.is_derived(*id, *target)).then_some(CONVERSION);
        }
        self.conversion_cost(&argument.ty, ty)
    }

    fn reference_cost(&self, argument: &Value, ty: &Type, parameter: &Parameter) -> Option<u32> {
        let own = match (&argument.ty, ty) {
            // A pointer gives the object it points to.
            (Type::Pointer(id), Type::Class(_)) => Type::Class(*id),
            (own, _) => own.clone(),
        };
        let via_pointer = own != argument.ty;
        let derived = match (&own, ty) {
            (Type::Class(own), Type::Class(base)) => self.program.is_derived(*own, *base),
            (Type::Pointer(own), Type::Pointer(base)) => own == base,
            _ => own == *ty,
        };
        if !derived {
            let by_value = parameter.is_const && ty.is_numeric() && argument.ty.is_numeric();
            return if by_value { self.conversion_cost(&argument.ty, ty) } else { None };
        }
        let is_changeable = via_pointer || argument.place == Place::Variable;
        let allowed = parameter.is_const || is_changeable;
        allowed.then_some(if own == *ty { EXACT } else { PROMOTION })
    }

    /// The fit that no other beats in any argument.
    fn best(&self, name: &str, mut fits: Vec<Fit>, pos: Pos) -> Step<Fit> {
        if fits.iter().any(|fit| !fit.is_template && fit.costs.iter().all(|cost| *cost == EXACT)) {
            fits.retain(|fit| !fit.is_template);
        }
        let beats = |left: &Fit, right: &Fit| {
            let pairs = || left.costs.iter().zip(&right.costs);
            pairs().all(|(own, other)| own <= other)
                && (pairs().any(|(own, other)| own < other)
                    || !left.is_template && right.is_template)
        };
        let winner = (0..fits.len()).find(|index| {
            (0..fits.len()).all(|other| other == *index || beats(&fits[*index], &fits[other]))
        });
        match winner {
            Some(index) => Ok(fits.swap_remove(index)),
            None => {
                let exact = fits.iter().filter(|fit| fit.costs.iter().all(|cost| *cost == EXACT));
                let number = if exact.count() > 1 { 227 } else { 182 };
                error(pos, number, format!("'{name}' - ambiguous call to overloaded function"))
            }
        }
    }

    fn finish(&mut self, fit: Fit, arguments: Vec<Value>, pos: Pos) -> Step<Choice> {
        let Fit { mut function, bindings, is_template, .. } = fit;
        let info = self.program.function(function);
        let is_prelude = info.is_prelude;
        let types: Vec<Type> = info
            .syntax
            .type_parameters
            .iter()
            .filter(|_| is_template && is_prelude && !takes_whole_array(info, &arguments))
            .filter_map(|name| bindings.get(name).cloned())
            .collect();
        if is_template && !is_prelude {
            function = self.instantiate_function(function, &bindings, pos)?;
        }
        let info = self.program.function(function);
        if info.name.as_ref() == "EnumToString"
            && is_prelude
            && !types.iter().all(|ty| matches!(ty, Type::Enum(_)))
        {
            return error(pos, 321, "parameter of EnumToString must be an enumeration");
        }
        let result = substitute(&info.result, &bindings);
        let is_variadic = info.syntax.is_variadic;
        let parameters: Vec<Parameter> = info
            .parameters
            .iter()
            .map(|parameter| Parameter {
                ty: substitute(&parameter.ty, &bindings),
                ..parameter.clone()
            })
            .collect();
        let mut arguments = arguments.into_iter();
        let mut passed = Vec::new();
        for parameter in &parameters {
            let argument = match (arguments.next(), &parameter.default) {
                (Some(argument), _) => argument,
                (None, Some(default)) => self.default_argument(default, function, pos)?,
                (None, None) => return error(pos, 199, "wrong parameters count"),
            };
            passed.push(self.pass(argument, parameter)?);
        }
        if is_variadic {
            let mut rest = Vec::new();
            for argument in arguments {
                rest.push(self.variadic_argument(argument)?);
            }
            passed.push(Value::new(pos, Type::Void, ValueKind::Variadic(rest)));
        }
        Ok(Choice { function, types, result, arguments: passed })
    }

    fn variadic_argument(&self, argument: Value) -> Step<Value> {
        match &argument.ty {
            Type::Enum(_) => Ok(super::convert::cast(argument, &Type::Int)),
            Type::Null => Ok(super::convert::cast(argument, &Type::Int)),
            ty if ty.is_numeric() || *ty == Type::Text => Ok(argument),
            ty => {
                let text =
                    format!("'{}' - conversion of the parameter is not allowed", self.describe(ty));
                error(argument.pos, 246, text)
            }
        }
    }

    /// Explains why no function takes the arguments.
    fn no_fit(
        &mut self,
        name: &str,
        candidates: &[FunctionId],
        arguments: Vec<Value>,
        pos: Pos,
    ) -> Step<Choice> {
        let [only] = candidates else {
            let text = format!("'{name}' - no one of the overloads can be applied to the call");
            return error(pos, 166, text);
        };
        let info = self.program.function(*only).clone();
        if info.is_template {
            let text = format!("'{name}' - cannot apply function template");
            return error(pos, 361, text);
        }
        for (argument, parameter) in arguments.into_iter().zip(&info.parameters) {
            self.pass(argument, parameter)?;
        }
        error(pos, 246, format!("'{name}' - conversion of the parameters is not allowed"))
    }

    /// One argument for one parameter.
    pub(super) fn pass(&mut self, argument: Value, parameter: &Parameter) -> Step<Value> {
        let ty = &parameter.ty;
        let pos = argument.pos;
        if self.passing_cost(&argument, ty, parameter).is_some() {
            return match (&argument.ty, ty) {
                (Type::Pointer(_), Type::Class(_)) if parameter.is_reference => {
                    self.target_of(argument, pos)
                }
                (Type::Class(_), Type::Pointer(target)) => {
                    let target = Type::Pointer(*target);
                    let pointer = self.as_pointer(argument);
                    self.convert(pointer, &target)
                }
                (own, _) if ty.is_array() || parameter.is_reference && *own == *ty => {
                    Ok(by_reference(argument, parameter))
                }
                (Type::Class(_), _) if parameter.is_reference => {
                    Ok(by_reference(argument, parameter))
                }
                _ => self.convert(argument, ty),
            };
        }
        let (from, to) = (self.describe(&argument.ty), self.describe(ty));
        if ty.is_array() != argument.ty.is_array() {
            return error(pos, 241, format!("'{from}' - array required for '{to}'"));
        }
        if ty.is_array() && !same_element(&argument.ty, ty) {
            let text = format!("cannot convert parameter '{from}' to '{to}'");
            return error(pos, 246, text);
        }
        let is_same = argument.ty == *ty;
        if parameter.is_reference && is_same && argument.place == Place::None {
            return error(pos, 200, "parameter passed as reference, variable expected");
        }
        if parameter.is_reference && is_same || ty.is_array() && same_element(&argument.ty, ty) {
            return error(pos, 202, "constant variable cannot be passed as reference");
        }
        if parameter.is_reference {
            let text = format!("'{from}' - variable of type '{to}' expected to pass by reference");
            return error(pos, 201, text);
        }
        self.convert(argument, ty)
    }
}

/// Whether an array is the argument of a plain `T &`: views and arrays are different types there,
/// so C++ finds the type itself.
fn takes_whole_array(info: &FunctionInfo, arguments: &[Value]) -> bool {
    let mut pairs = info.parameters.iter().zip(arguments);
    pairs.any(|(parameter, argument)| {
        matches!(parameter.ty, Type::Parameter(_)) && argument.ty.is_array()
    })
}

/// Marks what the function may change.
fn by_reference(argument: Value, parameter: &Parameter) -> Value {
    if parameter.is_const {
        return argument;
    }
    let (pos, ty, place) = (argument.pos, argument.ty.clone(), argument.place);
    let kind = ValueKind::ByReference(Box::new(argument));
    Value { place, ..Value::new(pos, ty, kind) }
}

fn same_element(left: &Type, right: &Type) -> bool {
    matches!((left, right), (Type::Array(own, _), Type::Array(other, _)) if own == other)
}

/// The type with the parameters of a template replaced.
pub(super) fn substitute(ty: &Type, bindings: &Bindings) -> Type {
    match ty {
        Type::Parameter(name) => bindings.get(name).cloned().unwrap_or_else(|| ty.clone()),
        Type::PointerToParameter(name) => match bindings.get(name) {
            Some(Type::Class(id)) => Type::Pointer(*id),
            _ => ty.clone(),
        },
        Type::Array(element, sizes) => match substitute(element, bindings) {
            Type::Array(inner, inner_sizes) => {
                let sizes = sizes.iter().chain(&inner_sizes).copied().collect();
                Type::Array(inner, sizes)
            }
            element => Type::Array(Box::new(element), sizes.clone()),
        },
        _ => ty.clone(),
    }
}

/// Built-ins that take arrays of several dimensions. The others see such an array as one row of all
/// elements, which the views of the runtime do not: their calls are refused.
const TAKE_DEEP_ARRAYS: [&str; 7] = [
    "ArrayCopy",
    "ArrayFree",
    "ArrayIsDynamic",
    "ArrayRange",
    "ArrayResize",
    "ArraySize",
    "ArraySort",
];

/// Finds what the parameters of a template stand for; `false` when an argument cannot fit.
///
/// What an array or a reference says is final. Built-ins such as `MathMax` take numbers of two
/// types and compute in the wider one.
fn deduce_all(info: &FunctionInfo, arguments: &[Value], bindings: &mut Bindings) -> bool {
    let pairs = || info.parameters.iter().zip(arguments);
    let is_final = |parameter: &Parameter| parameter.is_reference || parameter.ty.is_array();
    for (parameter, argument) in pairs().filter(|(parameter, _)| is_final(parameter)) {
        let is_deep = matches!(&argument.ty, Type::Array(_, sizes) if sizes.len() > 1);
        let is_understood = !info.is_prelude || TAKE_DEEP_ARRAYS.contains(&&*info.name);
        if is_deep && parameter.ty.is_array() && !is_understood {
            return false;
        }
        if !deduce(&parameter.ty, &argument.ty, bindings) {
            return false;
        }
    }
    let decided: Vec<Rc<str>> = bindings.keys().cloned().collect();
    for (parameter, argument) in pairs().filter(|(parameter, _)| !is_final(parameter)) {
        if let Type::Parameter(name) = &parameter.ty {
            let bound = bindings.get(name).cloned();
            let may_differ = info.is_prelude && argument.ty.is_numeric();
            match bound {
                Some(_) if info.is_prelude && decided.contains(name) => continue,
                Some(bound) if bound != argument.ty && bound.is_numeric() && may_differ => {
                    bindings.insert(Rc::clone(name), bound.common(&argument.ty));
                    continue;
                }
                _ => {}
            }
        }
        if !deduce(&parameter.ty, &argument.ty, bindings) {
            return false;
        }
    }
    true
}

fn deduce(parameter: &Type, argument: &Type, bindings: &mut Bindings) -> bool {
    let mut bind = |name: &Rc<str>, ty: Type| match bindings.get(name) {
        Some(bound) => *bound == ty,
        None => {
            bindings.insert(Rc::clone(name), ty);
            true
        }
    };
    match (parameter, argument) {
        (Type::Parameter(_), Type::Null | Type::Void) => false,
        (Type::Parameter(name), ty) => bind(name, ty.clone()),
        (Type::PointerToParameter(name), Type::Pointer(id) | Type::Class(id)) => {
            bind(name, Type::Class(*id))
        }
        (Type::PointerToParameter(_), _) => false,
        (Type::Array(element, sizes), Type::Array(own, own_sizes)) => {
            let Type::Parameter(name) = &**element else { return true };
            if own_sizes.len() < sizes.len() {
                return false;
            }
            match &own_sizes[sizes.len()..] {
                [] => bind(name, (**own).clone()),
                rest => bind(name, Type::Array(own.clone(), rest.to_vec())),
            }
        }
        (Type::Array(element, _), _) => !matches!(**element, Type::Parameter(_)),
        _ => true,
    }
}
