//! The header with the enumerations, structures and prototypes of the built-ins.

use super::{Output, class, enumeration, enumeration_table, parameters_text, type_text};
use crate::model::{FunctionInfo, Program};
use crate::types::Type;

/// The header of a prelude.
pub(crate) fn prelude(program: &Program) -> String {
    let mut output = Output::default();
    output.line("// Translated from the prelude by mql5cpp; do not edit.");
    output.line("#pragma once");
    output.line("");
    output.line("#include \"mql.hpp\"");
    output.line("");
    output.line("namespace mql {");
    output.line("");
    for index in 0..program.enums.len() {
        enumeration(program, index, &mut output);
        enumeration_table(program, index, "mql", &mut output);
    }
    for info in program.classes.iter().filter(|info| info.is_complete) {
        output.line(format!("struct {};", info.text));
    }
    output.line("");
    class::definitions(program, true, &mut output);
    constants(program, &mut output);
    for function in program.functions.iter().filter(|function| function.class.is_none()) {
        prototype(program, function, &mut output);
    }
    output.line("");
    output.line("}  // namespace mql");
    output.text
}

fn constants(program: &Program, output: &mut Output) {
    for info in program.globals.iter().filter(|info| info.is_prelude) {
        let Some(constant) = &info.constant else { continue };
        if info.ty == Type::Text {
            continue;
        }
        let value = super::literal::literal(program, &info.ty, constant);
        let ty = type_text(program, &info.ty);
        output.line(format!("inline constexpr {ty} {} = {value};", info.text));
    }
    output.line("");
}

fn prototype(program: &Program, function: &FunctionInfo, output: &mut Output) {
    let types = &function.syntax.type_parameters;
    if !types.is_empty() {
        let names: Vec<String> = types.iter().map(|name| format!("typename {name}")).collect();
        output.line(format!("template <{}>", names.join(", ")));
    }
    let parameters = parameters_text(program, &function.parameters, function.syntax.is_variadic);
    let result = type_text(program, &function.result);
    output.line(format!("{result} {}({parameters});", function.text));
}
