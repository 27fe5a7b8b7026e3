//! The walk forward: windows, what came true, how steady the choices were.

use crate::research::report::draw::format::{self, or_none};
use crate::research::report::draw::html::Html;
use crate::research::report::draw::table::{Cell, Table, pairs};
use crate::research::report::sections::{curves, grid};
use crate::research::report::sweep_page::WalkForwardSection;

/// All of a walk forward.
pub(in super::super) fn walk_forward(html: &mut Html, walk: &WalkForwardSection, score: &str) {
    if let Some(account) = &walk.out_of_sample {
        let about = "Every stretch was traded with parameters chosen before it.";
        curves::equity(html, account, "Out of sample, stitched", about);
    }
    windows(html, walk, score);
    efficiency(html, walk);
    stability(html, walk);
}

fn windows(html: &mut Html, walk: &WalkForwardSection, score: &str) {
    if walk.windows.is_empty() {
        return;
    }
    let about = "Parameters are chosen in the sample and judged on what came after.";
    html.card("wide", "Walk forward", about, |html| {
        let in_sample = format!("{score} in sample");
        let mut table = Table::new(&[
            "Sample",
            "Judged on",
            "Chosen",
            &in_sample,
            "after it",
            "Trades",
            "Net",
            "",
        ]);
        let nets = walk.windows.iter().map(|window| window.out_of_sample_net.abs());
        let largest = nets.fold(0.0_f64, f64::max);
        for window in &walk.windows {
            let net = window.out_of_sample_net;
            let after = window.out_of_sample_score;
            table.row(vec![
                Cell::text(span(window.train_from, window.train_to)),
                Cell::text(span(window.test_from, window.test_to)),
                Cell::text(grid::in_words(&window.parameters)),
                Cell::Number(or_none(window.in_sample_score, format::ratio)),
                Cell::Signed(after.unwrap_or(0.0), or_none(after, format::ratio)),
                Cell::Number(format::count(window.out_of_sample_trades)),
                Cell::Signed(net, format::signed(net)),
                Cell::Bar(if largest > 0.0 { net / largest } else { 0.0 }),
            ]);
        }
        table.put(html, "Windows of the walk forward");
    });
}

fn span(from: crate::types::UnixNanos, to: crate::types::UnixNanos) -> String {
    format!("{} to {}", format::day(from), format::day(to))
}

fn efficiency(html: &mut Html, walk: &WalkForwardSection) {
    let Some(found) = &walk.efficiency else { return };
    let about = "How much of what samples promised came true; above 0.5 counts as robust.";
    html.card("half single", "Efficiency of the walk", about, |html| {
        let rows = [
            ("Efficiency", or_none(found.efficiency_frac, format::ratio)),
            ("Return a year in samples", format::percent(found.in_sample_ann_frac)),
            ("Return a year after them", format::percent(found.out_of_sample_ann_frac)),
            ("Windows with a gain", format::percent(found.profitable_frac)),
            (
                "Share of gains by the best window",
                or_none(found.largest_gain_frac, format::percent),
            ),
        ];
        pairs(html, &rows);
    });
}

fn stability(html: &mut Html, walk: &WalkForwardSection) {
    if walk.stability.is_empty() {
        return;
    }
    let about = "1: every window chose the same value; 0: the choices are spread evenly.";
    html.card("half", "Stability of parameters", about, |html| {
        let mut table = Table::new(&["Parameter", "Stability", "Kept", "Chosen most"]);
        for one in &walk.stability {
            let choice = one.stability.choices.first();
            table.row(vec![
                Cell::text(&one.name),
                Cell::Number(format::ratio(one.stability.stability_frac)),
                Cell::Number(format::percent(one.stability.kept_frac)),
                Cell::text(choice.map_or(format::NONE.to_owned(), |choice| {
                    format!("{} ({})", choice.value, format::percent(choice.share_frac))
                })),
            ]);
        }
        table.put(html, "Stability of parameters");
    });
}
