//! Writes Native.mqh.

use std::fmt::Write as _;

use crate::api::{Api, Function, Parameter, Passing, Structure};

const COLUMNS_MAX: usize = 100;

const INTRODUCTION: &str = "\
//+------------------------------------------------------------------+
//|                                                       Native.mqh |
//|      Functions, structures and constants of hypertrader.dll.     |
//+------------------------------------------------------------------+
// Generated from the Rust sources of the library; do not edit.
// The rules that every call keeps, and what each call returns in full, are in hypertrader.h.
//
// Texts go in as UTF-8 arrays with their length in bytes (StringToCharArray with CP_UTF8, without
// the terminator) and come out in arrays of a given capacity (CharArrayToString with CP_UTF8).
// Structures are simple, without padding: ZeroMemory them, set struct_size = sizeof(...) where they
// have it. Times are the trade server's clock, in seconds (_s) or milliseconds (_msc).
#ifndef HYPERTRADER_NATIVE_MQH
#define HYPERTRADER_NATIVE_MQH
";

const CHECK_HEAD: &str = "
// Compares the layout of every structure with the library's.
//
// Returns: 0 = all agree; N = structure N differs (ht_last_error says how); -1 = MqlTick, -2 =
// MqlRates are not what the library expects of this terminal.
int HtCheckLayouts(void)
  {
   if(sizeof(MqlTick) != 60)
      return(-1);
   if(sizeof(MqlRates) != 60)
      return(-2);
";

/// The whole file.
pub(crate) fn generate(api: &Api) -> String {
    let mut text = INTRODUCTION.to_owned();
    for constant in &api.constants {
        text.push('\n');
        comment(&mut text, "", &first_paragraph(&constant.doc));
        let value = constant.value;
        let value = if value < 0 { format!("({value})") } else { value.to_string() };
        line(&mut text, format_args!("#define {} {value}", constant.name));
    }
    for structure in &api.structures {
        declare(&mut text, structure);
    }
    text.push_str("\n#import \"hypertrader.dll\"\n");
    for function in &api.functions {
        import(&mut text, function);
    }
    text.push_str("#import\n");
    text.push_str(CHECK_HEAD);
    for structure in &api.structures {
        check(&mut text, structure);
    }
    text.push_str("   return(0);\n  }\n\n#endif\n");
    text
}

fn declare(text: &mut String, structure: &Structure) {
    text.push('\n');
    comment(text, "", &structure.doc);
    line(text, format_args!("struct {}\n  {{", structure.name));
    for field in &structure.fields {
        comment(text, "   ", &field.doc);
        let count = field.count.map_or(String::new(), |count| format!("[{count}]"));
        line(text, format_args!("   {:<17} {}{count};", field.kind.0, field.name));
    }
    text.push_str("  };\n");
}

fn import(text: &mut String, function: &Function) {
    comment(text, "", &first_paragraph(&function.doc));
    let head = format!("int {}(", function.name);
    let mut parameters: Vec<String> = function.parameters.iter().map(parameter).collect();
    if parameters.is_empty() {
        parameters.push("void".to_owned());
    }
    wrapped(text, &head, &parameters, ");");
    text.push('\n');
}

fn parameter(parameter: &Parameter) -> String {
    let (kind, name) = (&parameter.kind.0, &parameter.name);
    match parameter.passing {
        Passing::Value => format!("{kind} {name}"),
        Passing::Reference { constant: false } => format!("{kind} &{name}"),
        Passing::Reference { constant: true } => format!("const {kind} &{name}"),
        Passing::Array { constant: false } => format!("{kind} &{name}[]"),
        Passing::Array { constant: true } => format!("const {kind} &{name}[]"),
    }
}

fn check(text: &mut String, structure: &Structure) {
    let (name, number) = (&structure.name, structure.number);
    let offset = |name: &str, field: &str| format!("(int)offsetof({name},{field})");
    let offsets: Vec<String> =
        structure.fields.iter().map(|field| offset(name, &field.name)).collect();
    text.push('\n');
    wrapped(text, &format!("   int offsets{number}[]={{"), &offsets, "};");
    line(
        text,
        format_args!(
            "   if(ht_abi_check({number},(int)sizeof({name}),offsets{number},{}) != HT_OK)\n      \
             return({number});",
            offsets.len()
        ),
    );
}

/// `head`, the items with commas, `tail`; on as many lines as it takes.
fn wrapped(text: &mut String, head: &str, items: &[String], tail: &str) {
    let indent = " ".repeat(head.len());
    let mut current = head.to_owned();
    for (index, item) in items.iter().enumerate() {
        let end = if index + 1 == items.len() { tail } else { ", " };
        if current.len() + item.len() + end.len() > COLUMNS_MAX {
            line(text, format_args!("{}", current.trim_end()));
            current.clone_from(&indent);
        }
        current += &format!("{item}{end}");
    }
    line(text, format_args!("{current}"));
}

fn first_paragraph(doc: &[String]) -> Vec<String> {
    doc.iter().take_while(|line| !line.is_empty()).cloned().collect()
}

fn comment(text: &mut String, indent: &str, lines: &[String]) {
    for one in lines {
        line(text, format_args!("{}", format!("{indent}// {one}").trim_end()));
    }
}

/// Writing to a `String` cannot fail.
fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{content}");
}
