//! Scores over pairs of parameters, and tables of combinations.

use crate::research::report::draw::format::{self, or_none};
use crate::research::report::draw::html::{Escaped, Html};
use crate::research::report::draw::table::{Cell, Table, tone};
use crate::research::report::sections::months::shade;
use crate::research::report::sweep_page::{Combination, GridPlace, HeatMap, ParameterValue};

/// Most columns with numbers in their cells; wider maps have shades, and numbers for the pointer.
const NUMBERED_COLUMNS: usize = 14;
/// Most cells that are drawn; a larger map is said to be too large.
const CELLS_MAX: usize = 10_000;

/// A heat map with its peak and the middle of its plateau.
pub(in super::super) fn heat_map(html: &mut Html, map: &HeatMap, score: &str) {
    let title = format!("{} by {}", map.x_name, map.y_name);
    let about = format!("{score}; others: {}.", map.others);
    html.card("half", &title, &about, |html| {
        let cells = map.x_labels.len().saturating_mul(map.y_labels.len());
        if cells > CELLS_MAX {
            html.put(format_args!(
                "<p>{} cells, more than the {} that are drawn; the JSON holds them.</p>",
                format::count(cells as u64),
                format::count(CELLS_MAX as u64)
            ));
            return;
        }
        put_cells(html, map, &title);
        html.raw(
            "<p class=\"names\"><span>solid frame: the best score; dashed: the middle of the best \
             neighbourhood</span></p>",
        );
    });
}

fn put_cells(html: &mut Html, map: &HeatMap, title: &str) {
    let is_dense = map.x_labels.len() > NUMBERED_COLUMNS;
    let sizes = map.cells.iter().flatten().flatten().map(|score| score.abs());
    let largest = sizes.filter(|size| size.is_finite()).fold(0.0_f64, f64::max);
    html.put(format_args!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\
         <table class=\"heat{}\"><thead><tr><th scope=\"col\">{}</th>",
        Escaped(title),
        if is_dense { " dense" } else { "" },
        Escaped(&map.y_name)
    ));
    // Labels of narrow columns would run into each other.
    let every = map.x_labels.len().div_ceil(NUMBERED_COLUMNS).max(1);
    for (index, labels) in map.x_labels.chunks(every).enumerate() {
        let span = labels.len();
        let label = labels.first().map_or("", String::as_str);
        let label = if index % 2 == 0 || !is_dense { label } else { "" };
        html.put(format_args!("<th scope=\"col\" colspan=\"{span}\">{}</th>", Escaped(label)));
    }
    html.raw("</tr></thead><tbody>");
    for (y, (label, row)) in map.y_labels.iter().zip(&map.cells).enumerate() {
        html.put(format_args!("<tr><th scope=\"row\">{}</th>", Escaped(label)));
        for (x, (x_label, score)) in map.x_labels.iter().zip(row).enumerate() {
            let Some(score) = score else {
                html.raw("<td class=\"none\"></td>");
                continue;
            };
            let place = Some(GridPlace { x, y });
            let peak = if map.peak == place { " peak" } else { "" };
            let plateau = if map.plateau == place { " plateau" } else { "" };
            let text = format::ratio(*score);
            html.put(format_args!(
                "<td class=\"{}{peak}{plateau}\" style=\"--a:{:.2}\" title=\"{}: {}, {}: {}, \
                 {text}\">{}</td>",
                tone(*score),
                shade(*score, largest),
                Escaped(&map.x_name),
                Escaped(x_label),
                Escaped(&map.y_name),
                Escaped(label),
                if is_dense { "" } else { &text }
            ));
        }
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
}

/// Values of parameters in a line.
pub(in super::super) fn in_words(parameters: &[ParameterValue]) -> String {
    let words = parameters.iter().map(|one| format!("{} {}", one.name, one.value));
    words.collect::<Vec<String>>().join(", ")
}

/// Combinations with what they made.
pub(in super::super) fn combinations(
    html: &mut Html,
    rows: &[(String, &Combination)],
    score: &str,
    label: &str,
) {
    let mut table = Table::new(&[
        "",
        "Parameters",
        score,
        "Neighbourhood",
        "Net profit",
        "Trades",
        "Sharpe",
        "Drawdown",
        "Profit factor",
        "Won",
    ]);
    for (name, one) in rows {
        let percent = |value| or_none(value, format::percent);
        table.row(vec![
            Cell::text(name),
            Cell::text(in_words(&one.parameters)),
            Cell::Number(or_none(one.score, format::ratio)),
            Cell::Number(or_none(one.neighbourhood_score, format::ratio)),
            Cell::Signed(one.net_profit, format::signed(one.net_profit)),
            Cell::Number(format::count(one.trades)),
            Cell::Number(or_none(one.sharpe_ann, format::ratio)),
            Cell::Number(percent(one.max_drawdown_frac)),
            Cell::Number(or_none(one.profit_factor, format::ratio)),
            Cell::Number(percent(one.win_rate_frac)),
        ]);
    }
    table.put(html, label);
}
