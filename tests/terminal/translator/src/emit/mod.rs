//! Checked programs as C++17.

mod class;
mod entry;
mod expr;
mod function;
mod import;
mod literal;
mod prelude;
mod program;
mod stmt;

use std::fmt::Write as _;

pub(crate) use prelude::prelude;
pub(crate) use program::program;

use crate::model::{Parameter, Program};
use crate::types::Type;

/// Text with indentation.
#[derive(Default)]
struct Output {
    text: String,
    depth: usize,
}

impl Output {
    /// One line; an empty one stays without spaces.
    fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if !line.is_empty() {
            let width = self.depth * 4;
            let _ = write!(self.text, "{:width$}{line}", "");
        }
        self.text.push('\n');
    }

    /// A line that opens a block.
    fn open(&mut self, line: impl AsRef<str>) {
        self.line(line);
        self.depth += 1;
    }

    /// A line that closes a block.
    fn close(&mut self, line: impl AsRef<str>) {
        self.depth = self.depth.saturating_sub(1);
        self.line(line);
    }
}

/// The type of a variable.
pub(crate) fn type_text(program: &Program, ty: &Type) -> String {
    let plain = match ty {
        Type::Void => "void",
        Type::Bool => "bool",
        Type::Char => "int8_t",
        Type::UChar => "uint8_t",
        Type::Short => "int16_t",
        Type::UShort => "uint16_t",
        Type::Int | Type::Null => "int32_t",
        Type::UInt => "uint32_t",
        Type::Long => "int64_t",
        Type::ULong => "uint64_t",
        Type::Float => "float",
        Type::Double => "double",
        Type::Text => "mql::string",
        Type::DateTime => "mql::datetime",
        Type::Color => "mql::color",
        _ => return compound_type_text(program, ty),
    };
    plain.to_owned()
}

fn compound_type_text(program: &Program, ty: &Type) -> String {
    let qualified = |text: &str, is_prelude: bool| {
        if is_prelude { format!("mql::{text}") } else { text.to_owned() }
    };
    match ty {
        Type::Enum(id) => {
            let info = program.enumeration(*id);
            qualified(&info.text, info.is_prelude)
        }
        Type::Class(id) => {
            let info = program.class(*id);
            qualified(&info.text, info.is_prelude)
        }
        Type::Pointer(id) => format!("mql::ptr<{}>", type_text(program, &Type::Class(*id))),
        Type::Function(id) => {
            let info = &program.typedefs[id.0];
            qualified(&crate::names::output(&info.name), info.is_prelude)
        }
        Type::Array(element, sizes) => {
            let mut text = type_text(program, element);
            for size in sizes.iter().rev() {
                text = match size {
                    Some(size) => format!("mql::fixed_array<{text}, {size}>"),
                    None => format!("mql::array<{text}>"),
                };
            }
            text
        }
        Type::Parameter(name) => name.to_string(),
        Type::PointerToParameter(name) => format!("mql::ptr<{name}>"),
        _ => String::new(),
    }
}

/// The type of a parameter: arrays are views, references stay.
fn parameter_type_text(program: &Program, parameter: &Parameter) -> String {
    if let Some(element) = parameter.ty.element() {
        return format!("mql::array_ref<{}>", type_text(program, &element));
    }
    let text = type_text(program, &parameter.ty);
    match (parameter.is_reference, parameter.is_const) {
        (true, true) => format!("const {text}&"),
        (true, false) => format!("{text}&"),
        (false, _) => text,
    }
}

/// Parameters with their names.
fn parameters_text(program: &Program, parameters: &[Parameter], is_variadic: bool) -> String {
    let mut texts: Vec<String> = parameters
        .iter()
        .map(|parameter| {
            let ty = parameter_type_text(program, parameter);
            let name = crate::names::output(&parameter.name);
            if name.is_empty() { ty } else { format!("{ty} {name}") }
        })
        .collect();
    if is_variadic {
        texts.push("std::initializer_list<mql::any> arguments".to_owned());
    }
    texts.join(", ")
}

/// Enumerations: constants and the table that `EnumToString` reads.
fn enumeration(program: &Program, index: usize, output: &mut Output) {
    let info = &program.enums[index];
    let constant = |name: &str| {
        let name = crate::names::output(name);
        if info.class.is_some() { format!("{}_{name}", info.text) } else { name }
    };
    output.open(format!("enum {} : int32_t {{", info.text));
    for (name, value) in &info.constants {
        let value = if *value == i128::from(i32::MIN) {
            "-2147483647 - 1".to_owned()
        } else {
            value.to_string()
        };
        output.line(format!("{} = {value},", constant(name)));
    }
    output.close("};");
    output.line("");
}

/// Names and values of an enumeration; stands in namespace `mql`.
fn enumeration_table(program: &Program, index: usize, space: &str, output: &mut Output) {
    let info = &program.enums[index];
    let ty = format!("{space}::{}", info.text);
    output.line("template <>");
    output.open(format!("struct enum_table<{ty}> {{"));
    output.line(format!("static constexpr const char* type = \"{}\";", info.name));
    output.open("static constexpr enum_entry entries[] = {");
    for (name, value) in &info.constants {
        let value = if *value == i128::from(i32::MIN) {
            "-2147483647 - 1".to_owned()
        } else {
            value.to_string()
        };
        output.line(format!("{{\"{name}\", {value}}},"));
    }
    output.close("};");
    output.close("};");
    output.line("");
}
