//! The frame of a chart: grid, labels, legend, and a description for those who do not see it.

use std::fmt::Write as _;

use super::axis::Axis;
use super::html::{Escaped, Html};

/// Units of the drawing in both directions.
pub(in super::super) const UNITS: f64 = 1_000.0;

/// Fewest characters that labels of the vertical scale have place for: charts above each other then
/// have the same width.
const GUTTER_MIN: usize = 7;

/// A chart. Its drawing stretches to the space there is.
#[derive(Debug)]
pub(in super::super) struct Plot<'a> {
    /// What it shows, in a few words.
    pub(in super::super) title: &'a str,
    /// What is to be seen in it, in a sentence.
    pub(in super::super) description: &'a str,
    /// The horizontal scale.
    pub(in super::super) x: &'a Axis,
    /// The vertical scale.
    pub(in super::super) y: &'a Axis,
    /// Height, pixels.
    pub(in super::super) height: u32,
    /// What stands below the horizontal scale, and beside the vertical one.
    pub(in super::super) names: [&'a str; 2],
    /// Classes of marks with what they are.
    pub(in super::super) legend: &'a [(&'a str, &'a str)],
    /// The marks, as SVG.
    pub(in super::super) marks: String,
    /// What a pointer over it reads: a JSON array of `[place from 0 to 1, text]`.
    pub(in super::super) readings: Option<String>,
}

impl Plot<'_> {
    /// Adds the chart to a page.
    pub(in super::super) fn put(&self, html: &mut Html) {
        html.raw("<figure class=\"plot\">");
        let [x_name, y_name] = self.names.map(Escaped);
        if !self.legend.is_empty() || !self.names[1].is_empty() {
            html.put(format_args!("<figcaption class=\"legend\"><span>{y_name}</span>"));
            for (class, label) in self.legend {
                html.put(format_args!("<span class=\"key {class}\">{}</span>", Escaped(label)));
            }
            html.raw("</figcaption>");
        }
        let longest = self.y.ticks.iter().map(|tick| tick.label.chars().count()).max();
        html.put(format_args!(
            "<div class=\"frame\" style=\"--height:{}px;--gutter:{}ch\">",
            self.height,
            longest.unwrap_or(1).max(GUTTER_MIN) + 1
        ));
        html.raw("<div class=\"left\" aria-hidden=\"true\">");
        for tick in &self.y.ticks {
            let top = 100.0 - self.y.place(tick.at) * 100.0;
            let label = Escaped(&tick.label);
            html.put(format_args!("<span style=\"top:{top:.2}%\">{label}</span>"));
        }
        html.raw("</div>");
        self.put_drawing(html);
        html.raw("<div class=\"below\" aria-hidden=\"true\">");
        for (index, tick) in self.x.ticks.iter().enumerate() {
            let place = self.x.place(tick.at) * 100.0;
            let edge = match place {
                96.0.. => " end",
                _ => "",
            };
            let minor = if index % 2 == 1 { " minor" } else { "" };
            let label = Escaped(&tick.label);
            html.put(format_args!(
                "<span class=\"tick{edge}{minor}\" style=\"left:{place:.2}%\">{label}</span>"
            ));
        }
        html.raw("</div></div>");
        html.put(format_args!("<p class=\"names\">{x_name}</p>"));
        html.raw("</figure>");
    }

    fn put_drawing(&self, html: &mut Html) {
        html.raw("<div class=\"drawing\"");
        if let Some(readings) = &self.readings {
            html.put(format_args!(" data-readings=\"{}\"", Escaped(readings)));
        }
        html.put(format_args!(
            "><svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" role=\"img\" \
             aria-label=\"{title}. {about}\"><title>{title}</title><desc>{about}</desc>",
            title = Escaped(self.title),
            about = Escaped(self.description)
        ));
        let mut grid = String::new();
        for tick in &self.y.ticks {
            let _ = write!(grid, "M0 {:.1}H1000", self.height_of(tick.at));
        }
        html.put(format_args!("<path class=\"grid\" d=\"{grid}\"/>"));
        if self.y.holds(0.0) {
            let zero = self.height_of(0.0);
            html.put(format_args!("<path class=\"zero\" d=\"M0 {zero:.1}H1000\"/>"));
        }
        html.raw(&self.marks);
        html.raw("</svg></div>");
    }

    fn height_of(&self, value: f64) -> f64 {
        UNITS - self.y.place(value) * UNITS
    }
}

/// The path of a line through points.
pub(in super::super) fn line(
    points: impl IntoIterator<Item = (f64, f64)>,
    x: &Axis,
    y: &Axis,
) -> String {
    let mut path = String::new();
    for (at, value) in points {
        let command = if path.is_empty() { 'M' } else { 'L' };
        let (at, value) = (x.place(at) * UNITS, UNITS - y.place(value) * UNITS);
        let _ = write!(path, "{command}{at:.1} {value:.1}");
    }
    path
}

/// The path of the area between points and a value.
pub(in super::super) fn area(points: &[(f64, f64)], base: f64, x: &Axis, y: &Axis) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let closing = [(last.0, base)];
    let all = [(first.0, base)].into_iter().chain(points.iter().copied()).chain(closing);
    format!("{}Z", line(all, x, y))
}
