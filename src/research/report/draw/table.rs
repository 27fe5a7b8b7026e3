//! Tables: numbers to the right, names to the left, and bars where a look is enough.

use super::html::{Escaped, Html};

/// Characters of a text from which it may take several lines.
const SENTENCE: usize = 48;

/// A cell of a table.
#[derive(Clone, Debug)]
pub(in super::super) enum Cell {
    /// A name or a sentence.
    Text(String),
    /// A figure.
    Number(String),
    /// A figure that is good above 0 and bad below, with its sign in the text.
    Signed(f64, String),
    /// A bar from -1 to 1.
    Bar(f64),
}

impl Cell {
    /// A name.
    pub(in super::super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn put(&self, html: &mut Html, is_head: bool) {
        match self {
            Self::Text(text) if is_head => {
                html.put(format_args!("<th scope=\"row\">{}</th>", Escaped(text)));
            }
            Self::Text(text) if text.chars().count() > SENTENCE => {
                html.put(format_args!("<td class=\"long\">{}</td>", Escaped(text)));
            }
            Self::Text(text) => html.put(format_args!("<td>{}</td>", Escaped(text))),
            Self::Number(text) => {
                html.put(format_args!("<td class=\"n\">{}</td>", Escaped(text)));
            }
            Self::Signed(value, text) => {
                let tone = tone(*value);
                html.put(format_args!("<td class=\"n {tone}\">{}</td>", Escaped(text)));
            }
            Self::Bar(share) => {
                let width = share.abs().min(1.0) * 50.0;
                let left = if *share < 0.0 { 50.0 - width } else { 50.0 };
                let tone = tone(*share);
                html.put(format_args!(
                    "<td class=\"bar\" aria-hidden=\"true\"><i class=\"{tone}\" \
                     style=\"left:{left:.1}%;width:{width:.1}%\"></i></td>"
                ));
            }
        }
    }
}

/// Class of a figure that is good above 0 and bad below.
pub(in super::super) fn tone(value: f64) -> &'static str {
    match value {
        value if value > 0.0 => "gain",
        value if value < 0.0 => "loss",
        _ => "even",
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table with these columns; an empty name is that of a column of bars.
    pub(in super::super) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|name| (*name).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row. The first cell of text is its name.
    pub(in super::super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Whether it has no rows.
    pub(in super::super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds it to a page, with a name for those who do not see it.
    pub(in super::super) fn put(&self, html: &mut Html, label: &str) {
        let label = Escaped(label);
        html.put(format_args!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\
             <table><thead><tr>"
        ));
        let first = self.rows.first();
        for (index, name) in self.head.iter().enumerate() {
            let cell = first.and_then(|row| row.get(index));
            let class = match cell {
                Some(Cell::Number(_) | Cell::Signed(..)) => " class=\"n\"",
                Some(Cell::Bar(_)) => " class=\"bar\" aria-hidden=\"true\"",
                _ => "",
            };
            html.put(format_args!("<th scope=\"col\"{class}>{}</th>", Escaped(name)));
        }
        html.raw("</tr></thead><tbody>");
        for row in &self.rows {
            html.raw("<tr>");
            for (index, cell) in row.iter().enumerate() {
                cell.put(html, index == 0);
            }
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }
}

/// A list of names with figures.
pub(in super::super) fn pairs(html: &mut Html, pairs: &[(&str, String)]) {
    html.raw("<dl class=\"pairs\">");
    for (name, text) in pairs {
        html.put(format_args!("<div><dt>{}</dt><dd>{}</dd></div>", Escaped(name), Escaped(text)));
    }
    html.raw("</dl>");
}
