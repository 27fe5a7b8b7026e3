//! Settings: one declaration gives a struct, its defaults, its limits and its documentation.
//!
//! Each module declares its own section with [`settings!`](crate::settings); `config` reads text
//! into them and prints them. Nothing here knows about files or TOML.

use std::fmt;

/// A value as a configuration file or a caller gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// `true` or `false`.
    Switch(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<SettingValue>),
}

impl fmt::Display for SettingValue {
    /// As TOML writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => write_text(f, value),
            Self::List(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{value}")?;
                }
                f.write_str("]")
            }
        }
    }
}

/// Writes `text` as a TOML basic string. Rust's own escapes are not all valid there.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            '\r' => f.write_str("\\r")?,
            control if control.is_control() => write!(f, "\\u{:04X}", u32::from(control))?,
            other => write!(f, "{other}")?,
        }
    }
    f.write_str("\"")
}

/// Documentation of one key.
#[derive(Clone, Debug)]
pub struct SettingSpec {
    /// Name within its section.
    pub key: &'static str,
    /// What it does, one paragraph.
    pub doc: &'static str,
    /// Unit of the value; empty for switches and choices.
    pub unit: &'static str,
    /// Accepted values, in words.
    pub accepts: String,
    /// The default.
    pub default: SettingValue,
}

/// A problem with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    /// Key within its section.
    pub key: String,
    /// What is wrong: what it was, what was expected.
    pub message: String,
}

/// A group of keys that is configured together.
pub trait Settings: Default + Clone {
    /// Path of the section, such as `signals.rsi`.
    const SECTION: &'static str;
    /// What the section is for.
    const DOC: &'static str;

    /// Documentation of every key, in declaration order.
    fn specs() -> Vec<SettingSpec>;

    /// Sets one key. `None` if the section has no such key.
    ///
    /// # Errors
    /// (inside the option) a wrong type or a value out of range; the section is then unchanged.
    fn set(&mut self, key: &str, value: &SettingValue) -> Option<Result<(), SettingProblem>>;

    /// All keys with their present values, in declaration order.
    fn values(&self) -> Vec<(&'static str, SettingValue)>;
}

/// Any section, whatever its type: the view of [`Settings`] that can be put in a list.
///
/// Every `Settings` type has it. The names differ from those of [`Settings`] so that both traits
/// can be in scope.
pub trait AnySettings {
    /// [`Settings::SECTION`].
    fn section(&self) -> &'static str;
    /// [`Settings::DOC`].
    fn section_doc(&self) -> &'static str;
    /// [`Settings::specs`].
    fn key_specs(&self) -> Vec<SettingSpec>;
    /// [`Settings::set`].
    ///
    /// # Errors
    /// As [`Settings::set`].
    fn set_key(&mut self, key: &str, value: &SettingValue) -> Option<Result<(), SettingProblem>>;
    /// [`Settings::values`].
    fn key_values(&self) -> Vec<(&'static str, SettingValue)>;
}

impl<T: Settings> AnySettings for T {
    fn section(&self) -> &'static str {
        T::SECTION
    }

    fn section_doc(&self) -> &'static str {
        T::DOC
    }

    fn key_specs(&self) -> Vec<SettingSpec> {
        T::specs()
    }

    fn set_key(&mut self, key: &str, value: &SettingValue) -> Option<Result<(), SettingProblem>> {
        self.set(key, value)
    }

    fn key_values(&self) -> Vec<(&'static str, SettingValue)> {
        self.values()
    }
}

/// A bundle of sections that are configured together, such as all of an engine's.
pub trait SectionList: Default + Clone {
    /// Every section once, in the order in which documentation lists them.
    fn sections(&mut self) -> Vec<&mut dyn AnySettings>;

    /// What is wrong with the values taken together. The key of each problem is the whole path,
    /// such as `risk.daily_loss_frac`. Empty = sound.
    fn problems(&self) -> Vec<SettingProblem>;

    /// Whether decisions depend on a section, so that it belongs to the hash.
    fn decides(_section: &str) -> bool {
        true
    }
}

/// A type that a key can have.
pub trait SettingField: Sized {
    /// Limits on the value.
    type Limit;

    /// Converts and checks.
    ///
    /// # Errors
    /// Text that says what the value was and what was expected.
    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String>;
    /// The value as it would be written.
    fn to_value(&self) -> SettingValue;
    /// The accepted values in words.
    fn accepts(limit: &Self::Limit) -> String;
}

impl SettingField for f64 {
    type Limit = (f64, f64);

    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String> {
        let number = match *value {
            SettingValue::Float(number) => number,
            SettingValue::Integer(number) => number as Self,
            _ => return Err(format!("was {value}, expected {}", Self::accepts(limit))),
        };
        if number >= limit.0 && number <= limit.1 {
            Ok(number)
        } else {
            Err(format!("was {value}, expected {}", Self::accepts(limit)))
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::Float(*self)
    }

    fn accepts(limit: &Self::Limit) -> String {
        format!("a number from {:?} to {:?}", limit.0, limit.1)
    }
}

impl SettingField for u32 {
    type Limit = (u32, u32);

    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String> {
        match *value {
            SettingValue::Integer(number) => Self::try_from(number)
                .ok()
                .filter(|number| (limit.0..=limit.1).contains(number))
                .ok_or_else(|| format!("was {value}, expected {}", Self::accepts(limit))),
            _ => Err(format!("was {value}, expected {}", Self::accepts(limit))),
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::Integer(i64::from(*self))
    }

    fn accepts(limit: &Self::Limit) -> String {
        format!("a whole number from {} to {}", limit.0, limit.1)
    }
}

impl SettingField for i32 {
    type Limit = (i32, i32);

    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String> {
        match *value {
            SettingValue::Integer(number) => Self::try_from(number)
                .ok()
                .filter(|number| (limit.0..=limit.1).contains(number))
                .ok_or_else(|| format!("was {value}, expected {}", Self::accepts(limit))),
            _ => Err(format!("was {value}, expected {}", Self::accepts(limit))),
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::Integer(i64::from(*self))
    }

    fn accepts(limit: &Self::Limit) -> String {
        format!("a whole number from {} to {}", limit.0, limit.1)
    }
}

impl SettingField for bool {
    type Limit = ();

    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String> {
        match value {
            SettingValue::Switch(on) => Ok(*on),
            _ => Err(format!("was {value}, expected {}", Self::accepts(limit))),
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::Switch(*self)
    }

    fn accepts(_limit: &Self::Limit) -> String {
        "true or false".to_owned()
    }
}

impl SettingField for String {
    /// Longest accepted text in bytes.
    type Limit = usize;

    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String> {
        match value {
            SettingValue::Text(text) if text.len() <= *limit => Ok(text.clone()),
            _ => Err(format!("was {value}, expected {}", Self::accepts(limit))),
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::Text(self.clone())
    }

    fn accepts(limit: &Self::Limit) -> String {
        format!("text of at most {limit} bytes")
    }
}

impl<T: SettingField> SettingField for Vec<T> {
    /// Limit of each element and the largest number of elements.
    type Limit = (T::Limit, usize);

    fn from_value(value: &SettingValue, limit: &Self::Limit) -> Result<Self, String> {
        match value {
            SettingValue::List(values) if values.len() <= limit.1 => {
                values.iter().map(|value| T::from_value(value, &limit.0)).collect()
            }
            _ => Err(format!("was {value}, expected {}", Self::accepts(limit))),
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::List(self.iter().map(SettingField::to_value).collect())
    }

    fn accepts(limit: &Self::Limit) -> String {
        format!("a list of at most {}, each {}", limit.1, T::accepts(&limit.0))
    }
}

/// Declares a section of settings.
///
/// Each key: documentation, `name: type = default, "unit", limit;` where the limit is what
/// [`SettingField::Limit`] of the type asks for (`(min, max)` for numbers, `()` for switches and
/// choices).
///
/// ```
/// hypertrader::settings! {
///     /// An example.
///     pub struct ExampleSettings in "example" {
///         /// Bars in the window.
///         length: u32 = 14, "bars", (2, 1_000);
///         /// Whether to use it.
///         enabled: bool = true, "", ();
///     }
/// }
/// use hypertrader::types::settings::{SettingValue, Settings};
/// let mut settings = ExampleSettings::default();
/// assert!(settings.set("length", &SettingValue::Integer(20)).unwrap().is_ok());
/// assert!(settings.set("length", &SettingValue::Integer(1)).unwrap().is_err());
/// assert_eq!(settings.length, 20);
/// assert!(settings.set("lenght", &SettingValue::Integer(20)).is_none());
/// ```
#[macro_export]
macro_rules! settings {
    (
        $(#[doc = $section_doc:literal])+
        pub struct $name:ident in $section:literal {
            $(
                $(#[doc = $doc:literal])+
                $field:ident : $kind:ty = $default:expr, $unit:literal, $limit:expr;
            )+
        }
    ) => {
        $(#[doc = $section_doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $kind,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $crate::types::settings::Settings for $name {
            const SECTION: &'static str = $section;
            const DOC: &'static str = concat!($($section_doc, "\n",)+);

            fn specs() -> Vec<$crate::types::settings::SettingSpec> {
                let defaults = Self::default();
                vec![$($crate::types::settings::SettingSpec {
                    key: stringify!($field),
                    doc: concat!($($doc,)+).trim(),
                    unit: $unit,
                    accepts: <$kind as $crate::types::settings::SettingField>::accepts(&$limit),
                    default: $crate::types::settings::SettingField::to_value(&defaults.$field),
                },)+]
            }

            fn set(
                &mut self,
                key: &str,
                value: &$crate::types::settings::SettingValue,
            ) -> Option<Result<(), $crate::types::settings::SettingProblem>> {
                match key {
                    $(stringify!($field) => Some(
                        <$kind as $crate::types::settings::SettingField>::from_value(value, &$limit)
                            .map(|value| self.$field = value)
                            .map_err(|message| $crate::types::settings::SettingProblem {
                                key: key.to_owned(),
                                message,
                            }),
                    ),)+
                    _ => None,
                }
            }

            fn values(&self) -> Vec<(&'static str, $crate::types::settings::SettingValue)> {
                vec![$((
                    stringify!($field),
                    $crate::types::settings::SettingField::to_value(&self.$field),
                ),)+]
            }
        }
    };
}

/// Declares an enumeration that is configured by name.
///
/// ```
/// hypertrader::choice! {
///     /// What to do.
///     pub enum Example {
///         /// Nothing.
///         Ignore = "ignore",
///         /// Something.
///         Act = "act",
///     }
/// }
/// use hypertrader::types::settings::{SettingField, SettingValue};
/// assert_eq!(Example::from_value(&SettingValue::Text("act".into()), &()), Ok(Example::Act));
/// ```
#[macro_export]
macro_rules! choice {
    (
        $(#[doc = $enum_doc:literal])+
        pub enum $name:ident {
            $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[doc = $enum_doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// The name used in configuration files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl $crate::types::settings::SettingField for $name {
            type Limit = ();

            fn from_value(
                value: &$crate::types::settings::SettingValue,
                limit: &(),
            ) -> Result<Self, String> {
                match value {
                    $($crate::types::settings::SettingValue::Text(text) if text == $text => {
                        Ok(Self::$variant)
                    })+
                    _ => Err(format!("was {value}, expected {}", Self::accepts(limit))),
                }
            }

            fn to_value(&self) -> $crate::types::settings::SettingValue {
                $crate::types::settings::SettingValue::Text(self.as_str().to_owned())
            }

            fn accepts(_limit: &()) -> String {
                ["one of", $(concat!(" \"", $text, "\""),)+].concat()
            }
        }
    };
}
