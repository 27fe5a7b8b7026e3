//! Where results come from and what to doubt: data, assumptions, order of prices, findings.

use crate::research::report::draw::format;
use crate::research::report::draw::html::{Escaped, Html};
use crate::research::report::draw::table::{Cell, Table};
use crate::research::report::facts::{Fact, Fingerprint};
use crate::research::report::findings::{Evidence, Finding};

/// The findings, heaviest first.
pub(in super::super) fn findings(html: &mut Html, findings: &[Finding], title: &str) {
    if findings.is_empty() {
        return;
    }
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    html.card("wide", title, "", |html| {
        html.raw("<ul class=\"findings\">");
        for finding in sorted {
            let name = finding.severity.name();
            html.put(format_args!(
                "<li class=\"{name}\"><b>{name}</b>{}<small>{}</small></li>",
                Escaped(&finding.text),
                Escaped(&finding.hint)
            ));
        }
        html.raw("</ul>");
    });
}

/// The result at other orders of prices inside bars.
pub(in super::super) fn brackets(html: &mut Html, evidence: &Evidence) {
    let (Some(brackets), Some(account)) = (evidence.brackets, &evidence.account) else { return };
    let about = format!(
        "A bar does not say whether its high or its low came first; {} of {} trades depend on it.",
        format::count(evidence.ambiguous_trades),
        format::count(account.performance.trades.trades)
    );
    html.card("wide", "Order of prices inside bars", &about, |html| {
        let mut table = Table::new(&["", "Net profit", ""]);
        let rows = [
            ("Worst order", brackets.adverse),
            ("As simulated", account.net()),
            ("Best order", brackets.favourable),
        ];
        let largest = rows.iter().fold(0.0_f64, |largest, row| largest.max(row.1.abs()));
        for (name, net) in rows {
            table.row(vec![
                Cell::text(name),
                Cell::Signed(net, format::signed(net)),
                Cell::Bar(if largest > 0.0 { net / largest } else { 0.0 }),
            ]);
        }
        table.put(html, "Net profit by order of prices inside bars");
    });
}

/// Assumptions and settings.
pub(in super::super) fn facts(html: &mut Html, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    html.card("wide", "Assumptions", "", |html| {
        let pairs: Vec<(&str, String)> =
            facts.iter().map(|fact| (fact.label.as_str(), fact.text.clone())).collect();
        crate::research::report::draw::table::pairs(html, &pairs);
    });
}

/// The data, so that the same can be found again.
pub(in super::super) fn fingerprints(html: &mut Html, fingerprints: &[Fingerprint]) {
    html.card("wide", "Data", "", |html| {
        let mut table = Table::new(&["Source", "Kind", "Rows", "First", "Last"]);
        let time = |time: Option<_>| time.map_or(format::NONE.to_owned(), format::minute);
        for data in fingerprints {
            table.row(vec![
                Cell::text(&data.source),
                Cell::text(&data.kind),
                Cell::Number(format::count(data.rows)),
                Cell::text(time(data.first)),
                Cell::text(time(data.last)),
            ]);
        }
        table.put(html, "Data");
        for data in fingerprints {
            for (name, hash) in [("SHA-256", &data.sha256), ("Decisions", &data.digest)] {
                if let Some(hash) = hash {
                    let (source, hash) = (Escaped(&data.source), Escaped(hash));
                    html.put(format_args!("<p class=\"hash\">{name} of {source}: {hash}</p>"));
                }
            }
        }
    });
}
