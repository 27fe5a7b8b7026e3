//! Sentiment beside Python's `vaderSentiment` 3.3.2: not one digit may differ.
//!
//! `tests/golden/news/vader.jsonl` holds sentences written for this project with Python's answers.
//! Where Python has the package (`HT_PYTHON` names one; `scripts/test` installs it) it also answers
//! for texts made of all that the rules look at, and for recorded headlines if they are here.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::Command;

use hypertrader::news::sentiment::{Scorer, Sentiment};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares every line, and says how many there were.
fn compare(lines: &str) -> usize {
    let mut scorer = Scorer::vader();
    let mut count = 0;
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let number = |key: &str| row[key].as_f64().unwrap();
        let expected = Sentiment {
            compound: number("compound"),
            negative: number("neg"),
            neutral: number("neu"),
            positive: number("pos"),
        };
        assert_eq!(scorer.score(row["text"].as_str().unwrap()), expected, "{line}");
        count += 1;
    }
    count
}

/// What the oracle prints; `None` if Python has not the package.
fn oracle(arguments: &[&str]) -> Option<String> {
    let python = std::env::var("HT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = |arguments: &[&str]| {
        let folder = root().join("tests/oracles");
        Command::new(&python).args(arguments).current_dir(folder).output()
    };
    let version = "import importlib.metadata as m; assert m.version('vaderSentiment') == '3.3.2'";
    if !run(&["-c", version]).is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no vaderSentiment 3.3.2");
        return None;
    }
    let output = run(&[&["vader_scores.py"], arguments].concat()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn written_sentences_score_as_in_python() {
    let lines = std::fs::read_to_string(root().join("tests/golden/news/vader.jsonl")).unwrap();
    assert!(compare(&lines) > 300);
}

#[test]
fn the_written_answers_are_still_those_of_python() {
    let Some(lines) = oracle(&["written"]) else { return };
    let path = root().join("tests/golden/news/vader.jsonl");
    assert_eq!(lines, std::fs::read_to_string(path).unwrap());
}

#[test]
fn random_texts_score_as_in_python() {
    let Some(lines) = oracle(&["random", "20000", "20261201"]) else { return };
    println!("{} random texts equal", compare(&lines));
}

#[test]
fn recorded_headlines_score_as_in_python() {
    let folder = root().join("../shared/data/news");
    if !folder.is_dir() {
        println!("skipped: no recorded news beside this folder");
        return;
    }
    let Some(lines) = oracle(&["files", folder.to_str().unwrap()]) else { return };
    let count = compare(&lines);
    assert!(count > 15_000, "was {count} texts");
    println!("{count} recorded texts equal");
}
