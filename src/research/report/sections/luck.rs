//! Luck or skill: deflated Sharpe ratio, overfitting, superior ability, other orders, other costs.

use crate::research::overfitting::{
    DeflatedSharpe, Distribution, MonteCarlo, Overfitting, SuperiorAbility,
};
use crate::research::report::draw::bars::Histogram;
use crate::research::report::draw::format::{self, or_none};
use crate::research::report::draw::html::{Escaped, Html};
use crate::research::report::draw::plot::Plot;
use crate::research::report::draw::table::{Cell, Table, pairs};
use crate::research::report::sweep_page::OverfittingPanel;

const LOGIT_BARS: usize = 30;

/// Everything that is known about luck.
pub(in super::super) fn panel(html: &mut Html, panel: &OverfittingPanel) {
    if let Some(verdict) = &panel.verdict {
        super::summary::verdict(html, verdict, &[]);
    }
    if let Some(deflated) = &panel.deflated {
        deflated_sharpe(html, deflated, panel.periods_per_year);
    }
    if let Some(superior) = &panel.superior {
        superior_ability(html, superior);
    }
    if let Some(found) = &panel.backtest_overfitting {
        overfitting(html, found);
    }
    cost_stress(html, panel);
    if let Some(monte_carlo) = &panel.monte_carlo {
        self::monte_carlo(html, monte_carlo);
    }
}

fn deflated_sharpe(html: &mut Html, found: &DeflatedSharpe, periods_per_year: f64) {
    let root = periods_per_year.max(0.0).sqrt();
    let about = "What is left of the best Sharpe ratio when every trial is counted. Above 0.95 \
                 counts as skill.";
    html.card("half single", "Deflated Sharpe ratio", about, |html| {
        let rows = [
            ("Trials counted", format::count(found.trials.round() as u64)),
            ("Sharpe ratio of the chosen, a year", format::ratio(found.sharpe * root)),
            ("Best to expect by luck (SR0), a year", format::ratio(found.sharpe_by_luck * root)),
            ("Probability that it is above 0", format::prob(found.probabilistic_prob)),
            ("Probability that it is above luck", format::prob(found.deflated_prob)),
        ];
        pairs(html, &rows);
    });
}

fn superior_ability(html: &mut Html, found: &SuperiorAbility) {
    let about = "Whether any combination beats doing nothing. A small p-value says that the best \
                 is not explained by having tried so many.";
    html.card("half single", "Superior ability", about, |html| {
        let rows = [
            ("Combinations", format::count(found.strategies as u64)),
            ("p of the reality check (White)", format::prob(found.reality_p_prob)),
            ("p of superior ability (Hansen)", format::prob(found.consistent_p_prob)),
            (
                "its lower and upper bound",
                format!(
                    "{} to {}",
                    format::prob(found.lower_p_prob),
                    format::prob(found.upper_p_prob)
                ),
            ),
            ("Bootstrap samples", format::count(found.samples as u64)),
        ];
        pairs(html, &rows);
    });
}

fn overfitting(html: &mut Html, found: &Overfitting) {
    let about = "The best of one half of the time, looked up in the other half: left of 0 it is \
                 below the median there.";
    html.card("half single", "Probability of overfitting", about, |html| {
        let logits: Vec<f64> = found.splits.iter().map(|split| split.logit).collect();
        if let Some(histogram) = Histogram::of(&logits, LOGIT_BARS) {
            let pbo = format::percent(found.pbo);
            Plot {
                title: "Logits of the best",
                description: &format!("{} splits, {pbo} at 0 or below", logits.len()),
                x: &histogram.x,
                y: &histogram.y,
                height: 200,
                names: ["logit of the rank outside the sample", "splits"],
                legend: &[("loss", "below the median"), ("gain", "above")],
                marks: histogram.marks(0.0, ["loss", "gain"]),
                readings: None,
            }
            .put(html);
        }
        let slope = found.degradation.map(|line| line.slope);
        let rows = [
            ("Probability of overfitting (PBO)", format::prob(found.pbo)),
            ("Probability that the best loses", format::prob(found.loss_prob)),
            ("Out of sample per in sample (slope)", or_none(slope, format::ratio)),
        ];
        pairs(html, &rows);
    });
}

fn cost_stress(html: &mut Html, panel: &OverfittingPanel) {
    if panel.cost_stress.is_empty() {
        return;
    }
    let about = "The chosen parameters at higher costs.";
    html.card("half", "Cost stress", about, |html| {
        let mut table = Table::new(&["Costs", "Net profit", "Profit factor", "Sharpe", ""]);
        let nets = panel.cost_stress.iter().map(|stress| stress.net_profit.abs());
        let largest = nets.fold(0.0_f64, f64::max);
        for stress in &panel.cost_stress {
            let net = stress.net_profit;
            table.row(vec![
                Cell::text(&stress.label),
                Cell::Signed(net, format::signed(net)),
                Cell::Number(or_none(stress.profit_factor, format::ratio)),
                Cell::Number(or_none(stress.sharpe_ann, format::ratio)),
                Cell::Bar(if largest > 0.0 { net / largest } else { 0.0 }),
            ]);
        }
        table.put(html, "Cost stress");
    });
}

/// Other orders, or other samples, of the same results.
pub(in super::super) fn monte_carlo(html: &mut Html, found: &MonteCarlo) {
    let about = format!(
        "{} other paths of the same results: what could have come as well.",
        format::count(found.paths as u64)
    );
    html.card("wide", "Monte Carlo", &about, |html| {
        let shown = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
        let heads = shown.map(|prob| format!("{}\u{a0}%", format::grouped(prob * 100.0, 0)));
        let mut head = vec!["Share of paths below"];
        head.extend(heads.iter().map(String::as_str));
        let mut table = Table::new(&head);
        let kinds: [(&str, &Distribution); 4] = [
            ("Return", &found.return_frac),
            ("Largest drawdown", &found.drawdown_frac),
            ("Worst day", &found.day_loss_frac),
            ("Worst week", &found.week_loss_frac),
        ];
        for (name, distribution) in kinds {
            let mut row = vec![Cell::text(name)];
            let quantiles = shown.map(|prob| format::percent(distribution.quantile(prob)));
            row.extend(quantiles.map(Cell::Number));
            table.row(row);
        }
        table.put(html, "Monte Carlo quantiles");
        limits(html, found);
    });
}

fn limits(html: &mut Html, found: &MonteCarlo) {
    let (limits, reached) = (&found.limits, &found.reached);
    let kinds = [
        ("loss of a day", limits.day_loss_frac, reached.day_loss_prob),
        ("loss of a week", limits.week_loss_frac, reached.week_loss_prob),
        ("drawdown", limits.drawdown_frac, reached.drawdown_prob),
        ("loss since the start", limits.start_loss_frac, reached.start_loss_prob),
    ];
    let mut texts = vec![format!("ends below the start: {}", format::percent(found.loss_prob))];
    for (name, limit, prob) in kinds {
        if let Some((limit, prob)) = limit.zip(prob) {
            let (limit, prob) = (format::percent(limit), format::percent(prob));
            texts.push(format!("{name} reaches {limit}: {prob}"));
        }
    }
    let texts = texts.join("; ");
    html.put(format_args!(
        "<p class=\"about\" style=\"margin:10px 0 0\">Probabilities: {}.</p>",
        Escaped(&texts)
    ));
}
