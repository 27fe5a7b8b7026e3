//! Statements.

use super::class::needs_poison;
use super::expr::Printer;
use super::{Output, type_text};
use crate::hir::{Code, LocalId, Value, ValueKind};
use crate::types::Type;

pub(super) fn statement(printer: &Printer<'_>, code: &Code, output: &mut Output) {
    match code {
        Code::Empty => {}
        Code::Value(value) => output.line(format!("{};", printer.text(value))),
        Code::Declare(id, value) => declaration(printer, *id, value.as_ref(), output),
        Code::Block(inner) => {
            output.open("{");
            statements(printer, inner, output);
            output.close("}");
        }
        Code::If(condition, yes, no) => {
            output.open(format!("if ({}) {{", printer.text(condition)));
            branch(printer, yes, output);
            if let Some(no) = no {
                output.depth -= 1;
                output.open("} else {");
                branch(printer, no, output);
            }
            output.close("}");
        }
        Code::While(condition, body) => {
            output.open(format!("while ({}) {{", printer.text(condition)));
            loop_body(printer, body, output);
            output.close("}");
        }
        Code::DoWhile(body, condition) => {
            output.open("do {");
            loop_body(printer, body, output);
            output.close(format!("}} while ({});", printer.text(condition)));
        }
        Code::For(init, condition, step, body) => {
            for_loop(printer, init, condition.as_ref(), step.as_ref(), body, output);
        }
        Code::Switch(value, body) => switch(printer, value, body, output),
        Code::Case(value) => output.line(format!("case {}:", label(printer, value))),
        Code::Default => output.line("default:"),
        Code::Break => output.line("break;"),
        Code::Continue => output.line("continue;"),
        Code::Return(None) => output.line("return;"),
        Code::Return(Some(value)) => output.line(format!("return {};", printer.text(value))),
        Code::Delete(value) => {
            output.line(format!("mql::destroy({});", printer.text(value)));
        }
    }
}

fn statements(printer: &Printer<'_>, code: &[Code], output: &mut Output) {
    for one in code {
        statement(printer, one, output);
    }
}

/// The inside of a block that is already open.
fn branch(printer: &Printer<'_>, code: &Code, output: &mut Output) {
    match code {
        Code::Block(inner) => statements(printer, inner, output),
        _ => statement(printer, code, output),
    }
}

/// Every turn of a loop asks whether the program was stopped.
fn loop_body(printer: &Printer<'_>, code: &Code, output: &mut Output) {
    branch(printer, code, output);
}

fn declaration(printer: &Printer<'_>, id: LocalId, value: Option<&Value>, output: &mut Output) {
    let text = declared(printer, id, value);
    output.line(format!("{text};"));
    let local = &printer.locals[id.0];
    if let (None, Type::Class(class)) = (value, &local.ty)
        && needs_poison(printer.program, *class)
    {
        output.line(format!("{}.poison_fields();", local.text));
    }
}

fn declared(printer: &Printer<'_>, id: LocalId, value: Option<&Value>) -> String {
    let local = &printer.locals[id.0];
    let ty = type_text(printer.program, &local.ty);
    let constness = if local.is_const { "const " } else { "" };
    let name = &local.text;
    match value {
        Some(value) => format!("{constness}{ty} {name}{}", initialiser(printer, value)),
        None if printer.program.is_plain(&local.ty) => {
            format!("{ty} {name} = mql::poison<{ty}>()")
        }
        None => format!("{ty} {name}"),
    }
}

/// What stands behind the name of a variable.
pub(super) fn initialiser(printer: &Printer<'_>, value: &Value) -> String {
    match &value.kind {
        ValueKind::Construct(arguments) if arguments.is_empty() => "{}".to_owned(),
        ValueKind::Construct(arguments) if matches!(value.ty, Type::Class(_)) => {
            format!("{{{}}}", printer.list(arguments))
        }
        _ => format!(" = {}", printer.at(value, 2)),
    }
}

fn for_loop(
    printer: &Printer<'_>,
    init: &[Code],
    condition: Option<&Value>,
    step: Option<&Value>,
    body: &Code,
    output: &mut Output,
) {
    let inline = match init {
        [Code::Declare(id, value)] => Some(declared(printer, *id, value.as_ref())),
        [Code::Value(value)] => Some(printer.text(value)),
        [] | [Code::Empty] => Some(String::new()),
        _ => None,
    };
    let is_apart = inline.is_none();
    if is_apart {
        output.open("{");
        statements(printer, init, output);
    }
    let text = |value: Option<&Value>| value.map(|value| format!(" {}", printer.text(value)));
    let condition = text(condition).unwrap_or_default();
    let step = text(step).unwrap_or_default();
    output.open(format!("for ({};{condition};{step}) {{", inline.unwrap_or_default()));
    loop_body(printer, body, output);
    output.close("}");
    if is_apart {
        output.close("}");
    }
}

fn switch(printer: &Printer<'_>, value: &Value, body: &[Code], output: &mut Output) {
    output.open(format!("switch ({}) {{", printer.text(value)));
    for code in body {
        if matches!(code, Code::Case(_) | Code::Default) {
            output.depth -= 1;
            statement(printer, code, output);
            output.depth += 1;
        } else {
            statement(printer, code, output);
        }
    }
    if matches!(body.last(), Some(Code::Case(_) | Code::Default)) {
        output.line("break;");
    }
    output.close("}");
}

/// The constant of a case: an enumerator by name, or its number.
fn label(printer: &Printer<'_>, value: &Value) -> String {
    if matches!(value.kind, ValueKind::Name(_)) {
        return printer.text(value);
    }
    match &value.constant {
        Some(constant) => super::literal::literal(printer.program, &value.ty, constant),
        None => printer.text(value),
    }
}
