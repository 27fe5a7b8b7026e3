//! Names and types: from the syntax tree to checked functions, with MetaEditor's errors.

mod binary;
mod body;
mod call;
mod class;
mod constant;
mod convert;
mod declare;
mod expr;
mod flow;
mod handlers;
mod import;
mod init;
mod member;
mod operand;
mod operators;
mod overload;
mod stmt;
mod template;
mod type_name;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ast::{Function, Item};
use crate::hir::{Local, LocalId};
use crate::model::{Bindings, FunctionId, Program};
use crate::source::{Pos, Problem, Step};
use crate::types::{ClassId, Type};

/// Number of an error that only follows from another one.
const FOLLOWS: u16 = 0;

/// What is known while one function or initialiser is checked.
#[derive(Debug, Default)]
struct Frame {
    class: Option<ClassId>,
    function: Option<FunctionId>,
    bindings: Bindings,
    locals: Vec<Local>,
    scopes: Vec<BTreeMap<Rc<str>, LocalId>>,
    /// Locals that some expression names.
    used: BTreeSet<LocalId>,
    /// Result of the function; nothing outside functions.
    result: Option<Type>,
    is_const_method: bool,
    is_static: bool,
    loops: usize,
    switches: usize,
}

/// Checks a program.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    /// What is declared.
    pub(crate) program: Program,
    /// Errors and warnings found.
    pub(crate) problems: Vec<Problem>,
    /// Built-ins that the program calls.
    pub(crate) built_ins: BTreeSet<Rc<str>>,
    /// The prelude is being read.
    is_prelude: bool,
    frame: Frame,
    /// Functions whose bodies wait to be checked.
    pending: Vec<FunctionId>,
    /// Methods of class templates defined outside, by the name of the class.
    template_methods: BTreeMap<Rc<str>, Vec<Rc<Function>>>,
    /// Instances of templates under construction.
    depth: usize,
    /// Names whose declaration is wrong; what uses them is not reported as well.
    lost: BTreeSet<Rc<str>>,
}

impl Checker {
    /// Adds the declarations of the prelude.
    pub(crate) fn add_prelude(&mut self, items: Vec<Item>) {
        self.is_prelude = true;
        self.declare(items);
        self.is_prelude = false;
    }

    /// Adds the declarations of the program and checks all of it.
    pub(crate) fn add_program(&mut self, items: Vec<Item>) {
        self.declare(items);
        self.check_bodies();
        self.check_handlers();
        if !self.has_errors() {
            self.check_unused();
        }
        self.problems.sort_by_key(|problem| problem.pos);
        self.problems.dedup();
    }

    fn report(&mut self, problem: Problem) {
        if problem.number != FOLLOWS {
            self.problems.push(problem);
        }
    }

    fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| !problem.is_warning)
    }

    fn warn(&mut self, pos: Pos, number: u16, text: impl Into<String>) {
        self.report(Problem::warning(pos, number, text));
    }

    /// Keeps the error and goes on.
    fn absorb<T>(&mut self, step: Step<T>) -> Option<T> {
        match step {
            Ok(value) => Some(value),
            Err(problem) => {
                self.report(problem);
                None
            }
        }
    }

    fn describe(&self, ty: &Type) -> String {
        self.program.describe(ty)
    }

    /// Runs `work` with a frame of its own.
    fn in_frame<T>(&mut self, frame: Frame, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.frame, frame);
        let result = work(self);
        self.frame = outer;
        result
    }

    /// A frame for what stands inside a class but in no function.
    fn class_frame(&self, class: Option<ClassId>) -> Frame {
        let bindings = class.map(|id| self.program.class(id).bindings.clone()).unwrap_or_default();
        Frame { class, bindings, ..Frame::default() }
    }
}

fn error<T>(pos: Pos, number: u16, text: impl Into<String>) -> Step<T> {
    Err(Problem::error(pos, number, text))
}
