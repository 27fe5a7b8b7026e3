//! Line charts as SVG text.

use std::fmt::Write;

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 40.0;
/// Places that are labelled on an axis, its ends included.
const TICKS: u32 = 5;
/// Told apart by people who see no red or green (Okabe and Ito, 2008).
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/// One line of a chart.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Shown in the legend; empty for none.
    pub(super) name: String,
    /// Points in order.
    pub(super) points: Vec<(f64, f64)>,
    /// Whether it is a dashed grey reference.
    pub(super) is_reference: bool,
}

/// A chart with two named axes.
#[derive(Clone, Debug)]
pub(super) struct Chart<'a> {
    /// Name of the horizontal axis.
    pub(super) x_name: &'a str,
    /// Name of the vertical axis.
    pub(super) y_name: &'a str,
    /// Ends of the axes; `None`: what the lines need.
    pub(super) range: Option<((f64, f64), (f64, f64))>,
    /// The lines.
    pub(super) lines: Vec<Line>,
}

impl Chart<'_> {
    /// The chart as an `svg` element.
    pub(super) fn to_svg(&self) -> String {
        let ((x_min, x_max), (y_min, y_max)) = self.range.unwrap_or_else(|| self.needed());
        let across = |x: f64| LEFT + (x - x_min) / (x_max - x_min) * (WIDTH - LEFT - RIGHT);
        let down =
            |y: f64| HEIGHT - BOTTOM - (y - y_min) / (y_max - y_min) * (HEIGHT - TOP - BOTTOM);
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             role=\"img\" aria-label=\"{} by {}\">",
            self.y_name, self.x_name
        );
        for step in 0..TICKS {
            let share = f64::from(step) / f64::from(TICKS - 1);
            let (x, y) = (x_min + share * (x_max - x_min), y_min + share * (y_max - y_min));
            put(
                &mut svg,
                format_args!(
                    "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{2:.1}\" y2=\"{2:.1}\"/>\
                 <text x=\"{3:.1}\" y=\"{4:.1}\" text-anchor=\"end\">{1}</text>",
                    WIDTH - RIGHT,
                    short(y),
                    down(y),
                    LEFT - 6.0,
                    down(y) + 4.0
                ),
            );
            put(
                &mut svg,
                format_args!(
                    "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                    across(x),
                    HEIGHT - BOTTOM + 16.0,
                    short(x)
                ),
            );
        }
        for (index, line) in self.lines.iter().enumerate() {
            let places: Vec<String> = line
                .points
                .iter()
                .map(|&(x, y)| format!("{:.1},{:.1}", across(x), down(y)))
                .collect();
            let style = if line.is_reference {
                "stroke=\"#888\" stroke-dasharray=\"4 4\"".to_owned()
            } else {
                format!("stroke=\"{}\" stroke-width=\"1.6\"", COLOURS[index % COLOURS.len()])
            };
            let places = places.join(" ");
            put(&mut svg, format_args!("<polyline fill=\"none\" {style} points=\"{places}\"/>"));
        }
        put(
            &mut svg,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
             <text x=\"12\" y=\"{:.1}\" text-anchor=\"middle\" \
             transform=\"rotate(-90 12 {3:.1})\">{}</text></svg>",
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 6.0,
                self.x_name,
                (TOP + HEIGHT - BOTTOM) / 2.0,
                self.y_name
            ),
        );
        svg.push_str(&self.legend());
        svg
    }

    fn legend(&self) -> String {
        let named = self.lines.iter().enumerate().filter(|(_, line)| !line.name.is_empty());
        let entries: Vec<String> = named
            .map(|(index, line)| {
                let colour =
                    if line.is_reference { "#888" } else { COLOURS[index % COLOURS.len()] };
                format!("<span><i style=\"background:{colour}\"></i>{}</span>", line.name)
            })
            .collect();
        format!("<p class=\"legend\">{}</p>", entries.join(""))
    }

    /// Ends of the axes that show every point, never of no length.
    fn needed(&self) -> ((f64, f64), (f64, f64)) {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        (ends(points().map(|point| point.0)), ends(points().map(|point| point.1)))
    }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| (least.min(v), most.max(v)));
    if least > most {
        return (0.0, 1.0);
    }
    let room = if most > least { (most - least) * 0.04 } else { least.abs().max(1.0) * 0.5 };
    (least - room, most + room)
}

/// A number with three digits.
fn short(value: f64) -> String {
    let size = value.abs();
    if size >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else if size >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    }
}

fn put(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagonal_goes_from_corner_to_corner() {
        let line = Line {
            name: "chance".to_owned(),
            points: vec![(0.0, 0.0), (1.0, 1.0)],
            is_reference: true,
        };
        let chart = Chart {
            x_name: "x",
            y_name: "y",
            range: Some(((0.0, 1.0), (0.0, 1.0))),
            lines: vec![line],
        };
        let svg = chart.to_svg();
        assert!(svg.contains("points=\"56.0,220.0 408.0,14.0\""), "{svg}");
        assert!(svg.contains("chance"));
    }

    #[test]
    fn axes_have_a_length_whatever_the_points() {
        assert_eq!(ends([].into_iter()), (0.0, 1.0));
        assert_eq!(ends([2.0, 2.0].into_iter()), (1.0, 3.0));
        let (least, most) = ends([0.0, 10.0, f64::NAN].into_iter());
        assert!(least < 0.0 && most > 10.0);
    }
}
