//! Programs that MetaEditor refuses: each must give exactly the errors that its first line names.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Number and line of an error.
type Error = (u32, u32);

fn terminal() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn programs(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(terminal().join("programs").join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "mq5"));
    paths.sort();
    paths
}

/// `// expect: 43 (5), 44 (6)`.
fn expected(text: &str) -> Vec<Error> {
    let first = text.lines().next().unwrap();
    let list = first.strip_prefix("// expect: ").unwrap_or_else(|| panic!("was {first}"));
    list.split(", ")
        .map(|entry| {
            let (number, line) = entry.split_once(" (").unwrap();
            (number.parse().unwrap(), line.trim_end_matches(')').parse().unwrap())
        })
        .collect()
}

/// Errors and warnings of a check, with everything that was written.
fn check(path: &Path) -> (Vec<Error>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mql5cpp"))
        .arg("--prelude")
        .arg(terminal().join("prelude"))
        .arg("--check")
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let errors: Vec<Error> = text.lines().filter_map(error).collect();
    assert_eq!(output.status.success(), errors.is_empty(), "{}: {text}", path.display());
    (errors, text)
}

/// `file(line,column): error 100: text`.
fn error(line: &str) -> Option<Error> {
    let (place, rest) = line.split_once("): ")?;
    let (_, place) = place.rsplit_once('(')?;
    let number = rest.split_whitespace().nth(1)?.trim_end_matches(':');
    Some((number.parse().ok()?, place.split(',').next()?.parse().ok()?))
}

#[test]
fn programs_are_rejected_for_the_reason_they_name() {
    let paths = programs("rejected");
    assert!(paths.len() > 100, "was {} programs", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let (errors, output) = check(&path);
        if errors != expected(&text) {
            wrong.push(format!("{}\n  was:\n{output}", text.lines().next().unwrap()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// README.md has a row for each of them, with the number of its first error.
#[test]
fn the_list_of_what_is_refused_is_complete() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let row = |path: &PathBuf| {
        let (number, _) = expected(&std::fs::read_to_string(path).unwrap())[0];
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let has_row = |line: &str| {
            line.starts_with(&format!("| {number} |")) && line.contains(&format!("`{name}`"))
        };
        assert!(readme.lines().any(has_row), "README.md lacks {number} of {name}");
    };
    let paths = programs("rejected");
    paths.iter().for_each(row);
    assert_eq!(readme.lines().filter(|line| line.contains("| `")).count(), paths.len());
}
