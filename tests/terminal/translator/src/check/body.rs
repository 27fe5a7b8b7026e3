//! Bodies of functions.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Checker, Frame, error};
use crate::ast::Function;
use crate::hir::{Local, LocalId, Value};
use crate::model::{Body, FunctionId};
use crate::names;
use crate::source::Step;
use crate::types::{ClassId, Type};

impl Checker {
    /// All bodies, with those of templates that come up on the way.
    pub(super) fn check_bodies(&mut self) {
        let mut next = 0;
        while let Some(id) = self.pending.get(next).copied() {
            next += 1;
            let step = self.check_body(id);
            self.absorb(step);
        }
    }

    fn check_body(&mut self, id: FunctionId) -> Step<()> {
        let info = self.program.function(id);
        let syntax = info.definition.clone().unwrap_or_else(|| Rc::clone(&info.syntax));
        if syntax.body.is_none() {
            return Ok(());
        }
        let frame = Frame {
            class: info.class,
            function: Some(id),
            bindings: self.body_bindings(id),
            result: Some(info.result.clone()),
            is_const_method: info.words.is_const,
            is_static: info.words.is_static || info.class.is_none(),
            scopes: vec![BTreeMap::new()],
            ..Frame::default()
        };
        let body = self.in_frame(frame, |checker| checker.function_body(id, &syntax))?;
        self.program.functions[id.0].body = Some(body);
        Ok(())
    }

    fn body_bindings(&self, id: FunctionId) -> crate::model::Bindings {
        let info = self.program.function(id);
        let mut bindings = info.bindings.clone();
        if let Some(class) = info.class {
            bindings.extend(self.program.class(class).bindings.clone());
        }
        bindings
    }

    fn function_body(&mut self, id: FunctionId, syntax: &Function) -> Step<Body> {
        let parameters = self.program.function(id).parameters.clone();
        for (parameter, written) in parameters.iter().zip(&syntax.parameters) {
            if !written.name.is_empty() {
                let step = self.check_hiding(&written.name, written.pos);
                self.absorb(step);
            }
            self.add_local(Local {
                name: Rc::clone(&written.name),
                text: names::output(&written.name),
                ty: parameter.ty.clone(),
                pos: written.pos,
                is_parameter: true,
                is_const: parameter.is_const,
                static_name: None,
                constant: None,
            });
        }
        let class = self.program.function(id).class;
        let mut initialisers = Vec::new();
        if let (Some(class), None) = (class, &syntax.result)
            && !syntax.name.starts_with('~')
        {
            initialisers = self.initialisers(class, syntax)?;
        }
        let statements = syntax.body.as_deref().unwrap_or_default();
        let before = self.problems.iter().filter(|problem| !problem.is_warning).count();
        let code = self.statements(statements);
        let after = self.problems.iter().filter(|problem| !problem.is_warning).count();
        if before == after {
            let result = self.program.function(id).result.clone();
            self.check_flow(&code, &result, syntax);
            self.check_unused_locals();
        }
        let locals = std::mem::take(&mut self.frame.locals);
        Ok(Body { locals, initialisers, code })
    }

    fn check_unused_locals(&mut self) {
        let unused: Vec<Local> = self
            .frame
            .locals
            .iter()
            .enumerate()
            .filter(|(index, local)| {
                !local.is_parameter
                    && !self.frame.used.contains(&LocalId(*index))
                    && !matches!(local.ty, Type::Class(_))
            })
            .map(|(_, local)| local.clone())
            .collect();
        for local in unused {
            self.warn(local.pos, 31, format!("variable '{}' not used", local.name));
        }
    }

    /// Base class and fields of a constructor, those without a word among them.
    fn initialisers(
        &mut self,
        class: ClassId,
        syntax: &Function,
    ) -> Step<Vec<(String, Vec<Value>)>> {
        let mut initialisers = Vec::new();
        let mut named = BTreeSet::new();
        for (name, arguments, pos) in &syntax.initialisers {
            if !named.insert(Rc::clone(name)) {
                return error(*pos, 343, format!("'{name}' - member is initialized twice"));
            }
            let info = self.program.class(class);
            if let Some((base, _)) = info.base
                && self.program.class(base).syntax.name == *name
            {
                let arguments = self.constructor_arguments(base, arguments, *pos)?;
                initialisers.push((self.program.class(base).text.clone(), arguments));
                continue;
            }
            let Some(field) = info.fields.iter().find(|field| field.name == *name).cloned() else {
                let text = format!("'{name}' - no such member of the class");
                return error(*pos, 333, text);
            };
            if field.global.is_some() {
                return error(*pos, 344, format!("'{name}' - static member in the list"));
            }
            if field.ty.is_array() {
                return error(*pos, 332, format!("'{name}' - array in the list"));
            }
            let values = match field.ty {
                Type::Class(inner) => self.constructor_arguments(inner, arguments, *pos)?,
                _ => match &arguments[..] {
                    [single] => {
                        let value = self.value(single)?;
                        vec![self.convert(value, &field.ty)?]
                    }
                    _ => return error(*pos, 199, format!("'{name}' - one value expected")),
                },
            };
            initialisers.push((names::output(name), values));
        }
        self.check_default_members(class, syntax, &named)?;
        Ok(initialisers)
    }

    /// Members without a word in the list need a constructor without parameters.
    fn check_default_members(
        &mut self,
        class: ClassId,
        syntax: &Function,
        named: &BTreeSet<Rc<str>>,
    ) -> Step<()> {
        let info = self.program.class(class).clone();
        let mut inner = Vec::new();
        if let Some((base, _)) = info.base {
            let name = Rc::clone(&self.program.class(base).syntax.name);
            inner.push((name, Type::Class(base)));
        }
        let fields = info.fields.iter().filter(|field| field.global.is_none());
        inner.extend(fields.map(|field| (Rc::clone(&field.name), field.ty.clone())));
        for (name, ty) in inner.iter().filter(|(name, _)| !named.contains(name)) {
            let Some(member) = super::class::innermost_class(ty) else { continue };
            let step = self.constructor_arguments(member, &[], syntax.pos);
            if step.is_err() {
                let text = format!("'{name}' - has no default constructor and no initializer");
                return error(syntax.pos, 328, text);
            }
        }
        Ok(())
    }

    /// Functions without a body.
    pub(super) fn check_unused(&mut self) {
        for index in 0..self.program.functions.len() {
            let info = &self.program.functions[index];
            let has_body = info.syntax.body.is_some() || info.definition.is_some();
            let is_outside = info.is_prelude || info.library.is_some();
            if has_body || is_outside || info.words.is_pure || info.words.is_deleted {
                continue;
            }
            let (pos, name) = (info.syntax.pos, Rc::clone(&info.name));
            if info.is_used || info.is_virtual || info.syntax.result.is_none() {
                let text = format!("'{name}' - function must have a body");
                self.report(crate::source::Problem::error(pos, 270, text));
            } else {
                let text = format!("'{name}' - function has no body and is not called");
                self.warn(pos, 41, text);
            }
        }
    }
}
