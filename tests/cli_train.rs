//! `hypertrader train`, `predict`, `model` and `replay` with a model, from outside.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use std::fmt::Write as _;

use command_line::{Folder, error_of, result_of, run};
use serde_json::Value;

/// SYNTHETIC bars of a minute with something to learn: the price swings, so that what it did over
/// the last minutes says where it goes. Every hundredth bar is missing.
fn bars(count: u32) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let mut random = 12_345_u64;
    let mut price = 100.0;
    for minute in (0..count).filter(|minute| minute % 100 != 99) {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let noise = (random >> 40) as f64 / (1_u64 << 24) as f64 - 0.5;
        let swing = f64::from(minute % 60) / 60.0 * std::f64::consts::TAU;
        let open = price;
        price *= 1.0 + 0.0006 * swing.cos() + 0.0008 * noise;
        let (high, low) = (open.max(price) + 0.01, open.min(price) - 0.01);
        let time_s = 1_704_067_200 + i64::from(minute) * 60;
        let volume = 10 + (random >> 60);
        writeln!(text, "{time_s},{open:.5},{high:.5},{low:.5},{price:.5},{volume}").unwrap();
    }
    text
}

/// Small enough for a test: two folds, few trees are not in the space, so few rows.
const CONFIG: &str = "[model.validation]\nfolds = 2\n[model.boosting]\nexpiry_days = 0\n";

struct Trained {
    folder: Folder,
    bars: String,
    model: String,
    result: Value,
}

fn trained(name: &str, more: &[&str]) -> Trained {
    let folder = Folder::new(name);
    let bars = folder.write("SWING_M1.csv", &bars(2_500));
    let config = folder.write("train.toml", CONFIG);
    let model = folder.path("swing.htm");
    let fixed = ["train", "--bars", &bars, "--out", &model, "--config", &config, "--trials", "2"];
    let result = result_of(&[&fixed, more].concat());
    Trained { folder, bars, model, result }
}

#[test]
fn a_model_is_trained_judged_and_written_with_its_report() {
    let Trained { folder, model, result, .. } = trained("whole", &[]);
    for key in ["rows", "folds", "auc_ovr", "log_loss", "cpu_s", "trials"] {
        assert!(!result[key].is_null(), "{key} is missing");
    }
    assert_eq!(result["folds"].as_array().unwrap().len(), 2);
    assert_eq!(result["trials"], 2);
    // The swing can be seen in the last minutes: a model that has learnt it is far from chance.
    assert!(result["auc_ovr"].as_f64().unwrap() > 0.8, "{}", result["auc_ovr"]);
    let prior = &result["folds"][0]["baselines"][0];
    assert_eq!(prior[0], "prior");
    assert!(result["folds"][0]["score"]["log_loss"].as_f64() < prior[1]["log_loss"].as_f64());
    let page = std::fs::read_to_string(folder.path("swing.html")).unwrap();
    for part in
        ["Out of fold", "Receiver operating", "Calibration", "Importance", "Learning curves"]
    {
        assert!(page.contains(part), "the report lacks {part}");
    }
    let shown = result_of(&["model", "show", &model]);
    assert_eq!(shown["id"], result["model_id"]);
    assert_eq!(shown["symbol"], "SWING");
    let log = std::fs::read_to_string(folder.path("swing.trials.jsonl")).unwrap();
    assert_eq!(log.lines().count(), 2 * 2);
}

#[test]
fn threads_and_a_cut_search_change_nothing() {
    let one = trained("one", &["--threads", "1"]);
    let two = trained("two", &["--threads", "2"]);
    let log = one.folder.path("swing.trials.jsonl");
    let whole = std::fs::read_to_string(&log).unwrap();
    let half: String = whole.lines().take(2).map(|line| format!("{line}\n")).collect();
    std::fs::write(&log, format!("{half}{{\"search\":\"cut o")).unwrap();
    let config = one.folder.path("train.toml");
    let model = &one.model;
    let fixed = ["train", "--bars", &one.bars, "--out", model, "--config", &config];
    let again = result_of(&[&fixed[..], &["--trials", "2", "--resume"]].concat());
    assert_eq!(one.result["auc_ovr"], two.result["auc_ovr"]);
    assert_eq!(one.result["auc_ovr"], again["auc_ovr"]);
    let lines = |path: &str| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let mut expected: Vec<_> = whole.lines().map(str::to_owned).collect();
    expected.sort();
    assert_eq!(lines(&log), expected);
    let error =
        error_of(&[&fixed[..], &["--trials", "2", "--resume", "--columns", "ret_1"]].concat());
    assert!(error.contains("expected"), "{error}");
}

/// Every learner, from bars to decisions.
#[test]
fn predictions_and_a_replay_use_the_model_of_any_learner() {
    let cases = [
        ("boosting", "trees", "softmax boosting: ", "gain"),
        ("forest", "trees", "random forest: trees ", "gain"),
        ("logistic", "lines", "logistic regression: penalty ", "absolute coefficients"),
        ("ridge", "lines", "ridge: penalty ", "absolute coefficients"),
    ];
    for (learner, kind, text, measure) in cases {
        let trained = trained(&format!("use-{learner}"), &["--learner", learner]);
        let shown = result_of(&["model", "show", &trained.model]);
        assert_eq!(shown["kind"], kind);
        assert_eq!(shown["trees"].as_u64() > Some(0), kind == "trees");
        assert!(shown["learner"].as_str().unwrap().starts_with(text), "{}", shown["learner"]);
        assert!(shown["costs"].as_str().unwrap().contains("model.costs.spread_frac = 0.0001"));
        assert_eq!(shown["importance_measure"], measure);
        let sum_of = |list: &Value, key: &str| -> f64 {
            list.as_array().unwrap().iter().map(|entry| entry[key].as_f64().unwrap()).sum()
        };
        assert!((sum_of(&shown["importances"], "gain") - 1.0).abs() < 1e-9);
        let details = &trained.result["details"];
        assert_eq!(details["importance_measure"], measure);
        assert!(sum_of(&details["importances"], "permutation") > 0.0);
        // Two draws: of the forest those with 500 rows a leaf, too many here, but not for chance.
        assert!(trained.result["auc_ovr"].as_f64().unwrap() > 0.65, "{learner}");
        let curve = details["folds"][0]["learning_curve"].as_array().unwrap();
        assert_eq!(curve.is_empty(), learner != "boosting");
        assert_eq!(result_of(&["model", "verify", &trained.model])["sound"], true);
        let onnx = trained.folder.path("exported.onnx");
        let written = result_of(&["model", "export", &trained.model, "--out", &onnx]);
        assert_eq!(written["bytes"].as_u64(), std::fs::metadata(&onnx).ok().map(|f| f.len()));
        predicts_and_trades(&trained);
    }
}

fn predicts_and_trades(Trained { folder, bars, model, result }: &Trained) {
    let out = folder.path("predicted.csv");
    let predicted = result_of(&["predict", "--bars", bars, "--model", model, "--out", &out]);
    assert!(predicted["rows"].as_u64().unwrap() >= result["rows"].as_u64().unwrap());
    let table = std::fs::read_to_string(&out).unwrap();
    let last: Vec<&str> = table.lines().last().unwrap().split(',').collect();
    let sum: f64 = last[1..4].iter().map(|field| field.parse::<f64>().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{last:?}");
    let config = folder.write(
        "solo.toml",
        &format!(
            "[engine]\ntrading_enabled = true\n[model]\nfile = {model:?}\n\
             [signals.gates]\nmodel_mode = \"solo\"\n[signals.stops]\natr_multiple = 1.0\n"
        ),
    );
    let replayed = result_of(&["replay", bars, "--config", &config]);
    assert!(replayed["decisions"].as_u64().unwrap() > 0, "{replayed}");
    let wrong = folder.write("wrong.toml", "[model]\nfile = \"/nowhere/model.htm\"\n");
    let error = error_of(&["replay", bars, "--config", &wrong]);
    assert!(error.contains("/nowhere/model.htm"), "{error}");
}

/// The log of one learner is not that of another.
#[test]
fn a_search_of_another_learner_is_not_gone_on_with() {
    let Trained { folder, bars, model, .. } = trained("other", &["--learner", "ridge"]);
    let config = folder.path("train.toml");
    let fixed = ["train", "--bars", &bars, "--out", &model, "--config", &config, "--trials", "2"];
    let of = |learner: &str| [&fixed[..], &["--learner", learner, "--resume"]].concat().join(" ");
    let again = result_of(&of("ridge").split(' ').collect::<Vec<_>>());
    assert_eq!(again["trials"], 2);
    let error = error_of(&of("logistic").split(' ').collect::<Vec<_>>());
    assert!(error.contains("line 1 of the log is of the search"), "{error}");
}

#[test]
fn a_damaged_model_is_refused_by_name() {
    let Trained { folder, model, .. } = trained("damaged", &[]);
    let mut bytes = std::fs::read(&model).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(folder.path("bad.htm"), &bytes).unwrap();
    let output = run(&["model", "verify", &folder.path("bad.htm"), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["code"], "model_altered");
    assert_eq!(result_of(&["model", "verify", &model])["sound"], true);
}

#[test]
fn what_cannot_be_learnt_from_is_refused() {
    let folder = Folder::new("refused");
    let out = folder.path("model.htm");
    let few = folder.write("FEW_M1.csv", &bars(150));
    let constant = folder.write("SWING_M1.csv", &bars(1_000));
    for (bars, more, expected) in [
        (&few, &[][..], "label"),
        (&constant, &["--columns", "ret_1,hour_sin,sentiment"][..], "sentiment"),
        (&constant, &["--columns", "nothing_5"][..], "the name is unknown"),
        (&constant, &["--trials", "0"][..], "trials"),
        (&constant, &["--learner", "oracle"][..], "expected one of \"boosting\" \"forest\""),
    ] {
        let error = error_of(&[&["train", "--bars", bars, "--out", &out], more].concat());
        assert!(error.contains(expected), "{error}");
        assert!(!std::path::Path::new(&out).exists());
    }
}

#[test]
fn models_of_lightgbm_are_imported_and_ours_are_exported() {
    let folder = Folder::new("import");
    let source =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/models/lightgbm/one_versus_all.txt");
    let (model, onnx) = (folder.path("imported.htm"), folder.path("exported.onnx"));
    let fixed = ["model", "import", source, "--out", &model, "--symbol", "SWING", "--period", "1m"];
    let error = error_of(&fixed);
    assert!(error.contains("Column_0"), "{error}");
    let columns = ["--columns", "ret_1,ret_5,rsi_14,dist_sma_50"];
    let imported = result_of(&[&fixed[..], &columns].concat());
    let shown = result_of(&["model", "show", &model]);
    assert_eq!((&shown["id"], &shown["rows"]), (&imported["id"], &Value::from(0)));
    assert!(shown["learner"].as_str().unwrap().contains("LightGBM"), "{}", shown["learner"]);
    let bars = folder.write("SWING_M1.csv", &bars(300));
    let out = folder.path("predicted.csv");
    let predicted = result_of(&["predict", "--bars", &bars, "--model", &model, "--out", &out]);
    assert_eq!(predicted["rows"], 297 - 49, "297 bars, of which 49 warm up the longest average");
    let written = result_of(&["model", "export", &model, "--out", &onnx]);
    assert_eq!(written["bytes"].as_u64(), std::fs::metadata(&onnx).ok().map(|file| file.len()));
}

#[test]
fn a_stated_date_is_the_date_of_the_file() {
    let folder = Folder::new("dated");
    let source =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/models/lightgbm/one_versus_all.txt");
    let out = folder.path("dated.htm");
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_hypertrader"))
        .args(["model", "import", source, "--out", &out, "--symbol", "SWING", "--period", "1m"])
        .args(["--columns", "ret_1,ret_5,rsi_14,dist_sma_50"])
        .env("SOURCE_DATE_EPOCH", "1704067200")
        .status();
    assert!(status.unwrap().success());
    let created = result_of(&["model", "show", &out])["created"].as_str().unwrap().to_owned();
    assert!(created.starts_with("2024-01-01T00:00:00"), "{created}");
}
