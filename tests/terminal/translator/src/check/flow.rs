//! What control flow tells: values missing at the end, variables read before they are written.

use std::collections::BTreeSet;

use super::Checker;
use crate::ast::Function;
use crate::hir::{Code, LocalId, Value, ValueKind};
use crate::source::{Pos, Problem};
use crate::types::Type;

/// What is known at a place of the function.
#[derive(Clone, Debug, Default)]
struct State {
    /// Written on all ways here.
    written: BTreeSet<LocalId>,
    /// Written on some way here.
    touched: BTreeSet<LocalId>,
    /// No way leads here.
    is_dead: bool,
}

impl State {
    /// What holds where two ways meet.
    fn meet(&mut self, other: &Self) {
        self.touched.extend(&other.touched);
        if other.is_dead {
            return;
        }
        if self.is_dead {
            self.written.clone_from(&other.written);
            self.is_dead = false;
        } else {
            self.written = self.written.intersection(&other.written).copied().collect();
        }
    }
}

/// Walks through one function.
struct Walk<'a> {
    checker: &'a mut Checker,
    state: State,
    /// Locals that begin without a value.
    open: BTreeSet<LocalId>,
    /// Ways out of the loops and switches round the present place.
    breaks: Vec<State>,
    reported: BTreeSet<LocalId>,
}

impl Checker {
    pub(super) fn check_flow(&mut self, code: &[Code], result: &Type, syntax: &Function) {
        let mut walk = Walk {
            checker: self,
            state: State::default(),
            open: BTreeSet::new(),
            breaks: Vec::new(),
            reported: BTreeSet::new(),
        };
        walk.all(code);
        let falls_off = !walk.state.is_dead;
        if falls_off && *result != Type::Void {
            let text = format!("'{}' - not all control paths return a value", syntax.name);
            self.report(Problem::error(syntax.pos, 117, text));
        }
    }
}

impl Walk<'_> {
    fn all(&mut self, code: &[Code]) {
        for one in code {
            self.one(one);
        }
    }

    fn one(&mut self, code: &Code) {
        match code {
            Code::Empty | Code::Case(_) | Code::Default => {}
            Code::Value(value) | Code::Delete(value) => self.value(value),
            Code::Declare(id, value) => self.declare(*id, value.as_ref()),
            Code::Block(inner) => self.all(inner),
            Code::If(condition, yes, no) => {
                self.value(condition);
                let mut other = self.state.clone();
                self.one(yes);
                std::mem::swap(&mut self.state, &mut other);
                if let Some(no) = no {
                    self.one(no);
                }
                self.state.meet(&other);
            }
            Code::While(condition, body) => self.repeat(Some(condition), None, body),
            Code::For(init, condition, step, body) => {
                self.all(init);
                self.repeat(condition.as_ref(), step.as_ref(), body);
            }
            Code::DoWhile(body, condition) => self.do_while(body, condition),
            Code::Switch(value, body) => self.switch(value, body),
            Code::Break => {
                if let Some(outside) = self.breaks.last_mut() {
                    outside.meet(&self.state);
                }
                self.state.is_dead = true;
            }
            Code::Continue => self.state.is_dead = true,
            Code::Return(value) => {
                if let Some(value) = value {
                    self.value(value);
                }
                self.state.is_dead = true;
            }
        }
    }

    fn declare(&mut self, id: LocalId, value: Option<&Value>) {
        if let Some(value) = value {
            self.value(value);
            self.state.written.insert(id);
            return;
        }
        let ty = &self.checker.frame.locals[id.0].ty;
        let has_value = match ty {
            Type::Array(..) | Type::Text => true,
            Type::Class(_) => !self.checker.program.is_plain(ty),
            _ => false,
        };
        if !has_value {
            self.open.insert(id);
            self.state.written.remove(&id);
        }
    }

    fn dead_state(&self) -> State {
        State { is_dead: true, ..State::default() }
    }

    fn repeat(&mut self, condition: Option<&Value>, step: Option<&Value>, body: &Code) {
        if let Some(condition) = condition {
            self.value(condition);
        }
        let is_endless =
            condition.is_none_or(|condition| condition.integer().is_some_and(|value| value != 0));
        let before = if is_endless { self.dead_state() } else { self.state.clone() };
        self.breaks.push(self.dead_state());
        self.one(body);
        if let Some(step) = step
            && !self.state.is_dead
        {
            self.value(step);
        }
        let touched = std::mem::replace(&mut self.state, before).touched;
        self.state.touched.extend(touched);
        self.leave();
    }

    fn do_while(&mut self, body: &Code, condition: &Value) {
        self.breaks.push(self.dead_state());
        let goes_on = continues(body);
        let before = self.state.clone();
        self.one(body);
        if self.state.is_dead && goes_on {
            self.state.meet(&before);
        }
        if !self.state.is_dead {
            self.value(condition);
            if condition.integer().is_some_and(|value| value != 0) {
                self.state.is_dead = true;
            }
        }
        self.leave();
    }

    /// Adds the ways out by `break`.
    fn leave(&mut self) {
        if let Some(outside) = self.breaks.pop() {
            self.state.meet(&outside);
        }
    }

    fn switch(&mut self, value: &Value, body: &[Code]) {
        self.value(value);
        let before = self.state.clone();
        self.breaks.push(self.dead_state());
        self.state.is_dead = true;
        let mut has_default = false;
        for one in body {
            if matches!(*one, Code::Case(_) | Code::Default) {
                has_default |= matches!(*one, Code::Default);
                self.state.meet(&before);
            }
            self.one(one);
        }
        if !has_default {
            self.state.meet(&before);
        }
        self.leave();
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Local(id, _) => self.read(*id, value.pos),
            ValueKind::ByReference(inner) => self.write(inner),
            ValueKind::Assign(sign, target, source) => {
                self.value(source);
                if !sign.is_empty() {
                    self.value(target);
                }
                self.write(target);
            }
            _ => {
                for child in children(value) {
                    self.value(child);
                }
            }
        }
    }

    /// Marks the variable that a target belongs to.
    fn write(&mut self, target: &Value) {
        match &target.kind {
            ValueKind::Local(id, _) => {
                self.state.written.insert(*id);
                self.state.touched.insert(*id);
            }
            ValueKind::Field(object, _, false) => self.write(object),
            ValueKind::Index(array, index) => {
                self.value(index);
                self.write(array);
            }
            _ => self.value(target),
        }
    }

    fn read(&mut self, id: LocalId, pos: Pos) {
        if self.state.is_dead || !self.open.contains(&id) || self.state.written.contains(&id) {
            return;
        }
        if !self.reported.insert(id) {
            return;
        }
        let name = self.checker.frame.locals[id.0].name.clone();
        let (number, words) = if self.state.touched.contains(&id) {
            (60, "possible use of uninitialized variable")
        } else {
            (38, "use of uninitialized variable")
        };
        self.checker.warn(pos, number, format!("{words} '{name}'"));
    }
}

/// Whether `continue` of this very loop stands in the body.
fn continues(code: &Code) -> bool {
    match code {
        Code::Continue => true,
        Code::Block(inner) | Code::Switch(_, inner) => inner.iter().any(continues),
        Code::If(_, yes, no) => continues(yes) || no.as_ref().is_some_and(|no| continues(no)),
        _ => false,
    }
}

/// The values inside a value, in order.
pub(super) fn children(value: &Value) -> Vec<&Value> {
    match &value.kind {
        ValueKind::Literal | ValueKind::Name(_) | ValueKind::Local(..) | ValueKind::This => {
            Vec::new()
        }
        ValueKind::Field(inner, ..)
        | ValueKind::Unary(_, inner)
        | ValueKind::Step(_, _, inner)
        | ValueKind::Cast(inner)
        | ValueKind::AddressOf(inner)
        | ValueKind::Target(inner)
        | ValueKind::DynamicCast(inner)
        | ValueKind::ByReference(inner) => vec![inner],
        ValueKind::Index(left, right)
        | ValueKind::Binary(_, left, right)
        | ValueKind::Assign(_, left, right)
        | ValueKind::Comma(left, right) => vec![left, right],
        ValueKind::Conditional(condition, yes, no) => vec![condition, yes, no],
        ValueKind::Call(_, inner)
        | ValueKind::New(_, inner)
        | ValueKind::List(inner)
        | ValueKind::Variadic(inner)
        | ValueKind::Construct(inner) => inner.iter().collect(),
        ValueKind::MethodCall(object, _, _, inner) | ValueKind::Invoke(object, inner) => {
            std::iter::once(&**object).chain(inner).collect()
        }
    }
}

/// Calls `look` for a value and everything inside it.
pub(super) fn visit(value: &Value, look: &mut impl FnMut(&Value)) {
    look(value);
    for child in children(value) {
        visit(child, look);
    }
}
