//! Training in the background through the C ABI: shadow, promotion, rejection, roll-back, cancel.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/model.rs"]
mod model;
mod support;

use std::path::PathBuf;
use std::time::Duration;

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::{HT_E_CONFIG, HT_E_ORDER, HT_OK};
use hypertrader::ffi::engine_calls::{ht_engine_close, ht_engine_timer};
use hypertrader::ffi::model_calls::{ht_train_cancel, ht_train_start};
use hypertrader::model::file::Model;
use hypertrader::store::{read_model, write_model};
use hypertrader::types::UnixNanos;
use support::{Host, Options, START_MSC, last_error, raw};

/// A folder of its own for each test, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("hypertrader-training-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn model(&self) -> PathBuf {
        self.0.join("ACME.htm")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| !name.ends_with(".state")).collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// How the market moves: so many minutes up, as many down.
const TREND: u32 = 60;
const SWING: u32 = 12;

/// A market whose bars are handed in as history.
struct Market {
    host: Host,
    time_s: i64,
    price: f64,
    minute: u32,
}

impl Market {
    fn open(options: Options) -> Self {
        let host = Host::open(options);
        Self { host, time_s: START_MSC / 1_000, price: 100.0, minute: 0 }
    }

    /// Hands in `count` bars.
    fn bars(&mut self, count: u32, stretch: u32) {
        let rates = self.rates(count, stretch);
        let taken = raw::history(self.host.handle, rates.as_ptr(), rates.len() as i32, 0);
        assert_eq!(taken, count as i32, "{}", last_error(self.host.handle));
    }

    /// The next bars of a market that turns after every `stretch` minutes.
    fn rates(&mut self, count: u32, stretch: u32) -> Vec<HtMqlRates> {
        (0..count)
            .map(|_| {
                let noise = f64::from(self.minute.wrapping_mul(2_654_435_761) >> 16) / 65_536.0;
                let up = (self.minute / stretch).is_multiple_of(2);
                let step = if up { 0.000_5 } else { -0.000_5 } + (noise - 0.5) * 0.000_4;
                let open = self.price;
                let close = open * (1.0 + step);
                let prices = [open, open.max(close) * 1.000_01, open.min(close) * 0.999_99, close];
                let rate = HtMqlRates::new(self.time_s, prices, 10 + i64::from(self.minute % 7), 2);
                self.price = close;
                self.minute += 1;
                self.time_s += 60;
                rate
            })
            .collect()
    }

    fn timer(&self) {
        assert!(ht_engine_timer(self.host.handle, self.time_s * 1_000, 0) >= 0);
    }

    fn poll(&self) -> HtTraining {
        let mut training = HtTraining::off();
        let state = raw::train_poll(self.host.handle, &raw mut training);
        assert_eq!(state, training.state, "{}", last_error(self.host.handle));
        training
    }

    fn model(&self) -> HtModel {
        let mut model = HtModel::none();
        assert_eq!(raw::model(self.host.handle, &raw mut model), HT_OK);
        model
    }

    /// Calls the timer until training is in none of these states.
    fn wait_while(&self, states: &[i32]) -> HtTraining {
        for _ in 0..60_000 {
            self.timer();
            let training = self.poll();
            if !states.contains(&training.state) {
                return training;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("training did not come to an end: {:?}\n{}", self.poll(), self.log());
    }

    /// Lets the thread judge the bars there are. It serves the other tests' engines too.
    fn settle(&self) -> HtTraining {
        let before = self.poll();
        for _ in 0..60_000 {
            self.timer();
            let now = self.poll();
            let moved = (now.state, now.fresh_bars, now.outcome)
                != (before.state, before.fresh_bars, before.outcome);
            if moved {
                return now;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("nothing was judged: {before:?}\n{}", self.log());
    }

    fn train(&self) -> HtTraining {
        let code = ht_train_start(self.host.handle);
        assert_eq!(code, HT_OK, "{}", last_error(self.host.handle));
        self.wait_while(&[HT_TRAINING_WAITING, HT_TRAINING_RUNNING])
    }

    fn log(&self) -> String {
        let mut buffer = vec![0_u8; 65_536];
        let length = raw::log_drain(self.host.handle, buffer.as_mut_ptr(), 65_536);
        String::from_utf8(buffer[..length.max(0) as usize].to_vec()).unwrap()
    }
}

/// Small trainings: one setting, two folds, 1,200 bars.
fn options(scratch: &Scratch) -> Options {
    Options::lasting(&scratch.0)
        .set("model.file", &format!("{:?}", scratch.model().to_str().unwrap()))
        .set("model.search.trials", "1")
        .set("model.validation.folds", "2")
        .set("model.boosting.min_rows", "20")
        .set("model.retrain.mode", "\"asked\"")
        .set("model.retrain.window_bars", "1200")
        .set("model.retrain.shadow_bars", "150")
        .set("model.retrain.probation_bars", "150")
        .set("model.retrain.judge_every_bars", "10")
}

/// The model made by hand: it reads three columns, and so will its successors.
fn put_first_model(scratch: &Scratch) {
    write_model(&scratch.model(), &model::model()).unwrap();
}

fn short_id(model: &Model) -> u64 {
    u64::from_be_bytes(model.id().unwrap().0[..8].try_into().unwrap())
}

#[test]
fn a_new_model_decides_after_its_shadow_and_is_confirmed() {
    let scratch = Scratch::new("promoted");
    put_first_model(&scratch);
    let mut market = Market::open(options(&scratch));
    let first = market.model();
    assert_eq!((first.id, first.state), (short_id(&model::model()), HT_MODEL_WARMING));
    market.bars(1_200, TREND);
    let shadow = market.train();
    assert_eq!(shadow.state, HT_TRAINING_SHADOW, "{shadow:?}\n{}", market.log());
    assert!(shadow.auc_ovr > 0.8 && shadow.started_s > 0, "{shadow:?}");
    assert_eq!((shadow.fresh_bars, shadow.fresh_bars_needed), (0, 150));
    assert_eq!(market.model().id, first.id, "the old model decides");
    assert_eq!(ht_train_start(market.host.handle), HT_E_ORDER, "one at a time");

    market.bars(100, TREND);
    let shadow = market.settle();
    assert_eq!(shadow.state, HT_TRAINING_SHADOW);
    assert!((70..100).contains(&shadow.fresh_bars), "those whose outcome is known: {shadow:?}");
    assert!(shadow.newer_log_loss < shadow.older_log_loss, "{shadow:?}");
    market.bars(100, TREND);
    let probation = market.settle();
    assert_eq!(probation.outcome, HT_TRAINED_PROMOTED, "{}", market.log());
    assert_eq!(probation.state, HT_TRAINING_PROBATION);
    let new = market.model();
    assert_eq!((new.id, new.columns), (shadow.candidate_id, 3));
    assert_eq!(
        (new.state, new.id),
        (HT_MODEL_READY, short_id(&read_model(&scratch.model()).unwrap()))
    );
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.lock", "ACME.htm.previous"]);

    market.bars(200, TREND);
    let settled = market.wait_while(&[HT_TRAINING_PROBATION]);
    assert_eq!((settled.state, settled.outcome), (HT_TRAINING_IDLE, HT_TRAINED_CONFIRMED));
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.lock"]);
    let judged = market.model();
    assert!(judged.fresh_bars > 300 && judged.log_loss < judged.prior_log_loss, "{judged:?}");
    assert!(judged.calibration_error > 0.0 && judged.buy_prob + judged.sell_prob > 0.0);
    assert_eq!(ht_engine_close(market.host.handle), HT_OK);
}

#[test]
fn a_model_that_is_worse_afterwards_is_rolled_back() {
    let scratch = Scratch::new("rolled-back");
    put_first_model(&scratch);
    let options = options(&scratch).set("model.retrain.shadow_bars", "0");
    let mut market = Market::open(options);
    market.bars(1_200, TREND);
    let first = market.train();
    assert_eq!(first.outcome, HT_TRAINED_PROMOTED, "at once, without a shadow: {}", market.log());
    market.bars(300, TREND);
    market.wait_while(&[HT_TRAINING_PROBATION]);
    let of_trends = market.model();

    market.bars(1_300, SWING);
    let second = market.train();
    assert_eq!(second.state, HT_TRAINING_PROBATION, "{}", market.log());
    let of_swings = market.model();
    assert_ne!(of_swings.id, of_trends.id);
    market.bars(300, TREND);
    let settled = market.wait_while(&[HT_TRAINING_PROBATION]);
    assert_eq!(settled.outcome, HT_TRAINED_ROLLED_BACK, "{}", market.log());
    assert_eq!(market.model().id, of_trends.id);
    assert_eq!(short_id(&read_model(&scratch.model()).unwrap()), of_trends.id);
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.lock"]);
}

#[test]
fn without_a_model_a_new_one_must_beat_the_class_frequencies() {
    let scratch = Scratch::new("first");
    let mut market = Market::open(options(&scratch));
    assert_eq!(market.model().state, HT_MODEL_NONE);
    market.bars(1_200, TREND);
    let shadow = market.train();
    assert_eq!(shadow.state, HT_TRAINING_SHADOW, "{}", market.log());
    market.bars(300, SWING);
    let settled = market.wait_while(&[HT_TRAINING_SHADOW]);
    assert_eq!((settled.state, settled.outcome), (HT_TRAINING_IDLE, HT_TRAINED_REJECTED));
    assert_eq!(market.model().state, HT_MODEL_NONE, "{}", market.log());
    assert_eq!(scratch.names(), ["ACME.htm.lock"]);
}

#[test]
fn cancel_leaves_the_old_model_and_no_file() {
    let scratch = Scratch::new("cancelled");
    put_first_model(&scratch);
    let mut market = Market::open(options(&scratch).set("model.search.trials", "27"));
    assert_eq!(ht_train_cancel(market.host.handle), HT_E_ORDER);
    market.bars(1_200, TREND);
    assert_eq!(ht_train_start(market.host.handle), HT_OK);
    market.wait_while(&[HT_TRAINING_WAITING]);
    assert_eq!(market.poll().state, HT_TRAINING_RUNNING);
    assert_eq!(ht_train_cancel(market.host.handle), HT_OK);
    let ended = market.wait_while(&[HT_TRAINING_RUNNING, HT_TRAINING_WAITING]);
    assert_eq!((ended.state, ended.outcome), (HT_TRAINING_IDLE, HT_TRAINED_CANCELLED));
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.lock"]);
    assert_eq!(market.model().id, short_id(&model::model()));
}

/// An engine that was opened without training kept few bars; the host may hand in older ones.
#[test]
fn older_bars_can_be_handed_in_later() {
    let scratch = Scratch::new("older");
    put_first_model(&scratch);
    let mut market = Market::open(options(&scratch).set("model.retrain.mode", "\"off\""));
    let old = market.rates(1_000, TREND);
    market.bars(200, TREND);
    assert_eq!(ht_engine_close(market.host.handle), HT_OK);
    market.host.options = market.host.options.clone().set("model.retrain.mode", "\"asked\"");
    market.host.reopen(hypertrader::ffi::code::HT_REATTACHED);
    market.timer();
    assert_eq!(market.poll().window_bars, 200, "what the engine has kept");
    let taken = raw::history(market.host.handle, old.as_ptr(), 1_000, 0);
    assert_eq!(taken, 0, "the engine itself knows newer ones");
    market.timer();
    assert_eq!(market.poll().window_bars, 1_200);
}

#[test]
fn a_shadow_survives_a_restart_and_can_be_dropped() {
    let scratch = Scratch::new("restart");
    put_first_model(&scratch);
    let mut market = Market::open(options(&scratch));
    market.bars(1_200, TREND);
    let shadow = market.train();
    assert_eq!(ht_engine_close(market.host.handle), HT_OK);
    market.host.reopen(hypertrader::ffi::code::HT_REATTACHED);
    let again = market.wait_while(&[HT_TRAINING_IDLE]);
    assert_eq!((again.state, again.candidate_id), (HT_TRAINING_SHADOW, shadow.candidate_id));
    assert_eq!(again.window_bars, 1_200, "the bars were taken over");
    assert_eq!(ht_train_cancel(market.host.handle), HT_OK);
    let dropped = market.wait_while(&[HT_TRAINING_SHADOW]);
    assert_eq!((dropped.state, dropped.outcome), (HT_TRAINING_IDLE, HT_TRAINED_CANCELLED));
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.lock"]);
}

#[test]
fn trained_unasked_for_want_of_a_model_and_when_time_has_come() {
    let scratch = Scratch::new("auto");
    put_first_model(&scratch);
    let options = options(&scratch)
        .set("model.retrain.mode", "\"auto\"")
        .set("model.retrain.shadow_bars", "0")
        .set("model.retrain.probation_bars", "0")
        .set("model.retrain.drift_max", "0.0")
        .set("model.retrain.every_hours", "2");
    let mut market = Market::open(options);
    market.bars(1_200, TREND);
    // The model made by hand is years old.
    let trained = market.settle();
    let trained = if trained.outcome == HT_TRAINED_NONE {
        market.wait_while(&[HT_TRAINING_WAITING, HT_TRAINING_RUNNING])
    } else {
        trained
    };
    assert_eq!(trained.outcome, HT_TRAINED_PROMOTED, "{}", market.log());
    let first = market.model();
    market.bars(100, TREND);
    market.timer();
    assert_eq!(market.poll().started_s, trained.started_s, "not yet");
    market.bars(40, TREND);
    for _ in 0..60_000 {
        market.timer();
        if market.model().id != first.id {
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_ne!(market.model().id, first.id, "{}", market.log());
    assert!(market.poll().started_s >= trained.started_s + 2 * 3_600);
}

#[test]
fn bars_of_the_history_store_are_learnt_from() {
    let scratch = Scratch::new("stored");
    put_first_model(&scratch);
    let store = scratch.0.join("history");
    let options = options(&scratch)
        .set("engine.history_dir", &format!("{:?}", store.to_str().unwrap()))
        .set("model.retrain.source", "\"ACME-Demo\"");
    let mut market = Market::open(options.clone());
    let rates = market.rates(1_000, TREND);
    let overrides = options.overrides();
    let text = |text: &str| (text.as_ptr(), text.len() as i32);
    let append = raw::Append {
        mode: HT_MODE_PAPER,
        config_path: (std::ptr::null(), 0),
        overrides: text(&overrides),
        source: text("ACME-Demo"),
        symbol: text("ACME"),
        period_s: 60,
    };
    assert_eq!(raw::history_append(&append, rates.as_ptr(), 1_000), 1_000);
    market.bars(200, TREND);
    let shadow = market.train();
    assert_eq!(shadow.state, HT_TRAINING_SHADOW, "{}", market.log());
    assert_eq!(shadow.window_bars, 1_200);
    let log = market.log();
    assert!(log.contains("trained on 1200 bars"), "{log}");
}

/// The nice value of the training thread.
#[cfg(target_os = "linux")]
fn nice_of_training_thread() -> Option<i64> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let mut folders = tasks.map(|task| task.unwrap().path());
    let thread = folders.find(|folder| {
        std::fs::read_to_string(folder.join("comm")).is_ok_and(|name| name.trim() == "ht-training")
    })?;
    let stat = std::fs::read_to_string(thread.join("stat")).unwrap();
    // After the name in brackets: state is field 3, nice is field 19.
    stat.rsplit_once(')')?.1.split_whitespace().nth(16)?.parse().ok()
}

#[cfg(target_os = "linux")]
#[test]
fn the_training_thread_gives_way() {
    let scratch = Scratch::new("nice");
    put_first_model(&scratch);
    let market = Market::open(options(&scratch));
    assert_eq!(ht_train_start(market.host.handle), HT_OK);
    market.wait_while(&[HT_TRAINING_WAITING, HT_TRAINING_RUNNING]);
    assert_eq!(nice_of_training_thread(), Some(19));
}

#[test]
fn too_few_bars_are_a_failure_with_its_reason() {
    let scratch = Scratch::new("few");
    put_first_model(&scratch);
    let mut market = Market::open(options(&scratch));
    market.bars(60, TREND);
    let failed = market.train();
    assert_eq!((failed.state, failed.outcome), (HT_TRAINING_IDLE, HT_TRAINED_FAILED));
    let log = market.log();
    assert!(log.contains("ERROR training: "), "{log}");
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.lock"]);
}

#[test]
fn two_engines_cannot_train_one_model() {
    let scratch = Scratch::new("two");
    put_first_model(&scratch);
    let mut first = Market::open(options(&scratch));
    first.bars(1_200, TREND);
    assert_eq!(first.train().state, HT_TRAINING_SHADOW);
    let mut second = Market::open(options(&scratch));
    second.bars(1_200, TREND);
    let refused = second.train();
    assert_eq!((refused.state, refused.outcome), (HT_TRAINING_IDLE, HT_TRAINED_FAILED));
    assert!(second.log().contains("another engine trains this model"), "{}", second.log());
}

#[test]
fn a_replay_trains_only_when_asked() {
    let scratch = Scratch::new("replay");
    put_first_model(&scratch);
    let mut options = options(&scratch).set("model.retrain.mode", "\"auto\"");
    (options.mode, options.key) = (HT_MODE_REPLAY, String::new());
    let mut market = Market::open(options);
    market.bars(1_200, TREND);
    market.timer();
    market.timer();
    assert_eq!(market.poll().outcome, HT_TRAINED_NONE);
    assert_eq!(scratch.names(), ["ACME.htm"], "no thread has looked at the files");
    assert_eq!(market.train().state, HT_TRAINING_SHADOW);
    assert_eq!(scratch.names(), ["ACME.htm", "ACME.htm.candidate", "ACME.htm.lock"]);
}

#[test]
fn what_is_off_cannot_be_started() {
    let market = Market::open(Options::new());
    assert_eq!(market.poll().state, HT_TRAINING_OFF);
    assert_eq!(ht_train_start(market.host.handle), HT_E_CONFIG);
    assert_eq!(ht_train_cancel(market.host.handle), HT_E_ORDER);
    let options = Options::new().set("model.retrain.mode", "\"asked\"");
    assert_eq!(options.try_open().0, HT_E_CONFIG);
    assert!(last_error(0).contains("model.file"), "{}", last_error(0));
}

#[test]
fn the_model_of_an_engine_can_be_replaced() {
    let scratch = Scratch::new("replaced");
    put_first_model(&scratch);
    let file = format!("{:?}", scratch.model().to_str().unwrap());
    let market = Market::open(Options::new().set("model.file", &file));
    let other = Model { created: UnixNanos::from_seconds(1), ..model::model() };
    let path = scratch.0.join("other.htm");
    write_model(&path, &other).unwrap();
    let set = |path: &str| raw::set_model(market.host.handle, path.as_ptr(), path.len() as i32);
    assert_eq!(set(path.to_str().unwrap()), HT_OK);
    assert_eq!(market.model().id, short_id(&other));
    assert!(set("nowhere.htm") < 0);
    assert_eq!(market.model().id, short_id(&other), "the model before stays");
    assert_eq!(set(""), HT_OK);
    assert_eq!((market.model().id, market.model().state), (0, HT_MODEL_NONE));

    let trains = Market::open(options(&scratch));
    let path = path.to_str().unwrap();
    let code = raw::set_model(trains.host.handle, path.as_ptr(), path.len() as i32);
    assert_eq!(code, HT_E_CONFIG);
}
