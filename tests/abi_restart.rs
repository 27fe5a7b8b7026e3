//! What survives: a restart, a change of timeframe, a killed process, a damaged file.
//!
//! A killed process is a real one: the test binary starts itself, and the child ends by `abort` or
//! is killed. `HT_KILLS=1000` kills more often.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::*;
use support::{Host, Options, Random, Scratch, last_error, order, raw};

/// Set in a child: which scenario it plays, in which folder.
const SCENARIO: &str = "HT_TEST_SCENARIO";
const FOLDER: &str = "HT_TEST_FOLDER";

/// What a child and its parent open: an account for each folder.
fn shared(folder: &Path) -> Options {
    let mut options = Options::lasting(folder);
    let digits: String = folder.display().to_string().matches(char::is_numeric).collect();
    options.login = digits.parse().unwrap();
    options.key = format!("chart of {digits}");
    options
        .set("risk.limits.weekly_loss_max_frac", "1.0")
        .set("risk.limits.orders_max", "32")
        .set("risk.limits.loss_streak_max", "3")
}

type Act = fn(&mut Host);
type Check = fn(&mut Host);

/// What is done before the engine is lost, and what must hold afterwards.
const SCENARIOS: [(&str, Act, Check); 10] = [
    (
        "flatten",
        |host| {
            host.bought();
            assert!(host.command(HT_COMMAND_FLATTEN) > 0);
            let close = order(&host.drain());
            host.result(close.id, 10_018, 0.0, 0.0); // the market is closed
            host.drain();
        },
        |host| {
            if host.positions.is_empty() {
                // The terminal was started anew; the broker still has the position.
                let mut template = support::empty_decision();
                (template.price, template.stop_loss) = (100.02, 95.02);
                let position = host.position_of(&template, 0.4);
                host.positions.push(position);
            }
            host.advance_ms(6_000);
            host.snapshot();
            host.tick(100.0);
            let close = order(&host.drain());
            assert_eq!(close.action, HT_ACTION_CLOSE);
            assert_eq!(close.position_ticket, host.positions[0].ticket);
        },
    ),
    (
        "halt",
        |host| assert_eq!(host.command(HT_COMMAND_HALT), 0),
        |host| {
            assert_eq!(host.status().state, HT_STATE_HALTED);
            assert_eq!(host.refused(), (506, 0.0, 0.0));
        },
    ),
    (
        "pause",
        |host| assert_eq!(host.command(HT_COMMAND_PAUSE), 0),
        |host| {
            assert_eq!(host.status().state, HT_STATE_REDUCING);
            assert_eq!(host.refused().0, 507);
        },
    ),
    (
        "drawdown",
        |host| host.equity(7_000.0),
        |host| {
            host.equity(10_000.0);
            assert_eq!(host.refused(), (506, 503.0, 0.0));
        },
    ),
    (
        "peak",
        |host| host.equity(12_000.0),
        |host| {
            host.equity(9_700.0);
            assert_eq!(host.status().state, HT_STATE_ACTIVE);
            host.equity(9_600.0);
            assert_eq!(host.status().state, HT_STATE_HALTED, "20 % below 12,000");
        },
    ),
    (
        "daily loss",
        |host| host.equity(9_400.0),
        |host| {
            host.equity(10_000.0);
            assert_eq!(host.refused().0, 501);
        },
    ),
    (
        "loss streak",
        |host| {
            for _ in 0..3 {
                host.bought();
                host.closed_outside(-1.0);
            }
        },
        |host| assert_eq!(host.refused().0, 504),
    ),
    (
        "duplicate",
        |host| {
            let decision = host.approved();
            host.result(decision.id, 10_006, 0.0, 0.0);
            host.drain();
            host.snapshot();
        },
        |host| {
            // The same bars once more: what was entered on is not entered on again.
            host.now_msc = support::START_MSC;
            let (code, bar_s, _) = host.refused();
            assert_eq!(code, 404);
            assert_eq!(bar_s as i64, host.now_msc / 1_000 - 60);
        },
    ),
    (
        "in flight",
        |host| assert_eq!(host.approved().id, 1),
        |host| {
            let status = host.status();
            assert_eq!((status.order_in_flight, status.last_decision_id), (1, 1));
            host.prepare_buy();
            host.tick(100.0);
            let last = host.drain().pop().unwrap();
            assert_eq!((last.refusal_code, last.refusal_actual), (606, 1.0));
        },
    ),
    (
        "ids",
        |host| {
            for _ in 0..3 {
                host.bought();
                host.closed_outside(1.0);
            }
        },
        |host| {
            assert_eq!(host.status().last_decision_id, 3);
            assert_eq!(host.approved().id, 4);
        },
    ),
];

/// Takes the terminal's view along to a new engine of the same chart.
fn resume(host: &mut Host, expected: i32) {
    host.reopen(expected);
    assert_eq!(host.push_symbol(), HT_OK);
}

#[test]
fn everything_survives_a_close() {
    for (name, act, check) in SCENARIOS {
        let folder = Scratch::new("close");
        let mut host = Host::open(shared(&folder.0));
        for _ in 0..4 {
            host.bar(100.0);
        }
        assert_eq!(host.status().warm, 1);
        act(&mut host);
        host.close();
        println!("{name}");
        if name == "duplicate" {
            // The bars are pushed anew only into a cold engine.
            host.options.period_s = 120;
            resume(&mut host, HT_REATTACHED_COLD);
            host.options.period_s = 60;
            host.close();
            resume(&mut host, HT_REATTACHED_COLD);
            continue;
        }
        resume(&mut host, HT_REATTACHED);
        assert_eq!(host.status().warm, 1);
        check(&mut host);
    }
}

#[test]
fn everything_survives_a_change_of_timeframe() {
    for (name, act, check) in SCENARIOS {
        let folder = Scratch::new("period");
        let mut host = Host::open(shared(&folder.0));
        act(&mut host);
        host.close();
        println!("{name}");
        host.options.period_s = 120;
        resume(&mut host, HT_REATTACHED_COLD);
        assert_eq!(host.status().warm, 0);
        if name != "duplicate" {
            check(&mut host);
        }
    }
}

#[test]
fn everything_survives_a_program_that_never_closed_its_engine() {
    for (name, act, check) in SCENARIOS {
        let folder = Scratch::new("lost");
        let mut host = Host::open(shared(&folder.0));
        act(&mut host);
        println!("{name}");
        host.options.period_s = 300;
        resume(&mut host, HT_REATTACHED_COLD);
        if name != "duplicate" {
            check(&mut host);
        }
    }
}

#[test]
fn everything_survives_a_process_that_dies() {
    for (index, (name, _, check)) in SCENARIOS.into_iter().enumerate() {
        let folder = Scratch::new("died");
        let status = child(&format!("{index}"), &folder.0).wait().unwrap();
        assert!(!status.success(), "the child aborts");
        println!("{name}");
        let mut host = Host::open_only(shared(&folder.0), HT_OK);
        assert_eq!(host.push_symbol(), HT_OK);
        // The engine knows what was; the terminal begins two hours later, or again for duplicates.
        if name != "loss streak" {
            host.advance_ms(3_600_000);
        } else {
            host.advance_ms(20 * 60_000);
        }
        if !matches!(name, "in flight" | "flatten") {
            host.snapshot();
        }
        if name == "duplicate" {
            host.close();
            let mut fresh = shared(&folder.0);
            fresh.key = "another chart".to_owned();
            host = Host::open_only(fresh, HT_OK);
            assert_eq!(host.push_symbol(), HT_OK);
            host.now_msc = support::START_MSC;
            host.snapshot();
        }
        check(&mut host);
    }
}

/// Starts this binary again to play a scenario.
fn child(scenario: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "plays_a_scenario_when_asked", "--nocapture", "--test-threads=1"])
        .env(SCENARIO, scenario)
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Does nothing unless a parent asked for it.
#[test]
fn plays_a_scenario_when_asked() {
    let (Ok(scenario), Some(folder)) = (std::env::var(SCENARIO), std::env::var_os(FOLDER)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let mut host = Host::open_only(shared(&folder), HT_OK);
    assert_eq!(host.push_symbol(), HT_OK);
    if scenario == "mutations" {
        mutate_for_ever(&mut host, &folder);
    }
    host.snapshot();
    let index: usize = scenario.parse().unwrap();
    (SCENARIOS[index].1)(&mut host);
    std::process::abort();
}

/// Changes the state as fast as it can, and says after each change what must be at least there.
fn mutate_for_ever(host: &mut Host, folder: &Path) -> ! {
    let path = folder.join("progress");
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    let mut random = Random(u64::from(std::process::id()));
    let last = host.status().last_decision_id;
    let mut day = i64::try_from(last).unwrap();
    loop {
        // Each round lies a while after all before, whatever an earlier life did.
        day += 1;
        host.now_msc = support::START_MSC + day * 7 * 60_000;
        host.snapshot();
        for decision in host.buy() {
            if decision.action == HT_ACTION_OPEN {
                host.execute(&decision);
            }
        }
        if !host.positions.is_empty() {
            let profit = random.pick(&[-1.0, 1.0]);
            host.closed_outside(profit);
        }
        let command = random.pick(&[HT_COMMAND_PAUSE, HT_COMMAND_RESUME, HT_COMMAND_RESUME]);
        host.command(command);
        let status = host.status();
        let line = format!("{} {}\n", status.last_decision_id, status.state);
        std::io::Write::write_all(&mut &file, line.as_bytes()).unwrap();
    }
}

#[test]
fn a_process_killed_at_any_moment_leaves_a_state_that_is_restored() {
    let kills: u32 =
        std::env::var("HT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(100);
    let folder = Scratch::new("kill");
    let mut random = Random(7);
    let (mut least, mut most) = (0, 0);
    for kill in 0..kills {
        let mut process = child("mutations", &folder.0);
        std::thread::sleep(Duration::from_micros(4_000 + random.below(12_000)));
        process.kill().unwrap();
        process.wait().unwrap();
        let progress = std::fs::read_to_string(folder.0.join("progress")).unwrap_or_default();
        let said = progress.rsplit('\n').find(|line| !line.is_empty());
        let said: u64 = said.map_or(0, |line| line.split(' ').next().unwrap().parse().unwrap());
        let mut options = shared(&folder.0);
        options.key = String::new(); // never parked: every round reads the file
        let host = Host::open_only(options, HT_OK);
        let status = host.status();
        assert!(
            status.last_decision_id >= said.max(least),
            "kill {kill}: a decision was forgotten"
        );
        assert_ne!(status.state, HT_STATE_FAULTED);
        least = status.last_decision_id;
        most = most.max(least);
        host.close();
    }
    println!("{kills} kills, {most} decisions");
    assert!(most > 0, "no child came far enough");
}

#[test]
fn an_open_position_holds_its_risk_through_a_restart() {
    let folder = Scratch::new("risk");
    let mut host = Host::open(shared(&folder.0));
    host.bought();
    assert_eq!(host.status().open_risk, 200.0);
    host.close();
    resume(&mut host, HT_REATTACHED);
    assert_eq!(host.status().open_risk, 200.0);
    host.snapshot();
    assert_eq!(host.status().open_risk, 200.0);
    assert_eq!(host.refused().0, 401);
}

/// The one state file in a folder.
fn state_file(folder: &Path) -> PathBuf {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.into_iter().find(|path| path.extension().is_some_and(|e| e == "state")).unwrap()
}

#[test]
fn a_file_that_is_not_ours_is_refused_and_left_as_it_is() {
    let folder = Scratch::new("damaged");
    let mut host = Host::open(shared(&folder.0));
    host.bought();
    host.options.key = String::new(); // never parked
    host.close();
    drop(host);
    let path = state_file(&folder.0);
    // The engine is parked under its key and holds the lock: another key takes the file's place.
    let fresh = |number: usize| {
        let mut options = shared(&folder.0);
        options.key = format!("{}-{number}", folder.0.display());
        options
    };
    let sound = std::fs::read(&path).unwrap();
    let mut damaged: Vec<Vec<u8>> = vec![
        Vec::from(b"HTSTATE1"),
        vec![0xFF; sound.len()],
        sound[..sound.len() - 1].to_vec(),
        sound[..40].to_vec(),
        sound.iter().copied().chain([0]).collect(),
        vec![b'x'; 10],
    ];
    // Both records with one bit flipped in each.
    let half = (sound.len() - 16) / 2;
    for at in [16, 24, 28, 40, 80] {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        bytes[at + half] ^= 1;
        damaged.push(bytes);
    }
    for (number, bytes) in damaged.iter().enumerate() {
        let folder = Scratch::new("bad");
        let copy = folder.0.join(path.file_name().unwrap());
        std::fs::write(&copy, bytes).unwrap();
        let mut options = fresh(number);
        options = options.set("engine.state_dir", &format!("{:?}", folder.0.display().to_string()));
        let (code, handle) = options.try_open();
        assert_eq!((code, handle), (HT_E_STATE, 0), "case {number}: {}", last_error(0));
        assert!(last_error(0).contains(".state"), "the file is named: {}", last_error(0));
        assert!(std::fs::read(&copy).unwrap() == *bytes, "case {number}: the file was changed");
    }
}

#[test]
fn a_record_of_another_account_is_refused() {
    let folder = Scratch::new("foreign");
    let mut options = shared(&folder.0);
    options.key = String::new();
    let host = Host::open(options.clone());
    host.command(HT_COMMAND_HALT);
    host.close();
    let path = state_file(&folder.0);
    let name = path.file_name().unwrap().to_str().unwrap();
    let other =
        folder.0.join(name.replace(&options.login.to_string(), &(options.login + 1).to_string()));
    std::fs::copy(&path, &other).unwrap();
    let before = std::fs::read(&other).unwrap();
    options.login += 1;
    assert_eq!(options.try_open(), (HT_E_STATE, 0));
    assert!(std::fs::read(&other).unwrap() == before, "the file was changed");
}

#[test]
fn a_folder_that_cannot_be_used_is_refused() {
    let scratch = Scratch::new("folder");
    let file = scratch.0.join("file");
    std::fs::write(&file, "x").unwrap();
    for folder in [file.clone(), file.join("below"), PathBuf::from("/proc/nothing/here")] {
        let (code, handle) = Options::lasting(&folder).try_open();
        assert_eq!((code, handle), (HT_E_STATE, 0), "{}", folder.display());
    }
}

#[test]
fn a_failed_open_leaves_the_engine_that_was_there() {
    let folder = Scratch::new("failed");
    let mut options = Options::new();
    (options.mode, options.key) = (HT_MODE_PAPER, format!("key {}", support::unique()));
    let host = Host::open(options.clone());
    host.command(HT_COMMAND_HALT);
    // The same chart, now with a folder that cannot be used.
    let file = folder.0.join("file");
    std::fs::write(&file, "x").unwrap();
    let bad = options.clone().set("engine.state_dir", &format!("{:?}", file.display().to_string()));
    assert_eq!(bad.try_open(), (HT_E_STATE, 0));
    // It was taken from its handle, but not lost: the chart finds it again.
    let (code, handle) = options.try_open();
    assert!(code > 0, "{code}: the halt would be forgotten");
    let mut status = support::empty_status();
    assert_eq!(raw::status(handle, &raw mut status), HT_OK);
    assert_eq!(status.state, HT_STATE_HALTED);
    assert_eq!(raw::close(handle), HT_OK);
}

#[test]
fn a_halt_before_the_folder_was_set_is_not_undone_by_an_older_file() {
    let folder = Scratch::new("older");
    let mut with_folder = shared(&folder.0);
    with_folder.key = String::new();
    Host::open(with_folder.clone()).close(); // leaves a file that is not halted
    let mut without = with_folder.clone().set("engine.state_dir", "\"\"");
    for (command, state) in
        [(HT_COMMAND_PAUSE, HT_STATE_REDUCING), (HT_COMMAND_HALT, HT_STATE_HALTED)]
    {
        without.key = format!("chart without folder, {command}");
        let host = Host::open(without.clone());
        host.command(command);
        host.close();
        let mut options = with_folder.clone();
        options.key = without.key.clone();
        let host = Host::open_only(options, HT_REATTACHED_COLD);
        assert_eq!(host.status().state, state);
        // Leave the file as it was found.
        host.snapshot();
        host.command(HT_COMMAND_RESUME);
        host.command(HT_COMMAND_RESET);
        host.close();
    }
}

#[test]
fn one_state_is_never_written_by_two_engines() {
    let folder = Scratch::new("twice");
    let host = Host::open(shared(&folder.0));
    let mut second = shared(&folder.0);
    second.key = "another chart".to_owned();
    assert_eq!(second.try_open(), (HT_E_STATE, 0));
    assert!(last_error(0).contains("in use"), "{}", last_error(0));
    assert!(host.push_account() >= 0);
}

#[test]
fn an_engine_of_another_mode_or_program_keeps_its_handle_under_the_same_key() {
    let folder = Scratch::new("keys");
    let paper = Host::open(shared(&folder.0));
    let mut replay = shared(&folder.0);
    replay.mode = HT_MODE_REPLAY;
    let other = Host::open_only(replay, HT_OK);
    assert!(paper.push_account() >= 0, "the first engine still has its handle");
    assert!(other.push_account() >= 0);
}
