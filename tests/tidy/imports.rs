//! Which module imports which: the rows of the design, and the paths that code writes.

use std::collections::BTreeMap;

use super::source::{SourceFile, find_word, inline_modules};

/// The rows, lowest first. A module imports from lower rows only, never from its own.
pub(crate) const ROWS: &[&[&str]] = &[
    &["types"],
    &["clock", "sync", "telemetry"],
    &["indicators", "news", "model"],
    &["features"],
    &["signals", "risk", "execution"],
    &["engine"],
    &["backtest", "research", "training", "store", "http", "feeds", "config", "bridge"],
    &["logging", "retraining", "serve", "sweep"],
    &["ffi"],
    // `replay` drives the library through the C ABI: it uses the structures of `ffi::abi` as a C
    // host uses the header.
    &["cli"],
];

/// The row of the last deterministic module.
const ENGINE_ROW: usize = 5;

/// The row of a module, when the design knows it.
pub(crate) fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// Whether the module does no I/O, spawns no thread and reads no clock: `types` to `engine`.
pub(crate) fn is_deterministic(module: &str) -> bool {
    row(module).is_some_and(|row| row <= ENGINE_ROW)
}

/// A path that code names, with the groups of `use` written out.
#[derive(Debug, PartialEq)]
pub(crate) struct NamedPath {
    /// Segments, such as `["std", "fs", "File"]`.
    pub(crate) segments: Vec<String>,
    /// Where in the file.
    pub(crate) offset: usize,
}

/// Every path of the file that has at least two segments.
pub(crate) fn named_paths(code: &str) -> Vec<NamedPath> {
    let mut paths = Vec::new();
    let mut skip_to = 0;
    for (offset, _) in code.match_indices("::") {
        if offset < skip_to {
            continue;
        }
        let head = code[..offset].trim_end();
        let start = head
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        if start == head.len() {
            continue;
        }
        skip_to = read_tree(code, start, &[], &mut paths);
    }
    paths
}

/// Reads one path or use-tree at `start`, adds what it names, and returns where it ends.
fn read_tree(code: &str, start: usize, prefix: &[String], paths: &mut Vec<NamedPath>) -> usize {
    let mut segments = prefix.to_vec();
    let mut at = start;
    loop {
        at += code[at..].len() - code[at..].trim_start().len();
        let rest = &code[at..];
        if rest.starts_with('{') {
            return read_group(code, at, &segments, paths);
        }
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
            .unwrap_or(rest.len());
        if length > 0 {
            segments.push(rest[..length].to_owned());
        }
        at += length;
        let spaces = code[at..].len() - code[at..].trim_start().len();
        if length == 0 || !code[at + spaces..].starts_with("::") {
            break;
        }
        at += spaces + 2;
    }
    paths.push(NamedPath { segments, offset: start });
    at.max(start + 1)
}

fn read_group(code: &str, open: usize, prefix: &[String], paths: &mut Vec<NamedPath>) -> usize {
    let mut at = open + 1;
    while at < code.len() {
        at += code[at..].len() - code[at..].trim_start_matches([' ', '\n', ',']).len();
        if code[at..].starts_with('}') {
            return at + 1;
        }
        at = read_tree(code, at, prefix, paths);
        let stop = code[at..].find([',', '}']).map_or(code.len(), |stop| at + stop);
        at = stop;
    }
    code.len()
}

/// Exported macros by name, with the module that defines each: they live at the crate's root.
pub(crate) fn exported_macros(files: &[SourceFile]) -> BTreeMap<String, String> {
    let mut macros = BTreeMap::new();
    for file in files {
        let Some(module) = file.module() else { continue };
        for (offset, attribute) in file.code.match_indices("#[macro_export]") {
            let rest = &file.code[offset + attribute.len()..];
            let Some(at) = find_word(rest, "macro_rules!").first().copied() else { continue };
            let name = rest[at + "macro_rules!".len()..].trim_start();
            let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
            macros.insert(name[..end].to_owned(), module.to_owned());
        }
    }
    macros
}

/// The module of the crate that a path leads to from this file, if it leaves the file's own.
fn destination(file: &SourceFile, path: &NamedPath) -> Option<String> {
    let segments = &path.segments;
    let supers = segments.iter().take_while(|segment| *segment == "super").count();
    let first = segments.first()?;
    if first == "crate" || first == "hypertrader" {
        return segments.get(1).cloned();
    }
    let inline =
        inline_modules(&file.code).iter().filter(|range| range.contains(&path.offset)).count();
    (supers > 0 && supers >= file.depth() + inline).then(|| segments.get(supers).cloned())?
}

/// Forbidden imports of one file, as (line, message).
pub(crate) fn forbidden(
    file: &SourceFile,
    macros: &BTreeMap<String, String>,
) -> Vec<(usize, String)> {
    let Some(from) = file.module().filter(|module| *module != "lib" && *module != "main") else {
        return Vec::new();
    };
    let Some(from_row) = row(from) else {
        let message = format!("module `{from}` is in no row; expected it in ROWS of tests/tidy");
        return vec![(1, message)];
    };
    let mut findings = Vec::new();
    for path in named_paths(&file.code) {
        let Some(mut to) = destination(file, &path) else { continue };
        if let Some(module) = macros.get(&to) {
            to = module.clone();
        }
        let allowed = to == from || row(&to).is_some_and(|to_row| to_row < from_row);
        if !allowed {
            let message = format!("`{from}` imports `{to}`; expected only lower rows (see ROWS)");
            findings.push((file.line_of(path.offset), message));
        }
    }
    findings
}
