//! Constants as C++ writes them.

use std::fmt::Write as _;

use crate::hir::Constant;
use crate::model::Program;
use crate::types::Type;

/// The constant, of exactly this type.
pub(super) fn literal(program: &Program, ty: &Type, constant: &Constant) -> String {
    match (constant, ty) {
        (Constant::Text(text), _) => text_literal(text),
        (Constant::Real(value), Type::Float) => format!("{}F", real(*value)),
        (Constant::Real(value), _) => real(*value),
        (Constant::Integer(value), Type::Enum(_)) => enumerator(program, ty, *value),
        (Constant::Integer(value), _) => integer(*value, ty),
    }
}

fn real(value: f64) -> String {
    if value.is_nan() {
        return "std::numeric_limits<double>::quiet_NaN()".to_owned();
    }
    if value.is_infinite() {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}std::numeric_limits<double>::infinity()");
    }
    format!("{value:?}")
}

fn integer(value: i128, ty: &Type) -> String {
    let long = |value: i128| {
        if value == i128::from(i64::MIN) {
            "int64_t{-9223372036854775807 - 1}".to_owned()
        } else {
            format!("int64_t{{{value}}}")
        }
    };
    match ty {
        Type::Bool => (value != 0).to_string(),
        Type::Int if value == i128::from(i32::MIN) => "(-2147483647 - 1)".to_owned(),
        Type::Int => value.to_string(),
        Type::UInt => format!("{value}U"),
        Type::Char => format!("int8_t{{{value}}}"),
        Type::UChar => format!("uint8_t{{{value}}}"),
        Type::Short => format!("int16_t{{{value}}}"),
        Type::UShort => format!("uint16_t{{{value}}}"),
        Type::Long => long(value),
        Type::ULong => format!("uint64_t{{{value}U}}"),
        Type::DateTime => format!("mql::datetime{{{}}}", long(value)),
        Type::Color => format!("mql::color{{{value:#x}U}}"),
        Type::Text => "mql::string()".to_owned(),
        _ => "nullptr".to_owned(),
    }
}

fn enumerator(program: &Program, ty: &Type, value: i128) -> String {
    let text = super::type_text(program, ty);
    if let Type::Enum(id) = ty {
        let info = program.enumeration(*id);
        let found = info.constants.iter().find(|(_, known)| *known == value);
        if let (Some((name, _)), None) = (found, info.class) {
            let name = crate::names::output(name);
            return if info.is_prelude { format!("mql::{name}") } else { name };
        }
    }
    format!("mql::cast<{text}>({value})")
}

/// `mql::string(u"...")`.
pub(super) fn text_literal(text: &str) -> String {
    format!("mql::string(u{})", quoted(text))
}

/// The text between quotes, with everything but plain ASCII escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut output = String::from("\"");
    for character in text.chars() {
        let code = u32::from(character);
        match character {
            '"' => output.push_str("\\\""),
            '\\' => output.push_str("\\\\"),
            '\n' => output.push_str("\\n"),
            '\t' => output.push_str("\\t"),
            '\r' => output.push_str("\\r"),
            // Octal escapes end by themselves after three digits.
            _ if code < 0x20 || code == 0x7F => {
                let _ = write!(output, "\\{code:03o}");
            }
            '?' => output.push_str("\\?"),
            _ if character.is_ascii() => output.push(character),
            _ if (0xA0..=0xFFFF).contains(&code) => {
                let _ = write!(output, "\\u{code:04x}");
            }
            _ => {
                let _ = write!(output, "\\U{code:08x}");
            }
        }
    }
    output.push('"');
    output
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn text_survives_in_source() {
        assert_eq!(quoted("a\"b\\c\n"), r#""a\"b\\c\n""#);
        assert_eq!(quoted("\u{e9}\u{1}1"), r#""\u00e9\0011""#);
    }
}
