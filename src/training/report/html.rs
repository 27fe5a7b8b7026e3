//! The report as one HTML page that needs nothing else.

use std::fmt::Write;

use super::chart::{Chart, Line};
use super::{FoldReport, Judgement, TrainingReport};
use crate::model::Class;
use crate::training::figures::Figures;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884}\
body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.6rem}h2{margin-top:2.2rem;font-size:1.2rem}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.6rem 0}\
th,td{padding:.25rem .6rem;white-space:nowrap;border-bottom:1px solid var(--line)}\
th,td{text-align:right}th:first-child,td:first-child{text-align:left}\
.row{display:flex;flex-wrap:wrap;gap:1.5rem}svg{font-size:11px;fill:currentColor}\
.grid{stroke:var(--line)}.legend{font-size:.85rem;margin:.2rem 0}.legend span{margin-right:1rem}\
.legend i{display:inline-block;width:.9em;height:.9em;margin-right:.35em;border-radius:2px}\
pre{background:#8881;padding:.7rem;overflow:auto}.note{opacity:.8}\
.bar{display:inline-block;height:.75em;background:#0072b2;border-radius:2px}";

impl TrainingReport {
    /// The page.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <title>Model of {0} {1}</title><style>{STYLE}</style>\
             <h1>Model of {0} {1}</h1>",
            escaped(&self.symbol),
            escaped(&self.period)
        );
        self.summary(&mut page);
        self.quality(&mut page);
        self.fold_table(&mut page);
        self.curves(&mut page);
        self.importance_table(&mut page);
        self.trial_table(&mut page);
        let (label, costs) = (escaped(&self.label), escaped(&self.costs));
        put(&mut page, format_args!("<h2>Definition</h2><pre>{label}{costs}</pre>"));
        page.push_str("</html>\n");
        page
    }

    /// How the model's own probabilities did.
    const fn used(&self) -> &Judgement {
        if self.is_calibrated { &self.calibrated } else { &self.raw }
    }

    fn summary(&self, page: &mut String) {
        let [down, flat, up] = self.class_rows;
        let share = |rows: usize| 100.0 * rows as f64 / self.rows.max(1) as f64;
        put(
            page,
            format_args!(
                "<p>{} rows of {} bars, {} to {}: {:.1} % down, {:.1} % flat, {:.1} % up. \
             Left out: {} warming up, {} without a future, {} before gaps; {} labels were \
             ambiguous. {}, seed {}. {:.1} s of processor time, {:.1} s on the clock. Model {}, \
             library {}.</p>",
                self.rows,
                self.bars,
                escaped(&self.first),
                escaped(&self.last),
                share(down),
                share(flat),
                share(up),
                self.warming,
                self.future_missing,
                self.gaps,
                self.ambiguous,
                escaped(&self.learner),
                self.seed,
                self.cpu_s,
                self.wall_s,
                self.model_id,
                escaped(&self.library_version)
            ),
        );
        if !self.dropped_columns.is_empty() {
            let names = escaped(&self.dropped_columns.join(", "));
            put(
                page,
                format_args!(
                    "<p class=\"note\">Columns that say nothing here, left out: {names}.</p>"
                ),
            );
        }
    }

    fn quality(&self, page: &mut String) {
        page.push_str(
            "<h2>Out of fold</h2><p class=\"note\">Every row is predicted by a model that did \
             not see it; in folds in order of time, nor anything after the beginning of its fold. \
             Trading figures are after \
             costs, one position at a time. 0.5 is chance for the area under the curve.</p>",
        );
        page.push_str(&score_head("predictions"));
        put_score(page, "as learnt", &self.raw.score);
        put_score(page, "calibrated", &self.calibrated.score);
        page.push_str(if self.is_calibrated {
            "</table><p class=\"note\">The model is calibrated.</p>"
        } else {
            "</table><p class=\"note\">The model is not calibrated: that would not have made the \
             log-loss of these rows smaller.</p>"
        });
        page.push_str("<h2>Confusion</h2><table><tr><th>actual</th>");
        for class in Class::ALL {
            put(page, format_args!("<th>predicted {}</th>", name_of(class)));
        }
        page.push_str("</tr>");
        for (class, counts) in Class::ALL.into_iter().zip(self.used().confusion) {
            put(page, format_args!("<tr><td>{}</td>", name_of(class)));
            counts.iter().for_each(|count| put(page, format_args!("<td>{count}</td>")));
            page.push_str("</tr>");
        }
        page.push_str("</table>");
    }

    fn fold_table(&self, page: &mut String) {
        page.push_str("<h2>Folds</h2>");
        page.push_str(&score_head("fold"));
        for (index, fold) in self.folds.iter().enumerate() {
            let (first, last) = (date(&fold.test_first), date(&fold.test_last));
            let name = format!("{}: {} rows, {first} to {last}", index + 1, fold.test_rows);
            put_score(page, &name, &fold.score);
            for (baseline, score) in &fold.baselines {
                put_score(page, &format!("\u{2003}{baseline}"), score);
            }
        }
        page.push_str("</table>");
    }

    fn curves(&self, page: &mut String) {
        page.push_str("<h2>Receiver operating characteristic</h2><div class=\"row\"><div>");
        page.push_str(&roc_chart(self.used()).to_svg());
        page.push_str("</div></div><h2>Calibration</h2><div class=\"row\"><div><p>as learnt</p>");
        page.push_str(&reliability_chart(&self.raw).to_svg());
        page.push_str("</div><div><p>calibrated</p>");
        page.push_str(&reliability_chart(&self.calibrated).to_svg());
        page.push_str("</div></div>");
        if self.folds.iter().any(|fold| !fold.learning_curve.is_empty()) {
            page.push_str("<h2>Learning curves</h2><div class=\"row\"><div><p>training</p>");
            page.push_str(&learning_chart(&self.folds, |point| point.0).to_svg());
            page.push_str("</div><div><p>test</p>");
            page.push_str(&learning_chart(&self.folds, |point| point.1).to_svg());
            page.push_str("</div></div>");
        }
    }

    fn importance_table(&self, page: &mut String) {
        put(
            page,
            format_args!(
                "<h2>Importance</h2><table><tr><th>column</th><th>{}</th><th></th>\
             <th>loss of AUC when shuffled</th></tr>",
                self.importance_measure
            ),
        );
        for column in &self.importances {
            put(
                page,
                format_args!(
                    "<tr><td>{}</td><td>{:.1} %</td><td style=\"text-align:left\">\
                 <span class=\"bar\" style=\"width:{:.0}px\"></span></td><td>{:.4}</td></tr>",
                    escaped(&column.column),
                    100.0 * column.gain_frac,
                    300.0 * column.gain_frac,
                    column.permutation
                ),
            );
        }
        page.push_str("</table>");
    }

    fn trial_table(&self, page: &mut String) {
        page.push_str("<h2>Trials</h2><table><tr><th>setting</th><th>mean AUC</th>");
        for fold in 1..=self.folds.len() {
            put(page, format_args!("<th>fold {fold}</th>"));
        }
        page.push_str("</tr>");
        for trial in &self.trials {
            put(
                page,
                format_args!(
                    "<tr><td>{}</td><td>{:.4}</td>",
                    escaped(&trial.setting),
                    trial.auc_ovr
                ),
            );
            trial.folds.iter().for_each(|auc| put(page, format_args!("<td>{auc:.4}</td>")));
            page.push_str("</tr>");
        }
        page.push_str("</table>");
    }
}

fn roc_chart(judgement: &Judgement) -> Chart<'_> {
    let mut lines = vec![diagonal("chance")];
    for (class, points) in Class::ALL.into_iter().zip(&judgement.roc) {
        let name = name_of(class).to_owned();
        lines.push(Line { name, points: points.clone(), is_reference: false });
    }
    let unit = (0.0, 1.0);
    let range = Some((unit, unit));
    Chart { x_name: "false positives", y_name: "true positives", range, lines }
}

fn reliability_chart(judgement: &Judgement) -> Chart<'_> {
    let mut lines = vec![diagonal("perfect")];
    for (class, bins) in Class::ALL.into_iter().zip(&judgement.reliability) {
        let points = bins.iter().map(|&(mean, came, _)| (mean, came)).collect();
        lines.push(Line { name: name_of(class).to_owned(), points, is_reference: false });
    }
    let unit = (0.0, 1.0);
    let range = Some((unit, unit));
    Chart { x_name: "probability", y_name: "share that came true", range, lines }
}

fn learning_chart(folds: &[FoldReport], loss: impl Fn(&(f64, f64)) -> f64) -> Chart<'static> {
    let line = |(index, fold): (usize, &FoldReport)| Line {
        name: format!("fold {}", index + 1),
        points: fold
            .learning_curve
            .iter()
            .enumerate()
            .map(|(iteration, point)| ((iteration + 1) as f64, loss(point)))
            .collect(),
        is_reference: false,
    };
    let lines = folds.iter().enumerate().map(line).collect();
    Chart { x_name: "trees per class", y_name: "log-loss", range: None, lines }
}

fn diagonal(name: &str) -> Line {
    Line { name: name.to_owned(), points: vec![(0.0, 0.0), (1.0, 1.0)], is_reference: true }
}

const fn name_of(class: Class) -> &'static str {
    match class {
        Class::Down => "down",
        Class::Flat => "flat",
        Class::Up => "up",
    }
}

fn score_head(first: &str) -> String {
    format!(
        "<table><tr><th>{first}</th><th>AUC</th><th>log-loss</th><th>Brier</th><th>accuracy</th>\
         <th>calibration error</th><th>trades</th><th>won</th><th>profit factor</th><th>total</th>\
         <th>Sharpe</th><th>drawdown</th></tr>"
    )
}

fn put_score(page: &mut String, name: &str, score: &Figures) {
    let or_dash = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "\u{2013}".to_owned(), |value| format!("{value:.digits$}"))
    };
    let percent = |value: Option<f64>| {
        value.map_or_else(|| "\u{2013}".to_owned(), |value| format!("{:.1} %", 100.0 * value))
    };
    put(
        page,
        format_args!(
            "<tr><td>{}</td><td>{}</td><td>{:.4}</td><td>{:.4}</td><td>{}</td><td>{:.4}</td>\
         <td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(name),
            or_dash(score.auc_ovr, 4),
            score.log_loss,
            score.brier,
            percent(Some(score.accuracy_frac)),
            score.calibration_error,
            score.trades,
            percent(score.win_rate_frac),
            or_dash(score.profit_factor, 2),
            percent(Some(score.total_frac)),
            or_dash(score.sharpe_ann, 2),
            percent(Some(score.max_drawdown_frac))
        ),
    );
}

/// The day of a time as reports write it.
fn date(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn put(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(arguments);
}
