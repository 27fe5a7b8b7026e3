//! The account through time: equity, drawdown, rolling Sharpe ratio.

use crate::research::performance::EquityPoint;
use crate::research::report::draw::axis::{Axis, range};
use crate::research::report::draw::format;
use crate::research::report::draw::html::Html;
use crate::research::report::draw::plot::{Plot, area, line};
use crate::research::report::draw::thin::{Point, thin};
use crate::research::report::facts::Account;
use crate::research::report::rolling::rolling_sharpe;
use crate::types::UnixNanos;

/// Columns that curves are thinned to: about the pixels of a wide chart.
const COLUMNS: usize = 1_000;
/// Readings of a pointer along a chart.
const READINGS: usize = 400;
const TIME_TICKS: usize = 9;

/// First and last time of a curve.
pub(in super::super) fn extent(curve: &[EquityPoint]) -> Option<(UnixNanos, UnixNanos)> {
    Some((curve.first()?.time, curve.last()?.time))
}

/// The equity below its highest so far, as a fraction of that, 0 or less.
fn under_water(initial: f64, curve: &[EquityPoint]) -> impl Iterator<Item = Point> {
    let mut peak = initial;
    curve.iter().map(move |point| {
        peak = peak.max(point.equity);
        let below = if peak > 0.0 { point.equity / peak - 1.0 } else { -1.0 };
        (point.time, below)
    })
}

fn numbers(points: &[Point]) -> Vec<(f64, f64)> {
    points.iter().map(|(time, value)| (time.0 as f64, *value)).collect()
}

/// Equity and balance, with the drawdown below.
pub(in super::super) fn equity(html: &mut Html, account: &Account, title: &str, about: &str) {
    let Some((from, to)) = extent(&account.curve) else { return };
    let initial = account.performance.returns.initial_balance;
    let x = Axis::time(from, to, TIME_TICKS);
    html.card("wide", title, about, |html| {
        let series = |of: fn(&EquityPoint) -> f64| {
            let points = account.curve.iter().map(move |point| (point.time, of(point)));
            numbers(&thin(points, from, to, COLUMNS))
        };
        let (equity, balance) = (series(|point| point.equity), series(|point| point.balance));
        let all = equity.iter().chain(&balance).map(|(_, value)| *value).chain([initial]);
        let y = Axis::numbers(range(all), 5);
        let start = line([(x.from, initial), (x.to, initial)], &x, &y);
        let marks = format!(
            "<path class=\"fill shade\" d=\"{}\"/><path class=\"mark\" d=\"{start}\"/>\
             <path class=\"line second\" d=\"{}\"/><path class=\"line\" d=\"{}\"/>",
            area(&equity, y.from, &x, &y),
            line(balance, &x, &y),
            line(equity.iter().copied(), &x, &y)
        );
        let last = account.curve.last().map_or(initial, |point| point.equity);
        Plot {
            title: "Equity",
            description: &format!(
                "From {} on {} to {} on {}",
                format::money(initial),
                format::day(from),
                format::money(last),
                format::day(to)
            ),
            x: &x,
            y: &y,
            height: 300,
            names: ["", ""],
            legend: &[("", "Equity"), ("second", "Balance")],
            marks,
            readings: Some(readings(account, &x, from, to)),
        }
        .put(html);
        drawdown(html, account, &x, [from, to]);
    });
}

fn drawdown(html: &mut Html, account: &Account, x: &Axis, [from, to]: [UnixNanos; 2]) {
    let initial = account.performance.returns.initial_balance;
    let below = numbers(&thin(under_water(initial, &account.curve), from, to, COLUMNS));
    let y = Axis::percent(range(below.iter().map(|(_, value)| *value).chain([0.0])), 3);
    let deepest = account.performance.equity_drawdowns.deepest;
    let depth = deepest.and_then(|deepest| deepest.depth_frac).unwrap_or(0.0);
    let marks = format!(
        "<path class=\"fill under\" d=\"{}\"/><path class=\"line under\" d=\"{}\"/>",
        area(&below, 0.0, x, &y),
        line(below.iter().copied(), x, &y)
    );
    Plot {
        title: "Drawdown",
        description: &format!("At most {} below the highest equity", format::percent(depth)),
        x,
        y: &y,
        height: 110,
        names: ["", ""],
        legend: &[("loss", "Drawdown of the equity")],
        marks,
        readings: None,
    }
    .put(html);
}

/// What a pointer over the equity reads.
fn readings(account: &Account, x: &Axis, from: UnixNanos, to: UnixNanos) -> String {
    let initial = account.performance.returns.initial_balance;
    let width = (to.since(from).0 / READINGS as i64).max(1);
    let mut readings: Vec<(f64, String)> = Vec::new();
    let mut column = None;
    for (point, (_, below)) in account.curve.iter().zip(under_water(initial, &account.curve)) {
        let number = point.time.since(from).0 / width;
        if column.replace(number) == Some(number) {
            continue;
        }
        let place = (x.place(point.time.0 as f64) * 1e4).round() / 1e4;
        let text = format!(
            "{}\nequity {}\nbalance {}\ndrawdown {}",
            format::minute(point.time),
            format::money(point.equity),
            format::money(point.balance),
            format::percent(below)
        );
        readings.push((place, text));
    }
    // Numbers and texts always are JSON.
    serde_json::to_string(&readings).unwrap_or_else(|_| "[]".to_owned())
}

/// The Sharpe ratio of a window that moves through the test.
pub(in super::super) fn rolling(html: &mut Html, account: &Account) {
    let returns = &account.performance.returns;
    let Some((from, to)) = extent(&account.curve) else { return };
    let daily = account.daily_returns().unwrap_or_default();
    let Some(found) = rolling_sharpe(&daily, from, returns.annualisation) else { return };
    let about = format!("Each point looks back over {} trading days.", found.days);
    html.card("wide", "Rolling Sharpe ratio", &about, |html| {
        let points = numbers(&thin(found.points, from, to, COLUMNS));
        let x = Axis::time(from, to, TIME_TICKS);
        let overall = returns.sharpe_ann;
        let values = points.iter().map(|(_, value)| *value).chain(overall).chain([0.0]);
        let y = Axis::numbers(range(values), 4);
        let mut marks = format!("<path class=\"line\" d=\"{}\"/>", line(points, &x, &y));
        if let Some(overall) = overall {
            let whole = line([(x.from, overall), (x.to, overall)], &x, &y);
            marks.push_str(&format!("<path class=\"mark\" d=\"{whole}\"/>"));
        }
        Plot {
            title: "Rolling Sharpe ratio",
            description: &about,
            x: &x,
            y: &y,
            height: 170,
            names: ["dashed: the whole test", ""],
            legend: &[],
            marks,
            readings: None,
        }
        .put(html);
    });
}
