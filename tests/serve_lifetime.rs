//! The server from its start to its end: a port that is taken, and the shutdown of the library.
//!
//! One test in a process of its own: it shuts the library down.

#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/http.rs"]
mod http;
mod support;

use std::io::Write;
use std::net::TcpListener;

use hypertrader::ffi::abi::HT_MODE_REPLAY;
use hypertrader::ffi::code::HT_OK;
use hypertrader::ffi::library_calls::ht_runtime_shutdown;
use support::{Host, Options, raw};

#[test]
fn a_taken_port_is_waited_for_and_given_back_at_the_end() {
    let folder = std::env::temp_dir().join(format!("ht-serve-lifetime-{}", std::process::id()));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let listen = format!("\"127.0.0.1:{port}\"");

    // Replay starts nothing, whatever is configured.
    let mut replay = Options::new().set("serve.listen", &listen);
    replay = replay.set("log.dir", &format!("{:?}", folder.join("replay").display().to_string()));
    assert_eq!(replay.mode, HT_MODE_REPLAY);
    let host = Host::open(replay);
    host.close();
    assert!(!threads().iter().any(|name| name.starts_with("ht-")), "{:?}", threads());
    assert!(!folder.join("replay").exists());

    let mut host = Host::open(Options::lasting(&folder).set("serve.listen", &listen));
    // The engine works; sooner or later its log tells.
    let log = (0..600).find_map(|_| {
        host.advance_ms(1_000);
        assert!(host.timer(0) >= 0);
        std::thread::sleep(std::time::Duration::from_millis(100));
        let mut buffer = vec![0_u8; 4_096];
        let length = raw::log_drain(host.handle, buffer.as_mut_ptr(), 4_096);
        let log = String::from_utf8(buffer[..length as usize].to_vec()).unwrap();
        log.contains("cannot listen").then_some(log)
    });
    let log = log.unwrap_or_else(|| panic!("no line about the port"));
    assert!(log.contains(&format!("WARN serve: cannot listen at 127.0.0.1:{port}")), "{log}");
    drop(taken);
    assert_eq!(http::get(port, "/api/v1/health").status, 200);

    // A client that keeps its connection does not hold the end back.
    let mut client = http::connect(port);
    client.write_all(b"GET /metrics HTTP/1.1\r\n").unwrap();
    assert_eq!(ht_runtime_shutdown(), HT_OK);
    http::read_all(&mut client);
    TcpListener::bind(("127.0.0.1", port)).unwrap();
    assert!(!threads().iter().any(|name| name.starts_with("ht-")), "{:?}", threads());
    assert_eq!(ht_runtime_shutdown(), HT_OK, "twice is no harm");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Names of the threads of this process; none where the system does not tell.
fn threads() -> Vec<String> {
    let Ok(entries) = std::fs::read_dir("/proc/self/task") else { return Vec::new() };
    let names = entries.map(|entry| std::fs::read_to_string(entry.unwrap().path().join("comm")));
    names.map(|name| name.unwrap_or_default().trim().to_owned()).collect()
}
