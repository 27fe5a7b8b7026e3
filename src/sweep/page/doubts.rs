//! What to think of a sweep, in words.

use crate::research::report::{Finding, OverfittingPanel, Severity, SymbolSection, Verdict};

/// Probability of overfitting from which the best of a sample is no better than the others outside
/// it: one half is a coin.
const PBO_MAX: f64 = 0.5;
/// The same from which it is to be doubted.
const PBO_DOUBTFUL: f64 = 0.2;
/// Deflated Sharpe ratio that counts as skill: the paper's confidence.
const DEFLATED_MIN: f64 = 0.95;
/// Usual level of significance.
const P_MAX: f64 = 0.05;
/// Walk-forward efficiency that counts as robust (Pardo).
const EFFICIENCY_MIN: f64 = 0.5;
/// Share of its score that a peak's neighbourhood must keep; below it stands on a needle.
const KEPT_MIN: f64 = 0.5;

/// Adds the panel, the doubts of a sweep to those of the account, and the verdict.
pub(super) fn judge(section: &mut SymbolSection, mut panel: OverfittingPanel) {
    let mut findings = of_panel(&panel);
    findings.extend(of_section(section));
    let verdict = verdict(section.chosen.as_ref().map(|it| it.net_profit), &findings);
    panel.verdict = Some(verdict.clone());
    findings.append(&mut section.findings);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    section.findings = findings;
    section.verdict = Some(verdict);
    section.overfitting = Some(panel);
}

/// The heaviest doubts of all symbols, and the verdict on the sweep.
pub(super) fn of_all(
    sections: &[SymbolSection],
    panel: Option<&OverfittingPanel>,
) -> (Vec<Finding>, Verdict) {
    let mut findings = panel.map(of_panel).unwrap_or_default();
    let is_bad = |section: &&SymbolSection| {
        section.verdict.as_ref().is_none_or(|it| it.severity == Severity::Error)
    };
    let bad: Vec<&str> =
        sections.iter().filter(is_bad).map(|section| section.symbol.as_str()).collect();
    if !bad.is_empty() {
        findings.push(Finding::new(
            Severity::Warning,
            "symbols_not_reliable",
            format!(
                "{} of {} results are not to be relied on: {}.",
                bad.len(),
                sections.len(),
                bad.join(", ")
            ),
            "Trade only what holds on its own; a few good ones of many are to be expected by luck.",
        ));
    }
    let first = sections.first().and_then(|section| section.chosen.as_ref());
    let verdict = verdict(first.map(|it| it.net_profit), &findings);
    (findings, verdict)
}

fn of_panel(panel: &OverfittingPanel) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(found) = panel.backtest_overfitting.as_ref().filter(|it| it.pbo >= PBO_DOUBTFUL) {
        let is_coin = found.pbo >= PBO_MAX;
        findings.push(Finding::new(
            if is_coin { Severity::Error } else { Severity::Warning },
            "backtest_overfitting",
            format!(
                "The best of one half of the time is below the middle in the other half in {:.0} % \
                 of all halves.",
                found.pbo * 100.0
            ),
            "Vary fewer parameters, or take more data.",
        ));
    }
    if let Some(found) = panel.deflated.as_ref().filter(|it| it.deflated_prob < DEFLATED_MIN) {
        findings.push(Finding::new(
            if found.deflated_prob < 0.5 { Severity::Error } else { Severity::Warning },
            "deflated_sharpe",
            format!(
                "After {:.0} trials the probability that the best Sharpe ratio is more than luck \
                 is {:.0} %, expected 95 %.",
                found.trials,
                found.deflated_prob * 100.0
            ),
            "Every combination that is tried raises the bar: try fewer, or test on fresh data.",
        ));
    }
    if let Some(found) = panel.superior.as_ref().filter(|it| it.consistent_p_prob > P_MAX) {
        findings.push(Finding::new(
            Severity::Warning,
            "superior_ability",
            format!(
                "That no combination beats doing nothing cannot be ruled out: p-value {:.2}.",
                found.consistent_p_prob
            ),
            "A real edge shows in a p-value below 0.05.",
        ));
    }
    findings
}

fn of_section(section: &SymbolSection) -> Vec<Finding> {
    let mut findings = Vec::new();
    let kept = section.plateau.as_ref().and_then(|it| it.peak_kept_frac);
    if let Some(kept) = kept.filter(|kept| *kept < KEPT_MIN) {
        findings.push(Finding::new(
            Severity::Warning,
            "needle",
            format!("Around the best score only {:.0} % of it is left.", kept * 100.0),
            "Take the middle of the best neighbourhood instead; it is what is recommended here.",
        ));
    }
    let walk = section.walk_forward.as_ref().and_then(|it| it.efficiency.as_ref());
    let efficiency = walk.and_then(|it| it.efficiency_frac);
    match (walk, efficiency) {
        (Some(_), Some(kept)) if kept < EFFICIENCY_MIN => findings.push(Finding::new(
            if kept <= 0.0 { Severity::Error } else { Severity::Warning },
            "walk_forward",
            format!(
                "Chosen anew step by step, {:.0} % of what the samples promised came true.",
                kept * 100.0
            ),
            "Expect the walk's result, not that of the sample.",
        )),
        (Some(walk), None) if walk.out_of_sample_ann_frac <= 0.0 => findings.push(Finding::new(
            Severity::Error,
            "walk_forward",
            "Chosen anew step by step, it earned nothing in the samples or after them.",
            "There is nothing to optimise here: change the rules, not the parameters.",
        )),
        _ => {}
    }
    findings
}

fn verdict(net_profit: Option<f64>, findings: &[Finding]) -> Verdict {
    let (severity, reason) = Finding::heaviest(findings);
    match net_profit {
        None => super::untested(),
        Some(net) if net <= 0.0 => Verdict {
            severity: Severity::Error,
            text: "What is recommended loses money in the sample already.".to_owned(),
        },
        Some(_) if findings.is_empty() => Verdict {
            severity,
            text: "Holds up in every test made here; fresh data has the last word.".to_owned(),
        },
        Some(_) if severity == Severity::Error => {
            Verdict { severity, text: format!("Not to be relied on: {reason}") }
        }
        Some(_) => Verdict { severity, text: format!("Doubtful: {reason}") },
    }
}
