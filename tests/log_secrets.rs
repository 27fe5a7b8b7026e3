//! The log file of a full session, and that no secret is in it or in anything else that is written.
//!
//! One test in a process of its own: it sets the environment, and the log belongs to the process.

#![cfg(all(feature = "serve", feature = "cli"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/http.rs"]
mod http;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use hypertrader::ffi::abi::{HT_COMMAND_HALT, HT_COMMAND_RESET};
use hypertrader::ffi::code::{HT_E_UNKNOWN, HT_E_VALUE, HT_OK};
use hypertrader::ffi::library_calls::{ht_log_level, ht_runtime_shutdown};
use support::{Host, Options, last_error, raw, text_of};

/// In the configuration, in the environment, in broken configurations, in a request.
const MARKS: [&str; 4] =
    ["MARKconfigured7f3a", "MARKinherited91bc", "MARKmistyped22de", "MARKsent5e1f"];

/// Everything that is written during the test.
#[derive(Default)]
struct Written(Vec<(String, String)>);

impl Written {
    fn add(&mut self, from: &str, text: impl Into<String>) {
        self.0.push((from.to_owned(), text.into()));
    }

    fn add_output(&mut self, from: &str, command: &mut Command) -> bool {
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        self.add(from, String::from_utf8_lossy(&text));
        output.status.success()
    }

    fn add_folder(&mut self, folder: &Path) {
        for path in files_below(folder) {
            let bytes = std::fs::read(&path).unwrap();
            self.add(&path.display().to_string(), String::from_utf8_lossy(&bytes));
        }
    }

    fn assert_no_mark(&self) {
        for (from, text) in &self.0 {
            for mark in MARKS {
                assert!(!text.contains(mark), "{mark} is in {from}: {text}");
            }
        }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

fn level(target: &str, level: i32) -> i32 {
    #[expect(unsafe_code, reason = "a call of the C ABI")]
    // SAFETY: pointer and length belong to the text.
    unsafe {
        ht_log_level(target.as_ptr(), target.len() as i32, level)
    }
}

fn command_line(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hypertrader"));
    command.args(arguments).env("HT_TEST_TOKEN", MARKS[1]);
    command
}

/// Configurations that are wrong about a secret.
fn broken() -> [String; 5] {
    let mark = MARKS[2];
    [
        format!("[serve]\nbearer_token = [\"{mark}\"]\n"),
        format!("[serve]\nbearer_token = \"{}\"\n", mark.repeat(40)),
        format!("[serve]\nbearer_tokn = \"{mark}\"\n"),
        format!("[serve]\nbearer_token = \"{mark}\nlisten = \"\"\n"),
        format!("[serve]\nbearer_token = {{ {mark} = 1 }}\n[risk]\nrisk_frac = 9\n"),
    ]
}

/// What the host sees of an engine.
fn told_by(host: &Host, written: &mut Written) {
    written.add("explain", text_of(|buffer, size| raw::explain(host.handle, 0, buffer, size)));
    let mut buffer = vec![0_u8; 65_536];
    let length = raw::log_drain(host.handle, buffer.as_mut_ptr(), 65_536);
    written.add("ring", String::from_utf8_lossy(&buffer[..length as usize]));
    written.add("last error", last_error(host.handle));
}

#[test]
fn a_session_leaves_a_log_and_no_secret_anywhere() {
    let folder = std::env::temp_dir().join(format!("ht-secrets-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut written = Written::default();
    #[expect(unsafe_code, reason = "the environment is what is tested")]
    // SAFETY: no other thread of this process runs yet.
    unsafe {
        std::env::set_var("HT_TEST_TOKEN", MARKS[1]);
    }

    let file = folder.join("engine.toml");
    let config = format!("[serve]\nbearer_token = \"{}\"\n[risk]\nrisk_frac = 0.01\n", MARKS[0]);
    std::fs::write(&file, config).unwrap();
    let file = file.to_str().unwrap();
    for arguments in [vec!["config", "show", file], vec!["config", "show", file, "--json"]] {
        assert!(written.add_output("config show", &mut command_line(&arguments)));
    }
    let shown = &written.0[0].1;
    assert!(shown.contains("bearer_token = \"***\""), "{shown}");
    assert!(written.add_output("validate", &mut command_line(&["config", "validate", file])));

    let port = http::free_port();
    let output = folder.join("out");
    let log = output.join("log");
    let options = Options::lasting(&output.join("state"))
        .set("serve.listen", &format!("\"127.0.0.1:{port}\""))
        .set("serve.bearer_token", "\"env:HT_TEST_TOKEN\"")
        .set("log.dir", &format!("{:?}", log.display().to_string()))
        .set("log.targets", "[\"serve=debug\"]");
    for (number, text) in broken().iter().enumerate() {
        let path = folder.join(format!("broken-{number}.toml"));
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        for json in [&["config", "validate", path][..], &["config", "show", path, "--json"]] {
            assert!(!written.add_output("broken", &mut command_line(json)), "{text}");
        }
        let opened = options.clone().set("broken.key", "1").try_open();
        assert!(opened.0 < 0);
        let refused = open_with(&options, text);
        assert!(refused < 0, "{text}");
        written.add("last error of a broken configuration", last_error(0));
    }

    let mut host = Host::open(options.clone());
    assert_eq!(level("serve", -1), 4, "as configured");
    let page = http::get_with(port, "/metrics", &format!("Authorization: Bearer {}\r\n", MARKS[3]));
    assert_eq!(page.status, 401);
    written.add("refused page", format!("{}{}", page.head, page.body));
    for path in ["/metrics", "/api/v1/health"] {
        let page = http::get_with(port, path, &format!("Authorization: Bearer {}\r\n", MARKS[1]));
        assert_eq!(page.status, 200, "the token of the environment lets in");
        written.add(path, format!("{}{}", page.head, page.body));
    }
    let order = host.approved();
    host.execute(&order);
    told_by(&host, &mut written);
    // Silent, then told again.
    assert_eq!(level("engine", 0), 3);
    assert!(host.command(HT_COMMAND_HALT) >= 0);
    assert_eq!(level("", 3), 3);
    assert!(host.command(HT_COMMAND_RESET) >= 0);
    assert_eq!((level("nobody", 3), level("engine", 6)), (HT_E_UNKNOWN, HT_E_VALUE));
    host.equity(5_000.0); // half of it is beyond every limit
    told_by(&host, &mut written);
    host.close();
    assert_eq!(ht_runtime_shutdown(), HT_OK);

    written.add_folder(&output);
    let name = log.join(format!("hypertrader-{}.log", std::process::id()));
    check_log(&std::fs::read_to_string(name).unwrap(), order.id);
    written.assert_no_mark();
    assert!(written.0.len() > 25, "{}", written.0.len());
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Opens with further text among the overrides.
fn open_with(options: &Options, text: &str) -> i32 {
    let (params, mut handle) = (options.params(), 0);
    let none = std::ptr::null();
    let (text, length) = (text.as_ptr(), text.len() as i32);
    raw::open(&raw const params, none, 0, text, length, &raw mut handle)
}

/// What a person finds in the file.
fn check_log(log: &str, order: u64) {
    let places: Vec<usize> = [
        "INFO engine ACME/77: opened: paper, account ".to_owned(),
        "INFO serve listening at 127.0.0.1:".to_owned(),
        format!("INFO engine ACME/77: decision {order}: open, buy 0.4 lots at 100.02, stop 95.0"),
        format!("INFO engine ACME/77: order result: decision {order}, retcode 10009"),
        "INFO engine ACME/77: operator: Reset".to_owned(),
        "ERROR engine ACME/77: limit reached: ".to_owned(),
        "ERROR engine ACME/77: halted: DRAWDOWN".to_owned(),
        "INFO engine ACME/77: closed".to_owned(),
        "INFO serve stopped listening".to_owned(),
    ]
    .iter()
    .map(|line| log.find(line.as_str()).unwrap_or_else(|| panic!("no {line:?} in\n{log}")))
    .collect();
    assert!(!log.contains("operator: Halt"), "it was told while the target was silent\n{log}");
    // The server's line comes from its own thread.
    let engine: Vec<_> = places.iter().enumerate().filter(|(at, _)| *at != 1).collect();
    assert!(engine.is_sorted_by_key(|(_, place)| **place), "{places:?}\n{log}");
    let year = |line: &str| line.len() > 30 && line.as_bytes()[4] == b'-' && line.contains("Z ");
    assert!(log.lines().all(year), "every line begins with its time\n{log}");
}
