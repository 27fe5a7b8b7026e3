//! Returns by month and year.

use crate::research::performance::{Performance, YearReturns};
use crate::research::report::draw::format;
use crate::research::report::draw::html::{Escaped, Html};
use crate::research::report::draw::table::tone;

/// Shade of the least return, so that its sign can be seen.
const SHADE_MIN: f64 = 0.10;
/// Shade of the largest; text on it stays readable.
const SHADE_MAX: f64 = 0.62;

/// Opacity of a value among others up to `largest`.
pub(in super::super) fn shade(value: f64, largest: f64) -> f64 {
    let share = if largest > 0.0 { (value.abs() / largest).min(1.0) } else { 0.0 };
    SHADE_MIN + (SHADE_MAX - SHADE_MIN) * share
}

/// The table of months.
pub(in super::super) fn months(html: &mut Html, performance: &Performance, class: &str) {
    let years = &performance.years;
    let all = || years.iter().flat_map(|year| year.months.iter().flatten());
    let largest = all().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let (won, count) = (all().filter(|value| **value > 0.0).count(), all().count());
    let about = format!("Percent of the equity at its beginning; {won} of {count} months gained.");
    html.card(class, "Monthly returns", &about, |html| {
        html.raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Monthly returns\">\
             <table class=\"heat\"><thead><tr><th scope=\"col\">Year</th>",
        );
        for month in 1..=12 {
            let name = format::month_name(month);
            html.put(format_args!("<th scope=\"col\">{name}</th>"));
        }
        html.raw("<th scope=\"col\">All</th></tr></thead><tbody>");
        for YearReturns { year, months, year_frac } in years {
            html.put(format_args!("<tr><th scope=\"row\">{year}</th>"));
            for month in months {
                cell(html, *month, largest);
            }
            match year_frac {
                Some(frac) => {
                    let text = with_sign(*frac);
                    let (tone, text) = (tone(*frac), Escaped(&text));
                    html.put(format_args!(
                        "<td class=\"total none\"><span class=\"{tone}\">{text}</span></td>"
                    ));
                }
                None => html.raw("<td class=\"none\"></td>"),
            }
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    });
}

fn with_sign(frac: f64) -> String {
    let text = format::grouped(frac * 100.0, 1);
    if frac > 0.0 && text != "0.0" { format!("+{text}") } else { text }
}

fn cell(html: &mut Html, month: Option<f64>, largest: f64) {
    match month {
        Some(frac) => html.put(format_args!(
            "<td class=\"{}\" style=\"--a:{:.2}\">{}</td>",
            tone(frac),
            shade(frac, largest),
            Escaped(&with_sign(frac))
        )),
        None => html.raw("<td class=\"none\"></td>"),
    }
}
