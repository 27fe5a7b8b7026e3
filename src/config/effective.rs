//! The values in effect after all layers: where each came from, and their hash.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::types::settings::{SectionList, SettingValue};

use super::pattern::SymbolPattern;
use super::problem::Position;

/// The layer that a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// A general section of the file.
    File(Position),
    /// A section of the file for this symbol.
    Symbol(SymbolPattern, Position),
    /// The caller's overrides.
    Override(Position),
}

impl Origin {
    /// Name of the layer: `default`, `file`, `symbol` or `override`.
    #[must_use]
    pub const fn layer(&self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File(_) => "file",
            Self::Symbol(..) => "symbol",
            Self::Override(_) => "override",
        }
    }

    /// Where the value stands in its text.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        match self {
            Self::Default => None,
            Self::File(position) | Self::Symbol(_, position) | Self::Override(position) => {
                Some(*position)
            }
        }
    }
}

/// One value in effect.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveValue {
    /// Section, such as `signals.rsi`.
    pub section: &'static str,
    /// Key within the section.
    pub key: &'static str,
    /// The value.
    pub value: SettingValue,
    /// The layer that set it last.
    pub origin: Origin,
}

/// SHA-256 over all values in effect.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParameterHash(pub [u8; 32]);

impl fmt::Display for ParameterHash {
    /// 64 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ParameterHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Hash of all values of a bundle: SHA-256 of one line `section.key = value` for each, in byte
/// order of the lines, values as TOML writes them, lines ended by a newline. Sections on which no
/// decision depends are left out.
///
/// The same values give the same hash whatever layer they came from and in whatever order the
/// sections are declared.
#[must_use]
pub fn effective_hash<S: SectionList>(settings: &S) -> ParameterHash {
    let mut settings = settings.clone();
    let mut lines = Vec::new();
    for section in settings.sections() {
        if !S::decides(section.section()) {
            continue;
        }
        for (key, value) in section.key_values() {
            lines.push(format!("{}.{key} = {value}\n", section.section()));
        }
    }
    lines.sort_unstable();
    let mut hasher = Sha256::new();
    for line in &lines {
        hasher.update(line.as_bytes());
    }
    ParameterHash(hasher.finalize().into())
}
