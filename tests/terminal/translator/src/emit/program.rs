//! The file of one program.

use super::{Output, class, entry, enumeration, enumeration_table, function, import};
use super::{parameter_type_text, type_text};
use crate::check::Checker;
use crate::model::Program;

/// The translation of a checked program.
pub(crate) fn program(checker: &Checker, name: &str) -> String {
    let program = &checker.program;
    let space = format!("program_{}", identifier(name));
    let mut output = Output::default();
    output.line(format!("// Translated from {name} by mql5cpp; do not edit."));
    output.line("#include \"prelude.hpp\"");
    output.line("#include \"program.hpp\"");
    output.line("");
    output.line(format!("namespace {space} {{"));
    output.line("");
    types(program, &mut output);
    output.line(format!("}}  // namespace {space}"));
    output.line("");
    tables(program, &space, &mut output);
    output.line(format!("namespace {space} {{"));
    output.line("");
    class::definitions(program, false, &mut output);
    constants(program, &mut output);
    globals(program, &mut output);
    import::definitions(program, &mut output);
    for function in program.functions.iter().filter(|function| !function.is_prelude) {
        function::definition(program, function, &mut output);
    }
    entry::entry(checker, name, &mut output);
    output.line(format!("}}  // namespace {space}"));
    output.text
}

/// The name of a file as part of a name.
fn identifier(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// Enumerations, names of classes, types of pointers to functions.
fn types(program: &Program, output: &mut Output) {
    for index in 0..program.enums.len() {
        if !program.enums[index].is_prelude {
            enumeration(program, index, output);
        }
    }
    for info in program.classes.iter().filter(|info| !info.is_prelude) {
        output.line(format!("struct {};", info.text));
    }
    for info in program.typedefs.iter().filter(|info| !info.is_prelude) {
        let parameters: Vec<String> = info
            .parameters
            .iter()
            .map(|parameter| parameter_type_text(program, parameter))
            .collect();
        let result = type_text(program, &info.result);
        let name = crate::names::output(&info.name);
        output.line(format!("using {name} = {result} (*)({});", parameters.join(", ")));
    }
    output.line("");
}

/// Tables of the enumerations, in the namespace of the runtime.
fn tables(program: &Program, space: &str, output: &mut Output) {
    if program.enums.iter().all(|info| info.is_prelude) {
        return;
    }
    output.line("namespace mql {");
    output.line("");
    for index in 0..program.enums.len() {
        if !program.enums[index].is_prelude {
            enumeration_table(program, index, space, output);
        }
    }
    output.line("}  // namespace mql");
    output.line("");
}

fn constants(program: &Program, output: &mut Output) {
    let own = program.globals.iter().filter(|info| !info.is_prelude && info.is_file_constant());
    for info in own {
        if let Some(constant) = &info.constant {
            let value = super::literal::literal(program, &info.ty, constant);
            let ty = type_text(program, &info.ty);
            output.line(format!("[[maybe_unused]] static const {ty} {} = {value};", info.text));
        }
    }
    output.line("");
}

/// All variables that outlive functions, of one running instance of the program.
fn globals(program: &Program, output: &mut Output) {
    output.line("struct Globals;");
    output.line("static thread_local Globals* g = nullptr;");
    output.line("");
    for function in program.functions.iter().filter(|function| needs_prototype(function)) {
        output.line(format!("{};", function::declaration(program, function)));
    }
    output.line("");
    let printer = super::expr::Printer { program, locals: &[] };
    output.open("struct Globals {");
    let own = program.globals.iter().filter(|info| !info.is_prelude && !info.is_file_constant());
    for info in own {
        let ty = type_text(program, &info.ty);
        let name = &info.text;
        match &info.init {
            Some(value) => {
                let text = super::stmt::initialiser(&printer, value);
                output.line(format!("{ty} {name}{text};"));
            }
            None => output.line(format!("{ty} {name}{{}};")),
        }
    }
    output.close("};");
    output.line("");
}

fn needs_prototype(function: &crate::model::FunctionInfo) -> bool {
    !function.is_prelude && function.class.is_none() && !function.is_template
}
