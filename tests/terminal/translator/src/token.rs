//! Tokens of MQL5.

use std::rc::Rc;

use crate::source::Pos;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Name or keyword.
    Name(Rc<str>),
    /// Integer with its suffix: value, whether unsigned or long was asked for, whether decimal.
    Integer {
        /// Magnitude.
        value: u64,
        /// Suffix `U`.
        unsigned: bool,
        /// Suffix `L`.
        long: bool,
        /// Written in base ten.
        decimal: bool,
    },
    /// Real number; `true` with the suffix `f`.
    Real(f64, bool),
    /// Text between double quotes, escapes resolved.
    Text(Rc<str>),
    /// Character between single quotes.
    Character(u16),
    /// `D'...'` in seconds since 1970.
    Date(i64),
    /// `C'...'` as 0x00BBGGRR.
    Color(u32),
    /// Operator or bracket.
    Sign(&'static str),
    /// `<...>` after `#include`.
    IncludePath(Rc<str>),
    /// `#import "name"`, or `#import` alone, which ends the block.
    Import(Option<Rc<str>>),
    /// `#property name value`.
    Property(Rc<str>, Rc<str>),
    /// End of input.
    End,
}

/// A token with its place.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// What.
    pub(crate) kind: Kind,
    /// Where.
    pub(crate) pos: Pos,
    /// Nothing but spaces stands before it on its line.
    pub(crate) first_on_line: bool,
    /// A space or a line break stands before it.
    pub(crate) spaced: bool,
    /// `//` comment behind it on its line: the label of an input.
    pub(crate) comment: Option<Rc<str>>,
}

impl Token {
    /// A token that stands for itself at the start of a line.
    pub(crate) fn new(kind: Kind, pos: Pos) -> Self {
        Self { kind, pos, first_on_line: true, spaced: true, comment: None }
    }

    /// Whether this is the given operator or bracket.
    pub(crate) fn is_sign(&self, sign: &str) -> bool {
        matches!(&self.kind, Kind::Sign(own) if *own == sign)
    }

    /// Whether this is the given name or keyword.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Name(own) if &**own == name)
    }

    /// The name, when the token is one.
    pub(crate) fn name(&self) -> Option<&Rc<str>> {
        if let Kind::Name(name) = &self.kind { Some(name) } else { None }
    }

    /// The token as messages and `#` of macros show it.
    pub(crate) fn spelling(&self) -> String {
        match &self.kind {
            Kind::Name(name) => name.to_string(),
            Kind::Integer { value, .. } => value.to_string(),
            Kind::Real(value, _) => format!("{value:?}"),
            Kind::Text(text) => format!("\"{text}\""),
            Kind::Character(code) => {
                format!("'{}'", char::from_u32(u32::from(*code)).unwrap_or('?'))
            }
            Kind::Date(seconds) => format!("D'{seconds}'"),
            Kind::Color(value) => format!("C'{value:06X}'"),
            Kind::Sign(sign) => (*sign).to_owned(),
            Kind::IncludePath(path) => format!("<{path}>"),
            Kind::Import(_) => "#import".to_owned(),
            Kind::Property(..) => "#property".to_owned(),
            Kind::End => "end of file".to_owned(),
        }
    }
}
