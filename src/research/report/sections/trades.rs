//! Trades as clouds of dots and as a histogram, and the best and the worst of them.

use crate::research::performance::{Excursion, TradeRecord};
use crate::research::report::draw::axis::{Axis, range};
use crate::research::report::draw::bars::Histogram;
use crate::research::report::draw::dots::{Dot, are_single, dots};
use crate::research::report::draw::format;
use crate::research::report::draw::html::Html;
use crate::research::report::draw::plot::Plot;
use crate::research::report::draw::table::{Cell, Table};
use crate::research::report::facts::Account;
use crate::types::Side;

/// Rows of the tables of the best and of the worst trades.
const EXTREMES: usize = 10;
const HISTOGRAM_BARS: usize = 36;

fn described(trade: &TradeRecord) -> String {
    format!(
        "#{} {} {} {} {}, closed {} ({})",
        trade.id,
        trade.symbol,
        trade.side,
        format::grouped(trade.lots, 2),
        format::signed(trade.net()),
        format::minute(trade.close_time),
        trade.exit_reason.name().replace('_', " ")
    )
}

/// Dots of trades in two classes.
fn clouds(
    trades: &[TradeRecord],
    of: impl Fn(&TradeRecord) -> Option<(f64, f64)>,
    class: impl Fn(&TradeRecord) -> usize,
) -> [Vec<Dot>; 2] {
    let with_text = are_single(trades.len());
    let mut clouds = [Vec::new(), Vec::new()];
    for trade in trades {
        if let Some((x, y)) = of(trade) {
            let text = if with_text { described(trade) } else { String::new() };
            clouds[class(trade)].push(Dot { x, y, text });
        }
    }
    clouds
}

/// What each trade made, at the time of its closing.
pub(in super::super) fn over_time(html: &mut Html, account: &Account, currency: &str) {
    let trades = &account.trades;
    let (Some(first), Some(last)) = (trades.first(), trades.last()) else { return };
    let [buys, sells] = clouds(
        trades,
        |trade| Some((trade.close_time.0 as f64, trade.net())),
        |trade| usize::from(trade.side == Side::Sell),
    );
    let extent = super::curves::extent(&account.curve);
    let (from, to) = extent.unwrap_or((first.close_time, last.close_time));
    let x = Axis::time(from, to, 6);
    let y = Axis::numbers(range(trades.iter().map(TradeRecord::net).chain([0.0])), 5);
    html.card("half", "Trades", "What each trade made after costs, when it closed.", |html| {
        Plot {
            title: "Trades",
            description: &format!("{} trades by time and result", trades.len()),
            x: &x,
            y: &y,
            height: 240,
            names: ["", currency],
            legend: &[("buy", "Buys"), ("sell", "Sells")],
            marks: dots("buy", &buys, &x, &y) + &dots("sell", &sells, &x, &y),
            readings: None,
        }
        .put(html);
    });
}

/// How the results of trades are distributed, in units of their risk where all risks are known.
pub(in super::super) fn distribution(html: &mut Html, account: &Account, currency: &str) {
    let (unit, values) =
        in_units(&account.trades, currency, TradeRecord::net_r, |trade| Some(trade.net()));
    let Some(histogram) = Histogram::of(&values, HISTOGRAM_BARS) else { return };
    let about = format!("Trades by what they made, in {unit}.");
    html.card("half", "Distribution of results", &about, |html| {
        Plot {
            title: "Distribution of results",
            description: &format!("Histogram of {} trades, in {unit}", values.len()),
            x: &histogram.x,
            y: &histogram.y,
            height: 240,
            names: [unit, "trades"],
            legend: &[],
            marks: histogram.marks(0.0, ["loss", "gain"]),
            readings: None,
        }
        .put(html);
    });
}

/// Values in units of the initial risk if all trades have them, else in money.
fn in_units<'a>(
    trades: &[TradeRecord],
    currency: &'a str,
    in_risk: impl Fn(&TradeRecord) -> Option<f64>,
    in_money: impl Fn(&TradeRecord) -> Option<f64>,
) -> (&'a str, Vec<f64>) {
    match trades.iter().map(in_risk).collect() {
        Some(values) => ("units of the initial risk (R)", values),
        None => (currency, trades.iter().filter_map(in_money).collect()),
    }
}

/// Title, explanation, and which of the two ways.
type Way = (&'static str, &'static str, fn(Excursion) -> f64);

/// How far trades went against their side, and for it, with what was left at the end.
pub(in super::super) fn excursions(html: &mut Html, account: &Account, currency: &str) {
    let trades = &account.trades;
    if trades.iter().all(|trade| trade.excursion.is_none()) {
        return;
    }
    let has_risk = trades.iter().all(|trade| trade.initial_risk.is_some());
    let unit = if has_risk { "R" } else { currency };
    let value = |trade: &TradeRecord, way: fn(Excursion) -> f64| {
        let known = if has_risk { trade.excursion_r()? } else { trade.excursion? };
        let net = if has_risk { trade.net_r()? } else { trade.net() };
        Some((way(known), net))
    };
    let ways: [Way; 2] = [
        (
            "Adverse excursion (MAE)",
            "The worst each trade had made, and its result: a stop beyond all \
             winners costs none of them.",
            |excursion| -excursion.mae,
        ),
        (
            "Favourable excursion (MFE)",
            "The best each trade had made, and its result: dots far below the diagonal gave it \
             back.",
            |excursion| excursion.mfe,
        ),
    ];
    for (title, about, way) in ways {
        let [losers, winners] =
            clouds(trades, |trade| value(trade, way), |trade| usize::from(trade.net() > 0.0));
        let all = || losers.iter().chain(&winners);
        let x = Axis::numbers(range(all().map(|dot| dot.x).chain([0.0])), 5);
        let y = Axis::numbers(range(all().map(|dot| dot.y).chain([0.0])), 5);
        html.card("half", title, about, |html| {
            Plot {
                title,
                description: about,
                x: &x,
                y: &y,
                height: 240,
                names: [&format!("excursion, {unit}"), &format!("result, {unit}")],
                legend: &[("gain", "Winners"), ("loss", "Losers")],
                marks: dots("loss", &losers, &x, &y) + &dots("gain", &winners, &x, &y),
                readings: None,
            }
            .put(html);
        });
    }
}

/// The best and the worst trades.
pub(in super::super) fn extremes(html: &mut Html, account: &Account) {
    let mut order: Vec<&TradeRecord> = account.trades.iter().collect();
    order.sort_by(|a, b| b.net().total_cmp(&a.net()).then(a.id.cmp(&b.id)));
    let best = order.iter().take_while(|trade| trade.net() > 0.0).take(EXTREMES);
    let worst = order.iter().rev().take_while(|trade| trade.net() < 0.0).take(EXTREMES);
    let tables = [("Best trades", listed(best)), ("Worst trades", listed(worst))];
    for (title, table) in tables.into_iter().filter(|(_, table)| !table.is_empty()) {
        html.card("half", title, "", |html| table.put(html, title));
    }
}

fn listed<'a>(trades: impl Iterator<Item = &'a &'a TradeRecord>) -> Table {
    let mut table = Table::new(&["Trade", "Symbol", "Side", "Opened", "Held", "Exit", "Net", "R"]);
    for trade in trades {
        let net = trade.net();
        let held = trade.close_time.since(trade.open_time);
        table.row(vec![
            Cell::text(format!("#{}", trade.id)),
            Cell::text(&trade.symbol),
            Cell::text(trade.side.to_string()),
            Cell::text(format::minute(trade.open_time)),
            Cell::text(format::span(held)),
            Cell::text(trade.exit_reason.name().replace('_', " ")),
            Cell::Signed(net, format::signed(net)),
            Cell::Number(format::or_none(trade.net_r(), |r| format::grouped(r, 1))),
        ]);
    }
    table
}
