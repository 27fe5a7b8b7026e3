//! Words and calls that may not appear, where, and what to write instead.

use super::imports::{is_deterministic, named_paths};
use super::source::{SourceFile, find_word};

/// Where a ban applies.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Scope {
    /// Modules `types` to `engine`.
    Deterministic,
    /// All of `src/` except these modules (`main` is the program's own file).
    LibraryExcept(&'static [&'static str]),
}

/// One ban; `what` is a path (`std::fs`), a call (`.ln(`) or any other piece of code.
pub(crate) struct Ban {
    /// What may not stand in the code.
    pub(crate) what: &'static str,
    /// What to write instead.
    pub(crate) instead: &'static str,
    /// Where.
    pub(crate) scope: Scope,
}

const fn deterministic(what: &'static str, instead: &'static str) -> Ban {
    Ban { what, instead, scope: Scope::Deterministic }
}

const fn library(what: &'static str, instead: &'static str) -> Ban {
    Ban { what, instead, scope: Scope::LibraryExcept(&[]) }
}

const fn not_command_line(what: &'static str, instead: &'static str) -> Ban {
    Ban { what, instead, scope: Scope::LibraryExcept(&["cli", "main"]) }
}

const CLOCK_SCOPE: Scope = Scope::LibraryExcept(&["clock", "cli", "main"]);

const CLOCK: &str = "the clock that is handed in (crate::clock)";
const EVENTS: &str =
    "events handed in and decisions handed out; `store`, `config` or `cli` do this";
const MAPS: &str = "BTreeMap, BTreeSet or a sorted Vec: their order is the same in every run";
const PLATFORM: &str = "+ - * / sqrt and comparisons: the platform's function differs by system";

/// Bans on code outside tests.
pub(crate) const BANS: &[Ban] = &[
    Ban { what: "std::time::SystemTime", instead: CLOCK, scope: CLOCK_SCOPE },
    Ban { what: "std::time::Instant", instead: CLOCK, scope: CLOCK_SCOPE },
    not_command_line("println!", "telemetry, which the host drains"),
    not_command_line("eprintln!", "telemetry, which the host drains"),
    not_command_line("print!", "telemetry, which the host drains"),
    not_command_line("eprint!", "telemetry, which the host drains"),
    library("dbg!", "telemetry, or nothing"),
    library("todo!", "the code"),
    library("unimplemented!", "the code, or a refusal"),
    library(".unwrap()", "`?`, a default, or an error with the numbers in it"),
    library(".expect(", "`?`, a default, or an error with the numbers in it"),
    library("as f32", "f64"),
    deterministic("HashMap", MAPS),
    deterministic("HashSet", MAPS),
    deterministic("std::thread", EVENTS),
    deterministic("std::fs", EVENTS),
    deterministic("std::net", EVENTS),
    deterministic("std::env", EVENTS),
    deterministic("std::process", EVENTS),
    deterministic("std::io", EVENTS),
    deterministic("mul_add", "`a * b + c`: fused on one processor and not on another"),
    deterministic("ln", PLATFORM),
    deterministic("ln_1p", PLATFORM),
    deterministic("log2", PLATFORM),
    deterministic("log10", PLATFORM),
    deterministic("exp", PLATFORM),
    deterministic("exp2", PLATFORM),
    deterministic("exp_m1", PLATFORM),
    deterministic("powf", PLATFORM),
    deterministic("sin", PLATFORM),
    deterministic("cos", PLATFORM),
    deterministic("tan", PLATFORM),
    deterministic("tanh", PLATFORM),
    deterministic("cbrt", PLATFORM),
    deterministic("hypot", PLATFORM),
];

impl Ban {
    fn applies_to(&self, file: &SourceFile) -> bool {
        let Some(module) = file.module() else { return false };
        match self.scope {
            Scope::Deterministic => is_deterministic(module),
            Scope::LibraryExcept(modules) => !modules.contains(&module),
        }
    }

    /// Whether a path begins with the banned one, or takes all of its parent with `*`.
    fn names(&self, segments: &[String]) -> bool {
        let mut banned = self.what.split("::").skip(1).enumerate();
        segments[0] == "std"
            && banned.all(|(index, name)| match segments.get(index + 1) {
                Some(segment) => segment == name || index > 0 && segment == "*",
                None => false,
            })
    }

    /// Offsets in the file at which the ban is broken; functions count only when called.
    fn broken_at(&self, file: &SourceFile) -> Vec<usize> {
        if self.what.starts_with("std::") {
            let named = named_paths(&file.code).into_iter();
            return named
                .filter(|path| self.names(&path.segments))
                .map(|path| path.offset)
                .collect();
        }
        let function = self.instead == PLATFORM;
        let words = find_word(&file.code, self.what).into_iter();
        words.filter(|offset| !function || is_method(&file.code, *offset)).collect()
    }
}

/// Whether the word is a method or an associated function of a float: `.ln`, `f64::ln`.
fn is_method(code: &str, offset: usize) -> bool {
    let before = code[..offset].trim_end();
    before.ends_with('.') && !before.ends_with("..") || before.ends_with("f64::")
}

/// Broken bans of one file outside tests, as (line, message).
pub(crate) fn broken(file: &SourceFile) -> Vec<(usize, String)> {
    let mut findings = Vec::new();
    for ban in BANS.iter().filter(|ban| ban.applies_to(file)) {
        for offset in ban.broken_at(file) {
            let line = file.line_of(offset);
            if !file.is_test(line) {
                findings.push((line, format!("was `{}`, expected {}", ban.what, ban.instead)));
            }
        }
    }
    findings
}

/// The unit that nobody agrees on, as a word of a name or of a setting, as (line, message).
pub(crate) fn vague_units(text: &str) -> Vec<(usize, String)> {
    let is_vague = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "pip" | "pips");
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if words_of_names(line).iter().any(|word| is_vague(word)) {
            let message = format!("was `{}`, expected points or money", line.trim());
            findings.push((index + 1, message));
        }
    }
    findings
}

/// Words of the names in a line: `stop_pips`, `stopPips` and `STOP_PIPS` each hold two.
fn words_of_names(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous_is_lower = false;
    for character in line.chars() {
        let begins =
            !character.is_ascii_alphabetic() || character.is_ascii_uppercase() && previous_is_lower;
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (character.is_ascii_alphabetic(), words.last_mut()) {
            word.push(character);
        }
        previous_is_lower = character.is_ascii_lowercase();
    }
    words
}
