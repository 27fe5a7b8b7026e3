//! Functions and methods.

use super::{Output, parameters_text, stmt, type_text};
use crate::model::{FunctionInfo, Program};

/// Result, name and parameters of a method inside its class, or of a function.
pub(super) fn declaration(program: &Program, info: &FunctionInfo) -> String {
    let mut text = String::new();
    if info.words.is_static && info.class.is_some() {
        text.push_str("static ");
    }
    let is_destructor = info.name.starts_with('~');
    if info.is_virtual || is_destructor && !is_struct(program, info) {
        text.push_str("virtual ");
    }
    text.push_str(&signature(program, info, &own_name(program, info)));
    if info.words.is_pure {
        text.push_str(" = 0");
    }
    if info.words.is_deleted {
        text.push_str(" = delete");
    }
    text
}

fn is_struct(program: &Program, info: &FunctionInfo) -> bool {
    info.class.is_some_and(|class| program.class(class).syntax.is_struct)
}

/// The name in the output: constructors bear that of the class.
fn own_name(program: &Program, info: &FunctionInfo) -> String {
    match info.class {
        Some(class) if info.syntax.result.is_none() => {
            let mark = if info.name.starts_with('~') { "~" } else { "" };
            format!("{mark}{}", program.class(class).text)
        }
        _ => info.text.clone(),
    }
}

fn signature(program: &Program, info: &FunctionInfo, name: &str) -> String {
    let parameters = parameters_text(program, &info.parameters, info.syntax.is_variadic);
    let result = match info.syntax.result {
        Some(_) => format!("{} ", type_text(program, &info.result)),
        None => String::new(),
    };
    // A destructor may stop the program.
    let end = match (info.words.is_const, info.name.starts_with('~')) {
        (true, _) => " const",
        (_, true) => " noexcept(false)",
        _ => "",
    };
    format!("{result}{name}({parameters}){end}")
}

/// The definition, outside the class.
pub(super) fn definition(program: &Program, info: &FunctionInfo, output: &mut Output) {
    let Some(body) = &info.body else { return };
    let mut name = own_name(program, info);
    if let Some(class) = info.class {
        name = format!("{}::{name}", program.class(class).text);
    }
    // Names of parameters are those of the definition.
    let mut info = info.clone();
    for (parameter, local) in info.parameters.iter_mut().zip(&body.locals) {
        parameter.name = local.name.clone();
    }
    let mut head = signature(program, &info, &name);
    let expressions = super::expr::Printer { program, locals: &body.locals };
    let initialisers: Vec<String> = body
        .initialisers
        .iter()
        .map(|(name, values)| format!("{name}({})", expressions.list(values)))
        .collect();
    if !initialisers.is_empty() {
        head.push_str(&format!(" : {}", initialisers.join(", ")));
    }
    output.open(format!("{head} {{"));
    if info.name.starts_with('~') {
        output.line("if (mql::is_stopped()) { return; }");
    }
    for code in &body.code {
        stmt::statement(&expressions, code, output);
    }
    output.close("}");
    output.line("");
}
