//! Length, characters, first lines, unfinished work, and files that nobody includes.

use std::collections::BTreeSet;

use super::source::{SourceFile, find_word};

/// Longest line in characters.
pub(crate) const COLUMNS: usize = 100;
/// Most lines of a file.
pub(crate) const FILE_LINES: usize = 1_000;
/// Most lines of a function outside tests.
pub(crate) const FUNCTION_LINES: usize = 70;

/// Lines that are too long, as (line, message). A row of a table in a doc comment cannot be
/// wrapped.
pub(crate) fn long_lines(text: &str) -> Vec<(usize, String)> {
    let is_row = |line: &str| ["/// |", "//! |"].iter().any(|row| line.trim().starts_with(row));
    let lengths = text.lines().map(|line| (line, line.chars().count())).enumerate();
    lengths
        .filter(|(_, (line, length))| *length > COLUMNS && !is_row(line))
        .map(|(index, (_, length))| {
            (index + 1, format!("was {length} columns, expected <= {COLUMNS}"))
        })
        .collect()
}

/// A file that is too long. The header that hosts include is one file, whatever is in it.
pub(crate) fn long_file(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().count();
    let message = format!("was {lines} lines, expected <= {FILE_LINES}: split by concept");
    let generated = text.contains("Generated from the Rust sources; do not edit.");
    (lines > FILE_LINES && !generated).then_some((FILE_LINES, message)).into_iter().collect()
}

/// Functions outside tests that do not fit a screen, as (line, message).
pub(crate) fn long_functions(file: &SourceFile) -> Vec<(usize, String)> {
    let mut findings = Vec::new();
    for offset in find_word(&file.code, "fn") {
        let first = file.line_of(offset);
        let rest = file.code[offset + 2..].trim_start();
        let name_end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(0);
        let Some(end) = body_end(&file.code, offset).filter(|_| name_end > 0) else { continue };
        let lines = file.line_of(end.min(file.code.len() - 1)) - first + 1;
        if lines > FUNCTION_LINES && !file.is_test(first) {
            let name = &rest[..name_end];
            let message = format!("`{name}` was {lines} lines, expected <= {FUNCTION_LINES}");
            findings.push((first, message));
        }
    }
    findings
}

/// Where the body of the function at `offset` ends; `None` for a declaration without a body.
fn body_end(code: &str, offset: usize) -> Option<usize> {
    let mut nesting = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(offset) {
        match byte {
            b'(' | b'[' => nesting += 1,
            b')' | b']' => nesting -= 1,
            b';' if nesting == 0 => return None,
            b'{' if nesting == 0 => return Some(super::source::closing(code, at)),
            _ => {}
        }
        if nesting < 0 {
            return None;
        }
    }
    None
}

/// Characters outside ASCII, except those allowed, as (line, message).
pub(crate) fn foreign_characters(text: &str, allowed: &[char]) -> Vec<(usize, String)> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let foreign = line.chars().find(|c| !c.is_ascii() && !allowed.contains(c));
        if let Some(character) = foreign {
            findings.push((index + 1, format!("was {character:?}, expected ASCII")));
        }
    }
    findings
}

/// Notes of unfinished work, as (line, message).
pub(crate) fn unfinished(text: &str) -> Vec<(usize, String)> {
    let notes = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(note) = notes.iter().find(|note| !find_word(line, note).is_empty()) {
            let message = format!("was `{note}`, expected finished work or an issue");
            findings.push((index + 1, message));
        }
    }
    findings
}

/// A Rust file that does not say in its first line what it is for.
pub(crate) fn missing_module_text(text: &str) -> Vec<(usize, String)> {
    let says = text.lines().next().is_some_and(|line| line.starts_with("//! ") && line.len() > 4);
    let finding = (1, "expected `//!` and what the module is for in the first line".to_owned());
    (!says).then_some(finding).into_iter().collect()
}

/// Files under `src/` that no `mod` declares, as paths.
pub(crate) fn orphans(files: &[SourceFile]) -> Vec<String> {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let declares = |parent: &String, name: &str| {
        let parent = files.iter().find(|file| file.path == *parent);
        parent.is_some_and(|parent| {
            let code = &parent.code;
            let mut declared = find_word(code, "mod").into_iter();
            declared.any(|at| {
                let rest = code[at + 3..].trim_start().strip_prefix(name);
                rest.is_some_and(|rest| rest.trim_start().starts_with(';'))
            })
        })
    };
    let is_orphan = |path: &&&str| {
        let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
        let inside = inside.strip_suffix("/mod").unwrap_or(inside);
        let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
        let is_root = folder.is_empty() && (name == "lib" || name == "main");
        let parents = if folder.is_empty() {
            ["src/lib.rs".to_owned(), "src/main.rs".to_owned()]
        } else {
            [format!("src/{folder}/mod.rs"), format!("src/{folder}.rs")]
        };
        !is_root && !parents.iter().any(|parent| declares(parent, name))
    };
    paths.iter().filter(is_orphan).map(|path| (*path).to_owned()).collect()
}
