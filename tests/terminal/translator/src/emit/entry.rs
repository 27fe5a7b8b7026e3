//! What the host sees of a program.

use super::literal::quoted;
use super::{Output, import};
use crate::check::Checker;
use crate::hir::Constant;
use crate::model::{GlobalInfo, Program};
use crate::types::Type;

/// Handlers beside `OnInit`, and the members of `program_info` that hold them.
const HANDLERS: &[(&str, &str)] = &[
    ("OnDeinit", "on_deinit"),
    ("OnStart", "on_start"),
    ("OnTick", "on_tick"),
    ("OnTimer", "on_timer"),
    ("OnTrade", "on_trade"),
    ("OnTradeTransaction", "on_trade_transaction"),
    ("OnChartEvent", "on_chart_event"),
    ("OnBookEvent", "on_book_event"),
    ("OnTester", "on_tester"),
    ("OnTesterInit", "on_tester_init"),
    ("OnTesterPass", "on_tester_pass"),
    ("OnTesterDeinit", "on_tester_deinit"),
];

/// Properties, inputs, imports and handlers.
pub(super) fn entry(checker: &Checker, name: &str, output: &mut Output) {
    let program = &checker.program;
    let kind = if checker.handler("OnStart").is_some() { "script" } else { "expert" };
    output.open("static mql::program_info make_info() {");
    output.line("mql::program_info program{};");
    output.line(format!("program.name = {};", quoted(name)));
    output.line(format!("program.kind = mql::program_kind::{kind};"));
    properties(program, output);
    inputs(program, output);
    imports(program, output);
    output.line("program.globals_size = sizeof(Globals);");
    output.line("program.bind = [](void* memory) { g = static_cast<Globals*>(memory); };");
    output.line("program.construct = [](void* memory) { new (memory) Globals(); };");
    let destruct = "static_cast<Globals*>(memory)->~Globals();";
    output.line(format!("program.destruct = [](void* memory) {{ {destruct} }};"));
    handlers(checker, output);
    output.line("return program;");
    output.close("}");
    output.line("");
    output.line("const mql::program_info info = make_info();");
    output.line("static const mql::program_registrar registrar(info);");
    output.line("");
}

fn properties(program: &Program, output: &mut Output) {
    if program.properties.is_empty() {
        return;
    }
    output.open("program.properties = {");
    for (name, value) in &program.properties {
        output.line(format!("{{{}, {}}},", quoted(name), quoted(value)));
    }
    output.close("};");
}

fn inputs(program: &Program, output: &mut Output) {
    let inputs: Vec<&GlobalInfo> =
        program.globals.iter().filter(|info| info.storage.is_input && !info.is_prelude).collect();
    if inputs.is_empty() {
        return;
    }
    output.open("program.inputs = {");
    for info in inputs {
        let default = match info.init.as_ref().and_then(|value| value.constant.as_ref()) {
            Some(constant) => default_text(&info.ty, constant),
            None => String::new(),
        };
        let name = &info.text;
        output.open("{");
        output.line(format!("{}, {},", quoted(&info.name), quoted(&program.describe(&info.ty))));
        output.line(format!("{}, {},", quoted(&info.group), quoted(&info.comment)));
        output.line(format!("{}, {},", quoted(&default), info.storage.is_static_input));
        output.line(format!("[] {{ return mql::input_text(g->{name}); }},"));
        let set = format!("return mql::input_from_text(g->{name}, text);");
        output.line(format!("[](const mql::string& text) {{ {set} }},"));
        output.close("},");
    }
    output.close("};");
}

/// The default of an input as presets write it.
fn default_text(ty: &Type, constant: &Constant) -> String {
    match (constant, ty) {
        (Constant::Text(text), _) => text.to_string(),
        (Constant::Real(value), _) => format!("{value:?}"),
        (Constant::Integer(value), Type::Bool) => (*value != 0).to_string(),
        (Constant::Integer(value), _) => value.to_string(),
    }
}

fn imports(program: &Program, output: &mut Output) {
    let mut lines: Vec<String> = import::imports(program)
        .map(|(info, library)| {
            let (library, name) = (quoted(library), quoted(&info.name));
            format!("{{{library}, {name}, &{}}},", import::slot(info))
        })
        .collect();
    lines.dedup();
    if lines.is_empty() {
        return;
    }
    output.open("program.imports = {");
    for line in lines {
        output.line(line);
    }
    output.close("};");
}

fn handlers(checker: &Checker, output: &mut Output) {
    if let Some((text, result)) = checker.handler("OnInit") {
        let call = if result == Type::Void {
            format!("{text}(); return 0;")
        } else {
            format!("return {text}();")
        };
        output.line(format!("program.on_init = []() -> int32_t {{ {call} }};"));
    }
    for (name, member) in HANDLERS {
        let Some((text, result)) = checker.handler(name) else { continue };
        let drops_result = result == Type::Int && matches!(*name, "OnStart" | "OnTesterInit");
        if drops_result {
            output.line(format!("program.{member} = [] {{ {text}(); }};"));
        } else {
            output.line(format!("program.{member} = &{text};"));
        }
    }
}
