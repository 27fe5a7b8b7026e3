//! A bad sample for every rule, and the good neighbour that the rule must leave alone.

use std::collections::BTreeMap;

use super::source::SourceFile;
use super::{bans, imports, papers, shape};

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile::new(path, text)
}

fn imports_of(path: &str, text: &str) -> Vec<(usize, String)> {
    let macros = BTreeMap::from([("settings".to_owned(), "types".to_owned())]);
    imports::forbidden(&file(path, text), &macros)
}

fn lines(findings: &[(usize, String)]) -> Vec<usize> {
    let mut lines: Vec<usize> = findings.iter().map(|(line, _)| *line).collect();
    lines.dedup();
    lines
}

#[test]
fn imports_of_higher_rows_are_found_in_every_spelling() {
    let bad = [
        "use crate::engine::Engine;",
        "use crate::{types::Tick, engine::{self, Engine}};",
        "use crate :: engine;",
        "use super::super::engine::Engine;",
        "fn f() { crate::engine::run(); }",
        "fn f() { super::super::engine::run(); }",
        "pub use crate::engine as e;",
        "mod inner { use super::super::super::engine::Engine; }",
        "use hypertrader::engine::Engine;",
        "use crate::unheard_of::X;",
    ];
    for text in bad {
        assert_eq!(lines(&imports_of("src/risk/limits.rs", text)), [1], "{text}");
    }
}

#[test]
fn imports_of_a_sibling_in_the_same_row_are_found() {
    assert_eq!(lines(&imports_of("src/risk/mod.rs", "\nuse crate::signals::Votes;")), [2]);
    assert_eq!(lines(&imports_of("src/risk/mod.rs", "\nuse super::signals::Votes;")), [2]);
    assert_eq!(lines(&imports_of("src/ffi/mod.rs", "use crate::cli::Cli;")), [1]);
}

#[test]
fn imports_of_lower_rows_and_of_ones_own_module_are_left_alone() {
    let good = "use crate::{types::Tick, features::Row};\nuse super::limits::Limit;\n\
                use crate::risk::Approved; // crate::engine in a comment\n\
                const TEXT: &str = \"use crate::engine::Engine;\";\n\
                crate::settings! {}\nmod inner { use super::super::limits::Limit; }\n\
                fn f<'a>(x: &'a str) -> char { '\"' }\n";
    assert_eq!(imports_of("src/risk/sizing.rs", good), []);
    assert_eq!(imports_of("src/lib.rs", "pub use crate::engine::Engine;"), []);
}

#[test]
fn a_module_outside_the_rows_is_found() {
    assert_eq!(lines(&imports_of("src/helpers/mod.rs", "")), [1]);
}

#[test]
fn every_ban_bites_and_spares_tests_and_other_words() {
    for ban in bans::BANS {
        let sample = sample_of(ban.what);
        let bad = format!("fn f() {{\n    {sample}\n}}\n");
        let found = bans::broken(&file("src/risk/a.rs", &bad));
        assert!(found.iter().any(|(line, _)| *line == 2), "`{}` was not found", ban.what);
        assert!(found.iter().all(|(_, message)| message.contains("expected")));
        let in_test = format!("#[cfg(test)]\nmod tests {{\n{bad}}}\n");
        assert_eq!(bans::broken(&file("src/risk/a.rs", &in_test)), [], "{}", ban.what);
        let in_text = format!("// {sample}\nconst A: &str = \"{sample}\";\n");
        assert_eq!(bans::broken(&file("src/risk/a.rs", &in_text)), [], "{}", ban.what);
    }
}

fn sample_of(what: &str) -> String {
    match what {
        "as f32" => "let a = b as f32;".to_owned(),
        name if name.starts_with("std::") => format!("use {{x, std::{{{}}}}};", &name[5..]),
        name if name.ends_with('!') => format!("{name}()"),
        name if name.starts_with('.') => format!("a{name}"),
        name => format!("let a = b.{name}(c); let d = f64::{name}(e);"),
    }
}

#[test]
fn bans_end_where_their_scope_ends() {
    let text = "fn f() { std::fs::read(x); std::time::Instant::now(); println!(); exp(); }";
    assert_eq!(bans::broken(&file("src/main.rs", text)), []);
    let in_config = bans::broken(&file("src/config/mod.rs", text));
    assert_eq!(in_config.len(), 2, "the clock and the print, not the file: {in_config:?}");
    let variant = "fn f() { ExecutionMode::Instant; a.expand(); std::time::Duration::ZERO; }";
    assert_eq!(bans::broken(&file("src/types/a.rs", variant)), []);
    assert_eq!(lines(&bans::broken(&file("src/types/a.rs", "use std::time::*;"))), [1]);
}

#[test]
fn the_vague_unit_is_found_in_names_and_settings() {
    for bad in ["stop_pips", "let pip = 1;", "stopPips", "MAX_PIP", "name = \"pip-value\""] {
        assert_eq!(lines(&bans::vague_units(bad)), [1], "{bad}");
    }
    for good in ["pipeline", "pipe", "Pippin"] {
        assert_eq!(bans::vague_units(good), [], "{good}");
    }
}

#[test]
fn long_lines_and_files_are_found() {
    let line = "x".repeat(shape::COLUMNS);
    assert_eq!(shape::long_lines(&line), []);
    assert_eq!(lines(&shape::long_lines(&format!("\n{line}x"))), [2]);
    assert_eq!(shape::long_lines(&format!("    /// | {line} |")), []);
    assert_eq!(shape::long_file(&"\n".repeat(shape::FILE_LINES)), []);
    assert_eq!(shape::long_file(&"\n".repeat(shape::FILE_LINES + 1)).len(), 1);
}

#[test]
fn long_functions_are_found_outside_tests() {
    let of = |lines: usize| format!("fn long(a: [u8; 4])\n{{{}}}\n", "\n".repeat(lines - 2));
    assert_eq!(shape::long_functions(&file("src/a.rs", &of(shape::FUNCTION_LINES))), []);
    let too_long = of(shape::FUNCTION_LINES + 1);
    assert_eq!(lines(&shape::long_functions(&file("src/a.rs", &too_long))), [1]);
    let in_test = format!("#[cfg(test)]\nmod tests {{\n{too_long}}}");
    assert_eq!(shape::long_functions(&file("src/a.rs", &in_test)), []);
    let after_test = format!("{in_test}\n{too_long}");
    assert_eq!(shape::long_functions(&file("src/a.rs", &after_test)).len(), 1);
    let declared = format!("trait A {{ fn a(); }}\nfn f(a: fn(u8)) {{}}\n{}", "\n".repeat(200));
    assert_eq!(shape::long_functions(&file("src/a.rs", &declared)), []);
}

#[test]
fn foreign_characters_are_found() {
    assert_eq!(lines(&shape::foreign_characters("a\n\u{e9}", &[])), [2]);
    assert_eq!(shape::foreign_characters("a\n\u{e9}", &['\u{e9}']), []);
}

#[test]
fn notes_of_unfinished_work_are_found() {
    for note in [concat!("TO", "DO"), concat!("FIX", "ME")] {
        assert_eq!(lines(&shape::unfinished(&format!("a\n// {note}: later"))), [2]);
        assert_eq!(shape::unfinished(&format!("{note}S_DONE")), []);
    }
}

#[test]
fn a_file_without_purpose_is_found() {
    for bad in ["", "//!\n", "// a\n", "use a;\n//! b\n"] {
        assert_eq!(lines(&shape::missing_module_text(bad)), [1], "{bad:?}");
    }
    assert_eq!(shape::missing_module_text("//! Sizes.\n"), []);
}

#[test]
fn orphans_are_found() {
    let files = [
        file("src/lib.rs", "pub mod a;\nmod c;\n// mod lost;\n"),
        file("src/a/mod.rs", "mod b;\nmod inline { }\n"),
        file("src/a/b.rs", ""),
        file("src/a/inline.rs", ""),
        file("src/c.rs", "pub(crate) mod d;"),
        file("src/c/d.rs", ""),
        file("src/lost.rs", ""),
        file("src/main.rs", ""),
    ];
    assert_eq!(shape::orphans(&files), ["src/a/inline.rs", "src/lost.rs"]);
}

#[test]
fn dependencies_without_a_reason_are_found() {
    let manifest = "[package]\nname = \"a\"\n[dependencies]\n# Why.\na = \"1\"\nb = \"2\"\n\
                    [target.'cfg(unix)'.dependencies]\nc = \"3\"\n[features]\nd = []\n";
    assert_eq!(lines(&papers::unexplained_dependencies(manifest)), [6, 8]);
}

#[test]
fn links_that_lead_nowhere_are_found() {
    let markdown = "# A Title, twice\n[a](b.md) [c](#a-title-twice) [d](https://x.example/#y)\n\
                    [e](lost.md)\n[f](#lost)\n[g](b.md#lost)\n```\n[h](code.md)\n```\n";
    let read = |path: &str| (path == "b.md").then(|| "# Found".to_owned());
    assert_eq!(lines(&papers::broken_links(markdown, read)), [3, 4, 5]);
    assert_eq!(papers::broken_links("[a](b.md#found)", read), []);
}

#[test]
fn a_changelog_without_room_is_found() {
    assert_eq!(papers::changelog_without_unreleased("# Changelog\n## 0.1.0\n").len(), 1);
    assert_eq!(papers::changelog_without_unreleased("# Changelog\n## [Unreleased]\n"), []);
}
