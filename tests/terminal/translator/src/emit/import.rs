//! Functions of libraries: a slot for the address, and a function that calls through it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Output, parameters_text, type_text};
use crate::model::{FunctionInfo, Parameter, Program};
use crate::names;
use crate::types::Type;

pub(super) fn imports(program: &Program) -> impl Iterator<Item = (&FunctionInfo, &Rc<str>)> {
    program.functions.iter().filter_map(|info| Some((info, info.library.as_ref()?)))
}

pub(super) fn slot(info: &FunctionInfo) -> String {
    format!("import_{}", info.text)
}

pub(super) fn definitions(program: &Program, output: &mut Output) {
    let mut seen = BTreeSet::new();
    for (info, _) in imports(program) {
        if seen.insert(slot(info)) {
            output.line(format!("static void* {} = nullptr;", slot(info)));
        }
        let result = type_text(program, &info.result);
        let parameters = parameters_text(program, &info.parameters, false);
        output.open(format!("{result} {}({parameters}) {{", info.text));
        let mut arguments = vec![slot(info)];
        arguments.extend(info.parameters.iter().map(argument));
        let keyword = if info.result == Type::Void { "" } else { "return " };
        let arguments = arguments.join(", ");
        output.line(format!("{keyword}mql::dll::call<{result}>({arguments});"));
        output.close("}");
        output.line("");
    }
}

/// How a parameter crosses.
fn argument(parameter: &Parameter) -> String {
    let name = names::output(&parameter.name);
    let way = match (&parameter.ty, parameter.is_reference) {
        (Type::Array(..), _) => "buffer",
        (Type::Class(_), _) => "structure",
        (Type::Text, false) => "text",
        (Type::Text, true) => "text_ref",
        (_, true) => "scalar_ref",
        (_, false) => "value",
    };
    format!("mql::dll::{way}({name})")
}
