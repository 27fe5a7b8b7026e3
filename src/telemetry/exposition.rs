//! All figures as Prometheus reads them: text format 0.0.4.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};

use super::call::Call;
use super::histogram::{BOUNDED_BUCKETS, bucket_end_ns};
use super::metrics::{CallCopy, Counter, EngineMetrics, Gauge};
use super::registry::{ProcessFigures, process_figures, watched};

/// A metric: its name, its type and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// Name.
    pub name: &'static str,
    /// `counter`, `gauge` or `histogram`.
    pub kind: &'static str,
    /// What it is.
    pub help: &'static str,
    /// Names of its labels, separated by commas.
    pub labels: &'static str,
}

const ENGINE: &str = "engine, symbol, magic, account, mode";

const fn counter(name: &'static str, labels: &'static str, help: &'static str) -> Family {
    Family { name, kind: "counter", help, labels }
}

const fn gauge(name: &'static str, labels: &'static str, help: &'static str) -> Family {
    Family { name, kind: "gauge", help, labels }
}

const BUILD: Family =
    gauge("hypertrader_build_info", "version", "Always 1; the label tells the version.");
const ENGINES: Family =
    gauge("hypertrader_engines", "", "Live and paper engines that have a handle.");
const CALLS: Family = counter("hypertrader_calls_total", "function", "Calls of each function.");
const ERRORS: Family =
    counter("hypertrader_call_errors_total", "function", "Calls that returned an error.");
const DURATION: Family = Family {
    name: "hypertrader_call_duration_seconds",
    kind: "histogram",
    help: "How long calls took; of the functions called for every tick one call in 16 is timed.",
    labels: "function",
};
const REFUSALS: Family = counter(
    "hypertrader_refusals_total",
    "engine, symbol, magic, account, mode, code",
    "Signals and intents refused, by code; docs/refusals.md says what each means.",
);
const UPDATE_AGE: Family = gauge(
    "hypertrader_update_age_seconds",
    ENGINE,
    "Time since the host last called the timer or handed in the account or positions.",
);

type ProcessFigure = (Family, fn(&ProcessFigures) -> &AtomicU64);

const PROCESS: [ProcessFigure; 6] = [
    (counter("hypertrader_log_lines_total", "", "Lines written to the log file."), |it| {
        &it.log_lines
    }),
    (
        counter(
            "hypertrader_log_dropped_total",
            "",
            "Log records that found the queue to the file full.",
        ),
        |it| &it.log_dropped,
    ),
    (counter("hypertrader_log_errors_total", "", "Failed attempts to write the log file."), |it| {
        &it.log_errors
    }),
    (gauge("hypertrader_log_waiting", "", "Log records on their way to the file."), |it| {
        &it.log_waiting
    }),
    (
        counter("hypertrader_http_requests_total", "", "Requests that the HTTP server answered."),
        |it| &it.http_requests,
    ),
    (
        counter(
            "hypertrader_http_refused_total",
            "",
            "Connections and requests that the HTTP server refused or cut off.",
        ),
        |it| &it.http_refused,
    ),
];

/// Every metric in the order of the page.
#[must_use]
pub fn families() -> Vec<Family> {
    let mut all = vec![BUILD, ENGINES, CALLS, ERRORS, DURATION];
    all.extend(Counter::ALL.iter().map(|&it| of_counter(it)));
    all.push(REFUSALS);
    all.extend(Gauge::ALL.iter().map(|&it| of_gauge(it)));
    all.push(UPDATE_AGE);
    all.extend(PROCESS.iter().map(|(family, _)| *family));
    all.dedup();
    all
}

fn of_counter(it: Counter) -> Family {
    let labels =
        if it.label().is_some() { "engine, symbol, magic, account, mode, action" } else { ENGINE };
    counter(it.metric(), labels, it.help())
}

fn of_gauge(it: Gauge) -> Family {
    let labels =
        if it.label().is_some() { "engine, symbol, magic, account, mode, feed" } else { ENGINE };
    gauge(it.metric(), labels, it.help())
}

/// The page at `now_ns` of the fast clock. Allocates; takes the registry's lock for the time of a
/// copy.
#[must_use]
pub fn metrics_page(version: &str, now_ns: u64) -> String {
    let (engines, calls) = watched();
    let mut page = Page { text: String::with_capacity(32_768), family: None };
    page.sample(&BUILD, &[("version", version)], 1.0);
    page.sample(&ENGINES, &[], engines.len() as f64);
    call_figures(&mut page, &calls);
    for &it in Counter::ALL {
        for engine in &engines {
            page.of_engine(&of_counter(it), engine, it.label(), engine.counter(it) as f64);
        }
    }
    for engine in &engines {
        for (code, count) in engine.refusals().filter(|(_, count)| *count > 0) {
            page.of_engine(&REFUSALS, engine, Some(("code", code.name())), count as f64);
        }
    }
    for &it in Gauge::ALL {
        for engine in &engines {
            if let Some(value) = engine.gauge(it, now_ns) {
                page.of_engine(&of_gauge(it), engine, it.label(), value);
            }
        }
    }
    for engine in &engines {
        page.of_engine(&UPDATE_AGE, engine, None, engine.update_age_s(now_ns));
    }
    for (family, figure) in &PROCESS {
        page.sample(family, &[], figure(process_figures()).load(Ordering::Relaxed) as f64);
    }
    page.text
}

/// Calls of the functions that were called at all.
fn call_figures(page: &mut Page, calls: &[CallCopy]) {
    let called = || Call::ALL.iter().zip(calls).filter(|(_, copy)| copy.calls > 0);
    for (call, copy) in called() {
        page.sample(&CALLS, &[("function", call.name())], copy.calls as f64);
    }
    for (call, copy) in called() {
        page.sample(&ERRORS, &[("function", call.name())], copy.errors as f64);
    }
    for (call, copy) in called() {
        page.histogram(call.name(), copy);
    }
}

struct Page {
    text: String,
    /// Name of the metric whose head was written last.
    family: Option<&'static str>,
}

impl Page {
    /// Writing to a `String` cannot fail.
    fn line(&mut self, content: fmt::Arguments<'_>) {
        let _ = writeln!(self.text, "{content}");
    }

    fn head(&mut self, family: &Family) {
        if self.family == Some(family.name) {
            return;
        }
        self.family = Some(family.name);
        self.line(format_args!("# HELP {} {}", family.name, family.help));
        self.line(format_args!("# TYPE {} {}", family.name, family.kind));
    }

    fn sample(&mut self, family: &Family, labels: &[(&str, &str)], value: f64) {
        self.head(family);
        self.text.push_str(family.name);
        self.labels(labels);
        self.line(format_args!(" {}", Number(value)));
    }

    fn labels(&mut self, labels: &[(&str, &str)]) {
        for (index, (name, value)) in labels.iter().enumerate() {
            let before = if index == 0 { '{' } else { ',' };
            let _ = write!(self.text, "{before}{name}=\"{}\"", Escaped(value));
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
    }

    fn of_engine(
        &mut self,
        family: &Family,
        engine: &EngineMetrics,
        own: Option<(&'static str, &'static str)>,
        value: f64,
    ) {
        let of = engine.labels();
        let mut labels = vec![
            ("engine", of.engine.as_str()),
            ("symbol", of.symbol.as_str()),
            ("magic", of.magic.as_str()),
            ("account", of.account.as_str()),
            ("mode", of.mode),
        ];
        labels.extend(own);
        self.sample(family, &labels, value);
    }

    fn histogram(&mut self, function: &str, copy: &CallCopy) {
        self.head(&DURATION);
        let (name, histogram) = (DURATION.name, &copy.duration);
        let function = Escaped(function);
        let mut below = 0;
        for bucket in 0..BOUNDED_BUCKETS {
            below += histogram.buckets[bucket];
            let end_s = bucket_end_ns(bucket) as f64 / 1e9;
            self.line(format_args!(
                "{name}_bucket{{function=\"{function}\",le=\"{end_s}\"}} {below}"
            ));
        }
        let count = histogram.count();
        self.line(format_args!("{name}_bucket{{function=\"{function}\",le=\"+Inf\"}} {count}"));
        let sum_s = histogram.sum_ns as f64 / 1e9;
        self.line(format_args!("{name}_sum{{function=\"{function}\"}} {sum_s}"));
        self.line(format_args!("{name}_count{{function=\"{function}\"}} {count}"));
    }
}

/// A value as the format writes it.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            f64::INFINITY => f.write_str("+Inf"),
            f64::NEG_INFINITY => f.write_str("-Inf"),
            value => write!(f, "{value}"),
        }
    }
}

/// The value of a label: backslash, quote and line feed are escaped.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '\\' => f.write_str("\\\\")?,
                '"' => f.write_str("\\\"")?,
                '\n' => f.write_str("\\n")?,
                other => write!(f, "{other}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::metrics::EngineLabels;
    use super::super::registry::{WatchedEngine, record_call};
    use super::*;

    /// The example of hostile labels in the description of the text format.
    const HOSTILE: &str = "C:\\DIR\\FILE.TXT \"found\"\nnot";

    #[test]
    fn figures_appear_with_their_labels_and_go_with_their_engine() {
        let labels = |engine| EngineLabels {
            engine,
            symbol: HOSTILE.to_owned(),
            magic: "7".to_owned(),
            account: "0badcafe".to_owned(),
            mode: "paper",
        };
        let (one, other) = (WatchedEngine::new(labels), WatchedEngine::new(labels));
        assert_ne!(one.metrics().labels().engine, other.metrics().labels().engine);
        one.metrics().set_counter(Counter::Ticks, 12);
        one.metrics().set_gauges(1_000_000_000, |gauge| match gauge {
            Gauge::Equity => Some(10_000.5),
            Gauge::TickAge => Some(2.0),
            _ => None,
        });
        assert!(one.metrics().begin(Call::EngineTicks));
        one.metrics().record(Call::EngineTicks, 100);
        record_call(Call::EngineOpen, Some(3_000_000_000), true);

        let page = metrics_page("1.2.3", 4_000_000_000);
        let number = &one.metrics().labels().engine;
        let of_one = format!(
            "engine=\"{number}\",symbol=\"C:\\\\DIR\\\\FILE.TXT \\\"found\\\"\\nnot\",magic=\"7\",\
             account=\"0badcafe\",mode=\"paper\""
        );
        for line in [
            format!("hypertrader_ticks_total{{{of_one}}} 12"),
            format!("hypertrader_equity{{{of_one}}} 10000.5"),
            format!("hypertrader_feed_age_seconds{{{of_one},feed=\"ticks\"}} 5"),
            "hypertrader_build_info{version=\"1.2.3\"} 1".to_owned(),
            "hypertrader_call_errors_total{function=\"engine_open\"} 1".to_owned(),
            "hypertrader_call_duration_seconds_bucket{function=\"engine_open\",le=\"2.147483648\"} 0"
                .to_owned(),
            "hypertrader_call_duration_seconds_sum{function=\"engine_open\"} 3".to_owned(),
            "hypertrader_call_duration_seconds_bucket{function=\"engine_ticks\",le=\"0.000000112\"} \
             1"
            .to_owned(),
        ] {
            assert!(page.lines().any(|found| found == line), "no line {line}\n{page}");
        }
        let absent = format!("hypertrader_balance{{engine=\"{number}\"");
        assert!(!page.contains(&absent), "unknown figures are left out");

        drop(one);
        let page = metrics_page("1.2.3", 0);
        assert!(!page.contains(&of_one), "{page}");
        let kept = "hypertrader_calls_total{function=\"engine_ticks\"} 1";
        assert!(page.lines().any(|line| line == kept), "what a closed engine counted stays");
        drop(other);
    }

    #[test]
    fn each_metric_is_described_once() {
        let mut names: Vec<&str> = families().iter().map(|family| family.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{names:?}");
        assert!(names.iter().all(|name| name.starts_with("hypertrader_")));
    }
}
