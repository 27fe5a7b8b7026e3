//! The `config` command as a script sees it: exit status, one JSON result, people's text apart.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn hypertrader(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hypertrader")).args(arguments).output().unwrap()
}

/// A file that is removed when the test ends.
struct TemporaryFile(PathBuf);

impl TemporaryFile {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn result(output: &Output) -> Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "expected one line of JSON, was {text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn validate_accepts_the_example() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hypertrader.toml");
    let output = hypertrader(&["config", "validate", example]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).ends_with("hypertrader.toml: valid\n"));

    let output = hypertrader(&["config", "validate", example, "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(result(&output)["valid"], json!(true));
}

#[test]
fn validate_names_the_place_of_each_problem() {
    let file =
        TemporaryFile::new("problems.toml", b"[engine]\nclock_skew_max_s = -1\nperoid = \"1m\"\n");
    let output = hypertrader(&["config", "validate", file.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("problems.toml:2:20: engine.clock_skew_max_s: was -1, expected "),
        "{text}"
    );
    assert!(text.contains("problems.toml:3:1: engine.peroid: "), "{text}");

    let output = hypertrader(&["--json", "config", "validate", file.path()]);
    assert_eq!(output.status.code(), Some(1));
    let result = result(&output);
    assert_eq!(result["valid"], json!(false));
    assert_eq!(result["problems"][0]["line"], json!(2));
    assert_eq!(result["problems"][0]["column"], json!(20));
    assert_eq!(result["problems"][1]["path"], json!("engine.peroid"));
}

#[test]
fn a_file_that_is_not_there_is_a_failure_with_a_result() {
    for action in ["validate", "show"] {
        let output = hypertrader(&["config", action, "no/such/file.toml", "--json"]);
        assert_eq!(output.status.code(), Some(1));
        let result = result(&output);
        assert_eq!(result["problems"][0]["file"], json!("no/such/file.toml"));
        assert_eq!(result["problems"][0]["line"], Value::Null);
    }
}

#[test]
fn show_tells_values_and_where_they_came_from() {
    let text = b"[engine]\nperiod = \"5m\"\n[symbol.\"EUR*\".engine]\nclock_skew_max_s = 7\n";
    let file = TemporaryFile::new("shown.toml", text);
    let output = hypertrader(&["config", "show", file.path(), "--symbol", "EURUSD", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = result(&output);
    let value = |path: &str| {
        let values = shown["values"].as_array().unwrap();
        values.iter().find(|value| value["path"] == path).unwrap().clone()
    };
    assert_eq!(
        value("engine.period"),
        json!({"path": "engine.period", "value": "5m", "origin": "file", "line": 2, "column": 10})
    );
    assert_eq!(value("engine.clock_skew_max_s")["origin"], json!("symbol"));
    assert_eq!(value("engine.clock_skew_max_s")["value"], json!(7));
    assert_eq!(value("engine.trading_enabled")["origin"], json!("default"));
    assert_eq!(shown["hash"].as_str().unwrap().len(), 64);
}

#[test]
fn usage_mistakes_exit_with_2_and_help_with_0() {
    for arguments in [&["config"][..], &["config", "validate"], &["nonsense"], &[]] {
        let output = hypertrader(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(!output.stderr.is_empty());
    }
    for arguments in [&["--help"][..], &["--version"], &["config", "show", "--help"]] {
        assert_eq!(hypertrader(arguments).status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_panic() {
    for arguments in [&["config", "show", "--json"][..], &["--help"]] {
        // The reading ends are dropped before the process can have written anything.
        let mut child = Command::new("sh")
            .args(["-c", "sleep 0.2; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_hypertrader")])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
}
