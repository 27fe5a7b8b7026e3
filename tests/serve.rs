//! The HTTP server as programs of this machine find it, and what it does about those that mean
//! harm. One server for all tests: it belongs to the process.

#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/http.rs"]
mod http;
mod support;

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use http::{answer, connect, exchange, get, get_with, read_all, sample};
use hypertrader::ffi::abi::{HT_ACTION_REFUSED, HT_COMMAND_PAUSE};
use hypertrader::ffi::code::HT_OK;
use hypertrader::serve::CONNECTIONS_MAX;
use support::{Host, Options, last_error, raw};

/// One test at a time: one of them takes all places of the server.
fn turn() -> std::sync::MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The server's port; its first engine is left to the process.
fn port() -> u16 {
    static PORT: OnceLock<u16> = OnceLock::new();
    *PORT.get_or_init(|| {
        let port = http::free_port();
        let (code, _) = watched(port).try_open();
        assert_eq!(code, HT_OK, "{}", last_error(0));
        port
    })
}

fn folder() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("ht-serve-{}", std::process::id()))
}

fn watched(port: u16) -> Options {
    Options::lasting(&folder()).set("serve.listen", &format!("\"127.0.0.1:{port}\""))
}

#[test]
fn the_page_tells_what_the_host_knows() {
    let _turn = turn();
    let port = port();
    let mut options = watched(port);
    options.symbol = "ODD\"\\NAME".to_owned();
    let (login, magic) = (options.login, format!("magic=\"{}\"", options.magic));
    let mut host = Host::open(options);
    let position = host.bought();
    host.equity(9_500.0);
    assert!(host.command(HT_COMMAND_PAUSE) >= 0);
    host.bar(99.0);
    let mut decisions = host.buy();
    decisions.retain(|decision| decision.action == HT_ACTION_REFUSED);
    assert!(!decisions.is_empty());
    assert!(host.timer(0) >= 0);
    let status = host.status();

    let page = get(port, "/metrics");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-type: text/plain; version=0.0.4"), "{}", page.head);
    let labels = ["symbol=\"ODD\\\"\\\\NAME\"", magic.as_str(), "mode=\"paper\""];
    let of = |name: &str, more: &[&str]| {
        sample(&page.body, name, &[&labels[..], more].concat()).unwrap_or_else(|| panic!("{name}"))
    };
    assert_eq!(of("hypertrader_ticks_total", &[]), status.ticks as f64);
    assert_eq!(of("hypertrader_bars_total", &[]), status.bars as f64);
    assert_eq!(of("hypertrader_decisions_total", &["action=\"open\""]), 1.0);
    let refusals = status.refusals as f64;
    let reducing = of("hypertrader_refusals_total", &["code=\"REDUCING\""]);
    let others = sample(
        &page.body,
        "hypertrader_refusals_total",
        &[&labels[..], &["code=\"POSITION_EXISTS\""]].concat(),
    );
    assert_eq!(reducing + others.unwrap_or(0.0), refusals);
    assert_eq!(of("hypertrader_equity", &[]), 9_500.0);
    assert_eq!(of("hypertrader_position_lots", &[]), position.lots);
    // 500 of 10,000.
    assert_eq!(of("hypertrader_drawdown_ratio", &[]), 0.05);
    assert_eq!(of("hypertrader_reducing", &[]), 1.0);
    // A stop of 5 % on 0.40 lots of 10,000 each.
    assert!((of("hypertrader_open_risk", &[]) - 200.0).abs() < 2.0);
    let ticks = sample(&page.body, "hypertrader_calls_total", &["function=\"engine_ticks\""]);
    assert!(ticks.unwrap() >= status.ticks as f64);
    assert!(!page.body.contains(&login.to_string()), "the account's number is not shown");

    let health = get(port, "/api/v1/health");
    let health: serde_json::Value = serde_json::from_str(&health.body).unwrap();
    assert_eq!((&health["status"], &health["halted"]), (&"ok".into(), &0.into()));
    assert!(health["engines"].as_u64().unwrap() >= 2);

    host.close();
    assert!(!get(port, "/metrics").body.contains("ODD"), "a closed engine is gone");
}

#[test]
fn an_engine_opened_again_is_watched_again_and_once() {
    let _turn = turn();
    let port = port();
    let options = watched(port);
    let magic = format!("account=\"{}\"", account_label(options.login));
    let mut host = Host::open(options);
    host.tick(100.0);
    host.reopen(hypertrader::ffi::code::HT_REATTACHED_COLD);
    assert!(host.timer(0) >= 0);
    let page = get(port, "/metrics").body;
    assert_eq!(sample(&page, "hypertrader_ticks_total", &[&magic]), Some(0.0));
    host.close();
    assert_eq!(sample(&get(port, "/metrics").body, "hypertrader_ticks_total", &[&magic]), None);
    host.reopen(hypertrader::ffi::code::HT_REATTACHED_COLD);
    let page = get(port, "/metrics").body;
    assert_eq!(sample(&page, "hypertrader_ticks_total", &[&magic]), Some(0.0));
}

/// The first eight digits of the SHA-256 of the number.
fn account_label(login: i64) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(login.to_string());
    hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn strangers_are_answered_and_sent_away() {
    let _turn = turn();
    let port = port();
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    let status = |request: String| answer(&exchange(port, request.as_bytes())).status;
    let close = "Connection: close\r\n";
    assert_eq!(status(format!("GET / HTTP/1.1\r\n{host}{close}\r\n")), 404);
    assert_eq!(status(format!("GET /../../etc/passwd HTTP/1.1\r\n{host}{close}\r\n")), 404);
    assert_eq!(status(format!("POST /metrics HTTP/1.1\r\n{host}{close}\r\n")), 405);
    assert_eq!(status(format!("HEAD /metrics HTTP/1.1\r\n{host}{close}\r\n")), 200);
    let elsewhere = "Host: rebound.example\r\n";
    assert_eq!(status(format!("GET /metrics HTTP/1.1\r\n{elsewhere}{close}\r\n")), 403);
    assert_eq!(status(format!("GET /metrics HTTP/1.1\r\n{close}\r\n")), 403);
    // An answer is lost where the connection is closed over bytes that nobody read.
    let many: String = (0..200).map(|number| format!("X-{number}: 1\r\n")).collect();
    let long = "x".repeat(100_000);
    for (request, expected) in [
        ("\x16\x03\x01\x02\x00\x01\x00 no HTTP at all\r\n\r\n".to_owned(), " 400 "),
        (format!("GET /metrics HTTP/1.1\r\n{host}{many}\r\n"), " 431 "),
        (format!("GET /metrics HTTP/1.1\r\n{host}X: {long}\r\n\r\n"), " 431 "),
        (format!("GET /{long} HTTP/1.1\r\n{host}\r\n"), " 431 "),
    ] {
        let answer = exchange(port, request.as_bytes());
        assert!(answer.is_empty() || answer.contains(expected), "{expected}: {answer}");
    }
    let body = "y".repeat(1_000_000);
    let size = body.len();
    let request = format!("GET /metrics HTTP/1.1\r\n{host}{close}Content-Length: {size}\r\n\r\n");
    let answer = exchange(port, format!("{request}{body}").as_bytes());
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(get_with(port, "/metrics", "Expect: nonsense\r\n").status, 200);
    assert_eq!(get(port, "/api/v1/health").status, 200);
}

#[test]
fn those_who_say_nothing_cannot_shut_others_out_for_long() {
    let _turn = turn();
    let port = port();
    let mut silent: Vec<_> = (0..3 * CONNECTIONS_MAX)
        .map(|number| {
            let mut stream = connect(port);
            // Some begin a request and never finish it.
            if number % 2 == 0 {
                let _ = stream.write_all(b"GET /metrics HTTP/1.1\r\nX-Slow: ");
            }
            stream
        })
        .collect();
    // Those beyond the limit are closed at once, the others when their time is over; only then does
    // reading come to an end.
    let answers: Vec<String> = silent.iter_mut().map(read_all).collect();
    assert!(answers.iter().all(|answer| !answer.contains("200 OK")));
    assert_eq!(get(port, "/metrics").status, 200);
    let refused = sample(&get(port, "/metrics").body, "hypertrader_http_refused_total", &[]);
    assert!(refused.unwrap() >= 2.0 * CONNECTIONS_MAX as f64, "{refused:?}");
}

#[test]
fn another_address_is_refused_in_the_log_and_the_engine_opens() {
    let _turn = turn();
    port();
    let options = watched(http::free_port());
    let host = Host::open_only(options, HT_OK);
    let mut buffer = vec![0_u8; 4_096];
    let length = raw::log_drain(host.handle, buffer.as_mut_ptr(), 4_096);
    let log = std::str::from_utf8(&buffer[..length as usize]).unwrap();
    assert!(log.contains("serve: this process listens at"), "{log}");
}

#[test]
fn a_remote_address_needs_consent_and_a_token() {
    let _turn = turn();
    let mut options = Options::lasting(&folder()).set("serve.listen", "\"0.0.0.0:9464\"");
    assert!(options.try_open().0 < 0);
    assert!(last_error(0).contains("allow_remote"), "{}", last_error(0));
    options = options.set("serve.allow_remote", "true");
    assert!(options.try_open().0 < 0);
    assert!(last_error(0).contains("serve.bearer_token"), "{}", last_error(0));
}
