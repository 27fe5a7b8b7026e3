//! The rules of this repository that a compiler does not check, and proof that each rule bites.
//!
//! The rules are in `tests/tidy/`: `imports` (who may use whom), `bans` (what may not be called
//! where), `shape` (lengths, characters, orphans) and `papers` (dependencies, links, changelog).
//! Exceptions are listed here, each with its reason. `tests/tidy/samples.rs` feeds every rule a bad
//! sample.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "tidy/bans.rs"]
mod bans;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/papers.rs"]
mod papers;
#[path = "tidy/samples.rs"]
mod samples;
#[path = "tidy/shape.rs"]
mod shape;
#[path = "tidy/source.rs"]
mod source;

use std::path::{Path, PathBuf};

use source::SourceFile;

/// Breaks of a rule that stay: rule, file, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("bans", "src/model/onnx/single.rs", "ONNX Runtime compares singles, so it must round to them"),
    ("columns of other files", "include/hypertrader.h", "generated from the doc comments"),
];

/// Characters outside ASCII that sources may hold: lines and arrows of diagrams in module text.
const ALLOWED_CHARACTERS: &[char] =
    &['─', '│', '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼', '▲', '▼', '►', '◄', '→'];

/// Folders that hold sources; build output and version control are not among them.
const FOLDERS: &[&str] = &[
    "src", "tests", "benches", "examples", "include", "mql5", "scripts", ".ci", ".github", "fuzz",
    "deploy", "docs",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below the source folders and beside Cargo.toml, as paths from the root.
fn all_files() -> Vec<String> {
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    let beside = std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    files.extend(beside.filter(|path| path.is_file()));
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_file() {
                files.push(path);
            } else if !["target", "corpus", "artifacts"].iter().any(|made| path.ends_with(made)) {
                folders.push(path);
            }
        }
    }
    let relative = |path: PathBuf| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    let mut files: Vec<String> =
        files.into_iter().map(|path| relative(path).replace('\\', "/")).collect();
    files.sort();
    files
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    extensions.contains(&extension.unwrap_or(""))
}

/// Files with one of the extensions; the empty one stands for scripts without.
fn texts(extensions: &[&str]) -> Vec<(String, String)> {
    let chosen = all_files().into_iter().filter(|path| has_extension(path, extensions));
    chosen.map(|path| (path.clone(), read(&path))).collect()
}

fn rust_files() -> Vec<SourceFile> {
    texts(&["rs"]).iter().map(|(path, text)| SourceFile::new(path, text)).collect()
}

/// Fails with every finding that is not a listed exception, and with exceptions no longer needed.
fn report(rule: &str, findings: impl IntoIterator<Item = (String, (usize, String))>) {
    let exceptions = EXCEPTIONS.iter().filter(|(of, _, _)| *of == rule);
    let mut unused: Vec<&str> = exceptions.map(|(_, file, _)| *file).collect();
    let files = unused.clone();
    let mut kept = Vec::new();
    for (path, (line, message)) in findings {
        if files.contains(&path.as_str()) {
            unused.retain(|file| *file != path);
        } else {
            kept.push(format!("{path}:{line}: {message}"));
        }
    }
    unused.retain(|file| root().join(file).exists());
    assert!(kept.is_empty(), "{rule}:\n{}", kept.join("\n"));
    assert!(unused.is_empty(), "{rule}: no longer an exception, take it off the list: {unused:?}");
}

/// Applies a rule on plain text to files of the given kinds.
fn check_texts(rule: &str, extensions: &[&str], check: impl Fn(&str) -> Vec<(usize, String)>) {
    let findings = texts(extensions).into_iter().flat_map(|(path, text)| {
        let found = check(&text);
        found.into_iter().map(move |finding| (path.clone(), finding)).collect::<Vec<_>>()
    });
    report(rule, findings);
}

/// Applies a rule on Rust code.
fn check_rust(rule: &str, check: impl Fn(&SourceFile) -> Vec<(usize, String)>) {
    let files = rust_files();
    assert!(files.len() > 20, "was {} Rust files, expected the whole repository", files.len());
    let findings = files.iter().flat_map(|file| {
        check(file).into_iter().map(|finding| (file.path.clone(), finding)).collect::<Vec<_>>()
    });
    report(rule, findings);
}

#[test]
fn modules_import_only_lower_rows() {
    let macros = imports::exported_macros(&rust_files());
    check_rust("imports", |file| imports::forbidden(file, &macros));
}

#[test]
fn banned_calls_do_not_appear() {
    check_rust("bans", bans::broken);
}

/// The files with locks: opening and closing engines and what that starts, joining an account's
/// risk pool, figures of calls that concern no engine, and training, where the timer only tries a
/// lock and submits a job. Calls of the tick path go through none of them, so no lock can be taken
/// there.
#[test]
fn locks_are_where_no_tick_passes() {
    let locks = ["Mutex", "RwLock", "Condvar", "ReentrantMutex", "Barrier"];
    let with_lock = |file: &SourceFile| {
        file.path.starts_with("src/")
            && locks.iter().any(|lock| !source::find_word(&file.code, lock).is_empty())
    };
    let files: Vec<String> =
        rust_files().iter().filter(|file| with_lock(file)).map(|file| file.path.clone()).collect();
    let expected = [
        "src/ffi/background.rs",
        "src/ffi/table.rs",
        "src/logging/writer.rs",
        "src/retraining/link.rs",
        "src/retraining/window.rs",
        "src/retraining/worker.rs",
        "src/serve/thread.rs",
        "src/sync/risk_pool.rs",
        "src/telemetry/registry.rs",
    ];
    assert_eq!(files, expected);
}

#[test]
fn the_vague_unit_names_nothing() {
    let outside_tests = |file: &SourceFile| {
        let mut found = bans::vague_units(&file.without_comments);
        found.retain(|(line, _)| !file.is_test(*line));
        found
    };
    check_rust("units", outside_tests);
    check_texts("units", &["set", "toml"], bans::vague_units);
}

#[test]
fn lines_fit_the_columns() {
    let is_sample = |file: &SourceFile, line: usize| {
        file.is_test(line) && file.without_comments.lines().nth(line - 1).is_some_and(has_string)
    };
    let long = |file: &SourceFile| {
        let mut found = shape::long_lines(&read(&file.path));
        found.retain(|(line, _)| !is_sample(file, *line));
        found
    };
    check_rust("columns", long);
    check_texts("columns of other files", &["c", "h", "cpp", "hpp", "sh", ""], shape::long_lines);
}

/// Recorded input in a test stands as it came, however long.
fn has_string(line: &str) -> bool {
    line.contains('"')
}

#[test]
fn files_are_not_too_long() {
    let kinds = ["rs", "c", "h", "cpp", "hpp", "mqh", "mq5", "sh"];
    check_texts("file length", &kinds, shape::long_file);
}

#[test]
fn functions_fit_a_screen() {
    check_rust("function length", shape::long_functions);
}

#[test]
fn sources_are_ascii() {
    let kinds = ["rs", "c", "h", "cpp", "hpp", "mqh", "mq5", "sh", "toml", "set", "yml"];
    check_texts("ascii", &kinds, |text| shape::foreign_characters(text, ALLOWED_CHARACTERS));
}

#[test]
fn nothing_is_left_unfinished() {
    let kinds = ["rs", "c", "h", "cpp", "hpp", "mqh", "mq5", "sh", "toml", "md", "yml", ""];
    check_texts("unfinished", &kinds, shape::unfinished);
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    check_texts("module text", &["rs"], shape::missing_module_text);
}

#[test]
fn every_file_belongs_to_a_module() {
    let mut files = rust_files();
    files.retain(|file| file.path.starts_with("src/"));
    let message = || (1, "no `mod` declares this file; expected one, or no file".to_owned());
    report("orphans", shape::orphans(&files).into_iter().map(|path| (path, message())));
}

#[test]
fn every_dependency_says_why() {
    let found = papers::unexplained_dependencies(&read("Cargo.toml"));
    report("dependencies", found.into_iter().map(|finding| ("Cargo.toml".to_owned(), finding)));
}

#[test]
fn links_lead_somewhere() {
    let documents = texts(&["md"]);
    assert!(documents.iter().any(|(path, _)| path == "README.md"), "README.md is missing");
    for (path, text) in documents {
        let folder = root().join(&path).parent().unwrap().to_owned();
        let found = papers::broken_links(&text, |target| {
            let target = folder.join(target);
            if target.is_dir() { Some(String::new()) } else { std::fs::read_to_string(target).ok() }
        });
        report("links", found.into_iter().map(|finding| (path.clone(), finding)));
    }
}

#[test]
fn the_changelog_has_room_for_the_next_release() {
    let found = papers::changelog_without_unreleased(&read("CHANGELOG.md"));
    report("changelog", found.into_iter().map(|finding| ("CHANGELOG.md".to_owned(), finding)));
}
