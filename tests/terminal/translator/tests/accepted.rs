//! Programs that MetaEditor compiles without a word, and what becomes of them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accepted")
}

/// Runs the translator on one of the programs, output to a file of its own.
fn translate(program: &str, output: &str) -> (Output, PathBuf) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(output);
    let prelude = Path::new(env!("CARGO_MANIFEST_DIR")).join("../prelude");
    let result = Command::new(env!("CARGO_BIN_EXE_mql5cpp"))
        .args(["--prelude", prelude.to_str().unwrap(), "--include", folder().to_str().unwrap()])
        .arg(folder().join(program))
        .args(["-o", path.to_str().unwrap()])
        .output()
        .unwrap();
    (result, path)
}

fn translation(program: &str, output: &str) -> String {
    let (result, path) = translate(program, output);
    assert!(result.status.success(), "{program}: {}", String::from_utf8_lossy(&result.stderr));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn programs_are_translated_the_same_every_time() {
    let programs = ["classes.mq5", "preprocessor.mq5", "templates.mq5", "values.mq5"];
    for program in programs {
        let first = translation(program, &format!("{program}.first.cpp"));
        let second = translation(program, &format!("{program}.second.cpp"));
        assert!(first == second, "{program} differs from run to run");
        assert!(first.contains("program_registrar"), "{program} has no entry");
    }
}

/// Each line stands in the translation of `values.mq5`.
#[test]
fn conversions_are_written_out() {
    let text = translation("values.mq5", "conversions.cpp");
    for line in [
        "x = mql::divide(x, 2.0);",
        "flags |= uint64_t{1U} << 40;",
        "byte = mql::cast<uint8_t>(mql::cast<int32_t>(byte) + 1);",
        "now.value += int64_t{60};",
        "int32_t n = 0;",
        "double value = mql::poison<double>();",
        "MqlDateTime parts = mql::poison<mql::MqlDateTime>();",
        "text.poison_fields();",
        "mql::TimeToString(now, mql::TIME_DATE | mql::TIME_SECONDS)",
        "static_assert(sizeof(Packed) == 24",
        "g->Statements_static_last",
    ] {
        assert!(text.contains(line), "expected {line:?}");
    }
}

/// Sizes and offsets of MQL5: 24 bytes with pack(8) as C++ lays it out, `value` behind 8 of them.
#[test]
fn sizes_are_constants() {
    let text = translation("values.mq5", "sizes.cpp");
    assert!(text.contains("mql::any(24), mql::any(8), mql::any(parts.year)"), "{text}");
}

#[test]
fn inputs_are_described() {
    let text = translation("values.mq5", "inputs.cpp");
    assert!(
        text.contains("\"InpOn\", \"bool\",\n            \"First\", \"Trading on\","),
        "{text}"
    );
    assert!(
        text.contains("\"InpKind\", \"ENUM_KIND\",\n            \"First\", \"Kind\","),
        "{text}"
    );
}

#[test]
fn warnings_fail_unless_they_are_asked_for() {
    let rejected = Path::new(env!("CARGO_MANIFEST_DIR")).join("../programs/rejected");
    let run = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_mql5cpp"))
            .args(["--prelude", folder().join("../../../prelude").to_str().unwrap(), "--check"])
            .arg(rejected.join("unused_variable.mq5"))
            .args(more)
            .output()
            .unwrap()
    };
    assert!(!run(&[]).status.success());
    assert!(run(&["--warnings"]).status.success());
}

#[test]
fn the_list_names_the_built_ins_used() {
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("list.txt");
    let prelude = folder().join("../../../prelude");
    let result = Command::new(env!("CARGO_BIN_EXE_mql5cpp"))
        .args(["--prelude", prelude.to_str().unwrap(), "--check"])
        .arg(folder().join("classes.mq5"))
        .args(["--list", list.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let names = std::fs::read_to_string(list).unwrap();
    assert_eq!(names, "ArrayResize\nArraySize\nCheckPointer\nPrint\n");
}
