//! Results by symbol, side, weekday, hour and exit reason.

use crate::research::performance::{Group, Performance};
use crate::research::report::draw::format::{self, or_none};
use crate::research::report::draw::html::Html;
use crate::research::report::draw::table::{Cell, Table};

const OF_OPENING: &str = "By when trades were opened, UTC.";

/// The tables, each with bars; `beside` adds cards beside the long one of hours.
pub(in super::super) fn breakdown(
    html: &mut Html,
    performance: &Performance,
    beside: impl FnOnce(&mut Html),
) {
    let kinds = &performance.breakdown;
    let with_trades = |groups: &[Group]| -> Vec<Group> {
        groups.iter().filter(|group| group.results.trades > 0).cloned().collect()
    };
    if kinds.symbol.len() > 1 {
        card(html, "wide", "By symbol", "", &kinds.symbol);
    }
    card(html, "half", "By side", "", &kinds.side);
    card(html, "half", "By exit", "What closed the trades.", &with_trades(&kinds.exit_reason));
    card(html, "half", "By hour", OF_OPENING, &with_trades(&kinds.hour));
    html.raw("<div class=\"half stack\">");
    card(html, "", "By weekday", OF_OPENING, &with_trades(&kinds.weekday));
    beside(html);
    html.raw("</div>\n");
}

fn card(html: &mut Html, class: &str, title: &str, about: &str, groups: &[Group]) {
    if groups.is_empty() {
        return;
    }
    html.card(class, title, about, |html| table(groups).put(html, title));
}

fn table(groups: &[Group]) -> Table {
    let nets = groups.iter().map(|group| group.results.net.abs());
    let largest = nets.fold(0.0_f64, f64::max);
    let mut table = Table::new(&["", "Trades", "Won", "Profit factor", "Net", ""]);
    for Group { name, results } in groups {
        let net = results.net;
        table.row(vec![
            Cell::text(capital(name)),
            Cell::Number(format::count(results.trades)),
            Cell::Number(or_none(results.win_rate_frac, |frac| {
                format!("{}\u{a0}%", format::grouped(frac * 100.0, 1))
            })),
            Cell::Number(or_none(results.profit_factor, format::ratio)),
            Cell::Signed(net, format::signed(net)),
            Cell::Bar(if largest > 0.0 { net / largest } else { 0.0 }),
        ]);
    }
    table
}

/// A name of a group as a person writes it: `end_of_data` becomes `End of data`.
fn capital(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut characters = name.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
