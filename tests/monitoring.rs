//! What `deploy/` and `docs/monitoring.md` say of the metrics, and what a real Prometheus makes of
//! them.

#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/http.rs"]
mod http;
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hypertrader::ffi::abi::{HT_ACTION_OPEN, HT_ACTION_REFUSED, HT_COMMAND_PAUSE, HtDecision};
use hypertrader::telemetry::families;
use serde_json::Value;
use support::{Host, Options};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap().replace("\r\n", "\n")
}

/// Names of our metrics in a text. Those of a histogram's parts stand for the histogram.
fn named_in(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("hypertrader_").map(|(at, _)| at);
    let names = starts.map(|at| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(rest.len());
        let name = &rest[..end];
        let parts = ["_bucket", "_sum", "_count"];
        parts.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name).to_owned()
    });
    names.collect()
}

fn known() -> BTreeSet<String> {
    families().into_iter().map(|family| family.name.to_owned()).collect()
}

#[test]
fn the_dashboard_and_the_alerts_ask_for_metrics_that_exist() {
    let dashboard: Value = serde_json::from_str(&read("deploy/grafana.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let mut asked = BTreeSet::new();
    for panel in panels {
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty(), "{panel}");
        for target in targets {
            let names = named_in(target["expr"].as_str().unwrap());
            assert!(!names.is_empty(), "{target}");
            asked.extend(names);
        }
    }
    asked.extend(named_in(&dashboard["templating"].to_string()));
    let alerts = named_in(&read("deploy/alerts.yml"));
    assert!(alerts.len() > 10, "{alerts:?}");
    let unknown: Vec<_> = asked.union(&alerts).filter(|name| !known().contains(*name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // Whatever is measured can be seen.
    let unseen: Vec<_> = known().into_iter().filter(|name| !asked.contains(name)).collect();
    let elsewhere = [
        "hypertrader_build_info",
        "hypertrader_engines",
        "hypertrader_http_requests_total",
        "hypertrader_log_errors_total",
        "hypertrader_log_lines_total",
        "hypertrader_order_in_flight",
        "hypertrader_ticks_repeated_total",
        "hypertrader_trading_enabled",
    ];
    assert_eq!(unseen, elsewhere);
}

#[test]
fn the_page_on_monitoring_lists_every_metric_and_alert() {
    let name = "docs/monitoring.md";
    let page = read(name);
    let (begin, end) = ("<!-- metrics: generated -->\n", "<!-- end of metrics -->\n");
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let mut table = "| metric | type | labels | what |\n|---|---|---|---|\n".to_owned();
    for family in families() {
        let hypertrader::telemetry::Family { name, kind, labels, help } = family;
        table.push_str(&format!("| `{name}` | {kind} | {labels} | {help} |\n"));
    }
    let expected = format!("{before}{begin}{table}{end}{after}");
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::write(path(name), &expected).unwrap();
    }
    assert!(read(name) == expected, "{name} differs from the sources: run with HT_BLESS=1");
    let alerts = read("deploy/alerts.yml");
    for alert in alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")) {
        assert!(page.contains(&format!("`{alert}`")), "{alert} is not on the page");
    }
}

/// A Prometheus that is ended with the test.
struct Prometheus {
    process: Child,
    port: u16,
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Prometheus {
    fn start(folder: &Path, scraped: u16) -> Self {
        let port = http::free_port();
        let deployed = read("deploy/prometheus.yml");
        let config = deployed
            .replace("127.0.0.1:9464\"]", &format!("127.0.0.1:{scraped}\"]"))
            .replace("15s", "1s")
            .replace("  - alerts.yml", &format!("  - {}", path("deploy/alerts.yml").display()));
        std::fs::write(folder.join("prometheus.yml"), config).unwrap();
        let program = std::env::var_os("HT_PROMETHEUS").unwrap_or("prometheus".into());
        let process = Command::new(program)
            .arg(format!("--config.file={}", folder.join("prometheus.yml").display()))
            .arg(format!("--storage.tsdb.path={}", folder.join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.join("prometheus.txt")).unwrap())
            .spawn()
            .unwrap_or_else(|error| panic!("prometheus (Debian package prometheus): {error}"));
        Self { process, port }
    }

    /// The value of the only series that a query gives; `None` without one.
    fn value(&self, query: &str) -> Option<f64> {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer = http::get(self.port, &format!("/api/v1/query?query={encoded}"));
        if answer.status != 200 {
            return None;
        }
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        let series = answer["data"]["result"].as_array().unwrap();
        assert!(series.len() < 2, "{query}: {series:?}");
        series.first()?["value"][1].as_str()?.parse().ok()
    }

    /// Waits until a query gives a value; what it gave last.
    fn becomes(&self, query: &str, expected: f64) {
        let mut last = None;
        for _ in 0..600 {
            last = self.value(query);
            if last == Some(expected) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{query} was {last:?}, expected {expected}");
    }
}

/// What a host that trades on paper knows.
#[derive(Default)]
struct Known {
    opened: u64,
    refused: std::collections::BTreeMap<i32, u64>,
}

impl Known {
    fn count(&mut self, decisions: &[HtDecision]) {
        for decision in decisions {
            match decision.action {
                HT_ACTION_OPEN => self.opened += 1,
                HT_ACTION_REFUSED => *self.refused.entry(decision.refusal_code).or_default() += 1,
                action => panic!("{action}"),
            }
        }
    }
}

#[test]
#[ignore = "needs the program prometheus; scripts/test runs it"]
fn prometheus_answers_with_what_the_host_knows() {
    let folder = std::env::temp_dir().join(format!("ht-prometheus-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let port = http::free_port();
    let options = Options::lasting(&folder.join("state"))
        .set("serve.listen", &format!("\"127.0.0.1:{port}\""));
    let symbol = options.symbol.clone();
    let mut host = Host::open(options);
    let prometheus = Prometheus::start(&folder, port);

    let mut known = Known::default();
    let order = host.buy();
    known.count(&order);
    host.execute(order.last().unwrap());
    for _ in 0..3 {
        known.count(&host.buy());
    }
    assert!(host.command(HT_COMMAND_PAUSE) >= 0);
    host.closed_outside(-300.0);
    known.count(&host.buy());
    host.equity(9_700.0);
    assert!(host.timer(0) >= 0);
    let status = host.status();
    let of = |name: &str, more: &str| format!("hypertrader_{name}{{symbol=\"{symbol}\"{more}}}");
    prometheus.becomes(&of("ticks_total", ""), status.ticks as f64);
    prometheus.becomes(&of("bars_total", ""), status.bars as f64);
    prometheus.becomes(&of("equity", ""), 9_700.0);
    assert!(known.opened == 1 && known.refused.len() >= 2, "{:?}", known.refused);
    prometheus.becomes(&of("decisions_total", ",action=\"open\""), 1.0);
    for (&code, &count) in &known.refused {
        let code = hypertrader::types::RefusalCode::from_number(u16::try_from(code).unwrap());
        let label = format!(",code=\"{}\"", code.unwrap().name());
        prometheus.becomes(&of("refusals_total", &label), count as f64);
    }
    assert_eq!(known.refused.values().sum::<u64>(), status.refusals);
    prometheus.becomes(&format!("round({}, 0.0001)", of("drawdown_ratio", "")), 0.03);
    prometheus.becomes(&of("reducing", ""), 1.0);
    prometheus.becomes("up{job=\"hypertrader\"}", 1.0);
    // As many durations as were timed: the first call of 16.
    let calls = prometheus.value("hypertrader_calls_total{function=\"engine_ticks\"}").unwrap();
    let timed = "hypertrader_call_duration_seconds_count{function=\"engine_ticks\"}";
    assert_eq!(prometheus.value(timed).unwrap(), (calls / 16.0).ceil());
    let median = "histogram_quantile(0.5, hypertrader_call_duration_seconds_bucket{function=\
                  \"engine_ticks\"})";
    let median_s = prometheus.value(median).unwrap();
    assert!(median_s > 0.0 && median_s < 1.0, "{median_s}");

    // A closed engine is gone from the next scrape on.
    host.close();
    prometheus.becomes("count(hypertrader_ticks_total) or vector(0)", 0.0);
    drop(prometheus);
    std::fs::remove_dir_all(&folder).unwrap();
}
