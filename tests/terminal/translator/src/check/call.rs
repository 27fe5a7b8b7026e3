//! Calls: which function is meant, then its arguments.

use std::rc::Rc;

use super::{Checker, Frame, error};
use crate::ast::{Access, Expr, ExprKind, TypeName};
use crate::hir::{Place, Value, ValueKind};
use crate::model::{FunctionId, TypeSymbol};
use crate::names;
use crate::source::{Pos, Step};
use crate::types::{ClassId, Type};

/// Results that must be looked at.
const MUST_CHECK: &[&str] = &["OrderSend", "OrderSendAsync"];

impl Checker {
    pub(super) fn call(
        &mut self,
        callee: &Expr,
        types: &[TypeName],
        arguments: &[Expr],
        pos: Pos,
    ) -> Step<Value> {
        let mut explicit = Vec::new();
        for name in types {
            explicit.push(self.resolve_type(name)?);
        }
        match &callee.kind {
            ExprKind::Name(path) => self.call_name(path, &explicit, arguments, pos),
            ExprKind::Member(object, path) => {
                let object = self.value(object)?;
                self.call_member(object, path, &explicit, arguments, callee.pos)
            }
            _ => {
                let callee = self.value(callee)?;
                let arguments = self.values(arguments)?;
                self.invoke(callee, arguments, pos)
            }
        }
    }

    pub(super) fn values(&mut self, arguments: &[Expr]) -> Step<Vec<Value>> {
        arguments.iter().map(|argument| self.value(argument)).collect()
    }

    fn call_name(
        &mut self,
        path: &[Rc<str>],
        explicit: &[Type],
        arguments: &[Expr],
        pos: Pos,
    ) -> Step<Value> {
        let path: Vec<Rc<str>> = match path {
            [first, rest @ ..] if self.program.namespaces.contains(first) => rest.to_vec(),
            _ => path.to_vec(),
        };
        match &path[..] {
            [name] => self.call_single(name, explicit, arguments, pos),
            [scope, name] if scope.is_empty() => {
                let arguments = self.values(arguments)?;
                self.call_global(name, explicit, arguments, pos)
            }
            [scope @ .., name] => {
                let Some(TypeSymbol::Class(class)) = self.type_symbol(scope) else {
                    let text = format!("'{}' - undeclared identifier", scope.join("::"));
                    return error(pos, 256, text);
                };
                let arguments = self.values(arguments)?;
                self.call_scoped(class, name, explicit, arguments, pos)
            }
            [] => error(pos, 157, "expression expected"),
        }
    }

    fn call_single(
        &mut self,
        name: &Rc<str>,
        explicit: &[Type],
        arguments: &[Expr],
        pos: Pos,
    ) -> Step<Value> {
        let is_variable = self.frame.scopes.iter().any(|scope| scope.contains_key(name))
            || self.frame.class.is_some_and(|class| self.find_field(class, name).is_some())
            || self.program.global_names.contains_key(name);
        if is_variable {
            let callee = self.name(std::slice::from_ref(name), pos)?;
            let arguments = self.values(arguments)?;
            return self.invoke(callee, arguments, pos);
        }
        let arguments = self.values(arguments)?;
        if let Some(class) = self.frame.class
            && let Some(owner) = self.find_methods(class, name)
        {
            let this = self.this_object(class, pos);
            return self.call_method(this, false, owner, false, name, explicit, arguments, pos);
        }
        self.call_global(name, explicit, arguments, pos)
    }

    /// A function outside classes.
    pub(super) fn call_global(
        &mut self,
        name: &Rc<str>,
        explicit: &[Type],
        arguments: Vec<Value>,
        pos: Pos,
    ) -> Step<Value> {
        if &**name == "GetPointer" {
            let Ok([object]) = <[Value; 1]>::try_from(arguments) else {
                return error(pos, 199, "'GetPointer' - wrong parameters count");
            };
            return self.address_of(object, pos);
        }
        let Some(candidates) = self.program.function_names.get(name).cloned() else {
            if self.lost.contains(name) {
                return error(pos, super::FOLLOWS, "");
            }
            return error(pos, 256, format!("'{name}' - undeclared identifier"));
        };
        let choice = self.choose(name, &candidates, explicit, arguments, pos)?;
        let info = self.program.function(choice.function);
        let (is_prelude, result) = (info.is_prelude, choice.result.clone());
        let text = if is_prelude {
            self.built_ins.insert(Rc::clone(name));
            let types: Vec<String> =
                choice.types.iter().map(|ty| crate::emit::type_text(&self.program, ty)).collect();
            let types =
                if types.is_empty() { String::new() } else { format!("<{}>", types.join(", ")) };
            format!("mql::{}{types}", names::output(name))
        } else {
            self.program.functions[choice.function.0].is_used = true;
            self.program.function(choice.function).text.clone()
        };
        Ok(Value::new(pos, result, ValueKind::Call(text, choice.arguments)))
    }

    /// A built-in without parameters.
    pub(super) fn call_built_in(&mut self, name: &str, pos: Pos) -> Step<Value> {
        self.call_global(&Rc::from(name), &[], Vec::new(), pos)
    }

    /// The class in the lineage that declares methods of that name.
    pub(super) fn find_methods(&self, class: ClassId, name: &str) -> Option<ClassId> {
        let lineage = self.program.lineage(class);
        lineage.into_iter().find(|owner| self.program.class(*owner).methods.contains_key(name))
    }

    /// `a.f(...)`.
    fn call_member(
        &mut self,
        object: Value,
        path: &[Rc<str>],
        explicit: &[Type],
        arguments: &[Expr],
        pos: Pos,
    ) -> Step<Value> {
        let (class, is_pointer) = self.object_class(&object, pos)?;
        let (scope, name) = self.member_scope(class, path, pos)?;
        let arguments = self.values(arguments)?;
        let Some(owner) = self.find_methods(scope, &name) else {
            if self.find_field(scope, &name).is_some() {
                let name = Rc::clone(&name);
                let (owner, index) = self.find_field(scope, &name).unwrap_or((scope, 0));
                let field = self.program.class(owner).fields[index].clone();
                self.check_field_access(owner, &field, pos)?;
                let callee = self.field_value(object, &field, is_pointer, pos);
                return self.invoke(callee, arguments, pos);
            }
            let text = format!("'{name}' - no such method of '{}'", self.program.class(scope).name);
            return error(pos, 213, text);
        };
        let is_qualified = path.len() > 1;
        self.call_method(object, is_pointer, owner, is_qualified, &name, explicit, arguments, pos)
    }

    /// `Class::f(...)`: static, or of a base class.
    fn call_scoped(
        &mut self,
        class: ClassId,
        name: &Rc<str>,
        explicit: &[Type],
        arguments: Vec<Value>,
        pos: Pos,
    ) -> Step<Value> {
        let Some(owner) = self.find_methods(class, name) else {
            let text = format!("'{name}' - no such method of '{}'", self.program.class(class).name);
            return error(pos, 213, text);
        };
        let own = self.frame.class.filter(|own| self.program.is_derived(*own, class));
        let this = self.this_object(own.unwrap_or(class), pos);
        self.call_method(this, false, owner, true, name, explicit, arguments, pos)
    }

    #[expect(clippy::too_many_arguments, reason = "all of them describe one call")]
    pub(super) fn call_method(
        &mut self,
        object: Value,
        is_pointer: bool,
        owner: ClassId,
        is_qualified: bool,
        name: &Rc<str>,
        explicit: &[Type],
        arguments: Vec<Value>,
        pos: Pos,
    ) -> Step<Value> {
        let mut candidates = self.program.class(owner).methods[name].clone();
        let is_const_object = !is_pointer && !matches!(object.place, Place::Variable | Place::None);
        self.prefer_constness(&mut candidates, is_const_object);
        let choice = self.choose(name, &candidates, explicit, arguments, pos)?;
        self.program.functions[choice.function.0].is_used = true;
        let info = self.program.function(choice.function);
        self.check_method_access(owner, choice.function, pos)?;
        let is_this = matches!(object.kind, ValueKind::This);
        if info.words.is_static {
            let class = &self.program.class(owner).text;
            let text = format!("{}::{}", self.qualified_class(class, owner), info.text);
            return Ok(Value::new(pos, choice.result, ValueKind::Call(text, choice.arguments)));
        }
        let has_this = self.frame.function.is_some() && !self.frame.is_static;
        let is_own = self.frame.class.is_some_and(|own| self.program.is_derived(own, owner));
        if is_this && !(has_this && is_own) {
            return error(pos, 351, format!("'{name}' - method needs an object"));
        }
        if is_const_object && !info.words.is_const {
            let text = format!("'{name}' - call non-const method for constant object");
            return error(pos, 279, text);
        }
        if is_qualified && info.words.is_pure {
            return error(pos, 270, format!("'{name}' - function must have a body"));
        }
        let text = if is_qualified {
            format!("{}::{}", self.program.class(owner).text, info.text)
        } else {
            info.text.clone()
        };
        let result = choice.result;
        let kind = ValueKind::MethodCall(Box::new(object), is_pointer, text, choice.arguments);
        Ok(Value::new(pos, result, kind))
    }

    fn qualified_class(&self, text: &str, class: ClassId) -> String {
        if self.program.class(class).is_prelude { format!("mql::{text}") } else { text.to_owned() }
    }

    /// Of two methods that differ in `const` alone, the one for this object.
    fn prefer_constness(&self, candidates: &mut Vec<FunctionId>, is_const_object: bool) {
        let all = candidates.clone();
        candidates.retain(|candidate| {
            let own = self.program.function(*candidate);
            own.words.is_const == is_const_object
                || !all.iter().any(|other| {
                    let other = self.program.function(*other);
                    other.words.is_const == is_const_object
                        && super::declare::same_parameters(&own.parameters, &other.parameters)
                })
        });
    }

    fn check_method_access(&self, owner: ClassId, method: FunctionId, pos: Pos) -> Step<()> {
        let info = self.program.function(method);
        if info.words.is_deleted {
            return error(pos, 412, format!("'{}' - function is deleted", info.name));
        }
        if self.may_access(owner, info.access) {
            return Ok(());
        }
        let (number, kind) =
            if info.access == Access::Private { (214, "private") } else { (264, "protected") };
        error(pos, number, format!("'{}' - cannot call {kind} member function", info.name))
    }

    /// A pointer to a function, called.
    fn invoke(&mut self, callee: Value, arguments: Vec<Value>, pos: Pos) -> Step<Value> {
        let Type::Function(id) = callee.ty else {
            return error(pos, 385, "pointer to function is expected");
        };
        let info = self.program.typedefs[id.0].clone();
        if info.parameters.len() != arguments.len() {
            return error(pos, 199, "wrong parameters count");
        }
        let mut converted = Vec::new();
        for (argument, parameter) in arguments.into_iter().zip(&info.parameters) {
            converted.push(self.pass(argument, parameter)?);
        }
        Ok(Value::new(pos, info.result, ValueKind::Invoke(Box::new(callee), converted)))
    }

    /// The name of a function, as a value.
    pub(super) fn function_value(&mut self, id: FunctionId, pos: Pos) -> Step<Value> {
        let info = self.program.function(id);
        let found = self.program.typedefs.iter().position(|typedef| {
            typedef.result == info.result
                && super::declare::same_parameters(&typedef.parameters, &info.parameters)
        });
        let Some(found) = found.filter(|_| !info.is_template && !info.is_prelude) else {
            let text = format!("'{}' - function has no pointer type here", info.name);
            return error(pos, 387, text);
        };
        let text = info.text.clone();
        self.program.functions[id.0].is_used = true;
        let ty = Type::Function(crate::types::TypedefId(found));
        Ok(Value::new(pos, ty, ValueKind::Name(text)))
    }

    /// Arguments of a constructor.
    pub(super) fn constructor_arguments(
        &mut self,
        class: ClassId,
        arguments: &[Expr],
        pos: Pos,
    ) -> Step<Vec<Value>> {
        let arguments = self.values(arguments)?;
        let info = self.program.class(class);
        let name = Rc::clone(&info.syntax.name);
        let Some(candidates) = info.methods.get(&name).cloned() else {
            if !arguments.is_empty() {
                let is_copy = arguments.len() == 1 && arguments[0].ty == Type::Class(class);
                if is_copy {
                    return Ok(arguments);
                }
                let text = format!("'{name}' - wrong parameters count: no constructor takes any");
                return error(pos, 199, text);
            }
            if let Some((base, _)) = info.base {
                return self.constructor_arguments(base, &[], pos).map(|_| Vec::new());
            }
            return Ok(arguments);
        };
        let choice = self.choose(&name, &candidates, &[], arguments, pos)?;
        self.check_method_access(class, choice.function, pos)?;
        self.program.functions[choice.function.0].is_used = true;
        Ok(choice.arguments)
    }

    /// The default of a parameter, in the scope of its function.
    pub(super) fn default_argument(
        &mut self,
        default: &Expr,
        function: FunctionId,
        pos: Pos,
    ) -> Step<Value> {
        let info = self.program.function(function);
        let frame = Frame {
            bindings: info.bindings.clone(),
            is_static: true,
            ..self.class_frame(info.class)
        };
        let mut value = self.in_frame(frame, |checker| checker.value(default))?;
        value.pos = pos;
        Ok(value)
    }

    /// A statement may not throw away these results.
    pub(super) fn check_result_used(&mut self, value: &Value) {
        if let ValueKind::Call(text, _) = &value.kind
            && let Some(name) = MUST_CHECK.iter().find(|name| *text == format!("mql::{name}"))
        {
            let text = format!("return value of '{name}' should be checked");
            self.warn(value.pos, 83, text);
        }
    }
}
