//! Sentiment equals Python's vaderSentiment 3.3.2, digit by digit.
//!
//! Committed: sentences of our own with Python's scores. With `HT_PYTHON`, a Python that has the
//! package, also made texts by the thousand and, where `../shared/data/news` is, every text of it;
//! then the scoreboard against its labels is printed (`-- --nocapture`).

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use hypertrader::news::sentiment::{Analyzer, Mode, Scores};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What `tests/oracles/sentiment.py` writes; `None` without a Python to ask.
fn ask(arguments: &[&str]) -> Option<Vec<Value>> {
    let python = std::env::var_os("HT_PYTHON")?;
    let script = root().join("tests/oracles/sentiment.py");
    let output = Command::new(python).arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(rows(std::str::from_utf8(&output.stdout).unwrap()))
}

/// Every text has Python's scores; all differing ones are counted, the first is shown.
fn assert_equal(rows: &[Value]) {
    let mut analyzer = Analyzer::new(Mode::Plain);
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    let differing: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let expected = Scores {
                negative_frac: number(row, "neg"),
                neutral_frac: number(row, "neu"),
                positive_frac: number(row, "pos"),
                compound: number(row, "compound"),
            };
            let was = analyzer.score(row["text"].as_str().unwrap());
            (was != expected).then(|| format!("{row}\nwas {was:?}"))
        })
        .collect();
    let count = (differing.len(), rows.len());
    assert!(differing.is_empty(), "{} of {} differ, first: {}", count.0, count.1, differing[0]);
}

#[test]
fn own_sentences_have_the_scores_of_python() {
    let golden = std::fs::read_to_string(root().join("tests/golden/news/vader.jsonl")).unwrap();
    let rows = rows(&golden);
    assert!(rows.len() > 150, "was {} sentences", rows.len());
    assert_equal(&rows);
}

#[test]
fn made_texts_have_the_scores_of_python() {
    let Some(rows) = ask(&["random", "20000"]) else { return };
    assert_eq!(rows.len(), 20_000);
    assert_equal(&rows);
}

#[test]
fn published_headlines_have_the_scores_of_python() {
    let folder = root().join("../shared/data/news");
    if !folder.exists() {
        return;
    }
    let Some(rows) = ask(&["headlines", folder.to_str().unwrap()]) else { return };
    assert!(rows.len() > 15_000, "was {} texts", rows.len());
    assert_equal(&rows);
    let labelled: Vec<&Value> = rows.iter().filter(|row| row["file"].is_string()).collect();
    let [plain, finance] = [Mode::Plain, Mode::Finance].map(|mode| scoreboard(mode, &labelled));
    for (key, score) in &finance {
        let of_plain = &plain[key];
        println!(
            "{} {} {:>5} texts: accuracy plain {:.3}, finance {:.3}; macro F1 plain {:.3}, \
             finance {:.3}",
            key.0,
            if key.1 { "held out" } else { "developed on" },
            score.texts,
            of_plain.accuracy,
            score.accuracy,
            of_plain.macro_f1,
            score.macro_f1
        );
    }
    for file in ["SEntFiN", "FinancialPhraseBank"] {
        let key = (file.to_owned(), true);
        assert!(finance[&key].accuracy > plain[&key].accuracy + 0.1, "{file}, held out");
        assert!(finance[&key].macro_f1 > plain[&key].macro_f1 + 0.1, "{file}, held out");
    }
}

struct Score {
    texts: usize,
    accuracy: f64,
    macro_f1: f64,
}

/// By file and half. A text counts as good or bad from a compound of 0.05 on, as VADER's authors
/// do.
fn scoreboard(mode: Mode, rows: &[&Value]) -> BTreeMap<(String, bool), Score> {
    let mut analyzer = Analyzer::new(mode);
    let mut confusion = BTreeMap::<(String, bool), [[usize; 3]; 3]>::new();
    for row in rows {
        let compound = analyzer.score(row["text"].as_str().unwrap()).compound;
        let judged = usize::from(compound > -0.05) + usize::from(compound >= 0.05);
        let label = usize::try_from(row["label"].as_i64().unwrap() + 1).unwrap();
        let key = (row["file"].as_str().unwrap().to_owned(), row["held_out"].as_bool().unwrap());
        confusion.entry(key).or_default()[label][judged] += 1;
    }
    confusion.into_iter().map(|(key, counts)| (key, Score::of(&counts))).collect()
}

impl Score {
    /// From counts by label and judgement.
    fn of(counts: &[[usize; 3]; 3]) -> Self {
        let texts: usize = counts.iter().flatten().sum();
        let right: usize = (0..3).map(|class| counts[class][class]).sum();
        let f1 = |class: usize| {
            let labelled: usize = counts[class].iter().sum();
            let judged: usize = counts.iter().map(|row| row[class]).sum();
            2.0 * counts[class][class] as f64 / (labelled + judged).max(1) as f64
        };
        let macro_f1 = (0..3).map(f1).sum::<f64>() / 3.0;
        Self { texts, accuracy: right as f64 / texts as f64, macro_f1 }
    }
}
