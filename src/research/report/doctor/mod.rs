//! What makes a good result worth less than it looks.
//!
//! | file | asks |
//! |---|---|
//! | `luck` | are there enough trades, and is it more than luck? |
//! | `concentration` | does it live on a few trades or months? |
//! | `fills` | does it live on prices that nobody would have got? |
//! | `costs` | how much more cost does it bear? |
//! | `risk` | how far was it from ruin? |
//! | `span` | is the data long, whole and varied enough? |

mod concentration;
mod costs;
mod fills;
mod luck;
mod risk;
mod span;

use super::draw::format::money;
use super::facts::Account;
use super::findings::{Evidence, Finding, Severity};

/// A doubt that may be there.
type Rule = fn(&Evidence, &Account) -> Option<Finding>;

const RULES: &[Rule] = &[
    luck::loses,
    luck::few_trades,
    luck::insignificant,
    luck::too_good,
    risk::stopped_out,
    fills::same_bar_sign,
    concentration::one_trade,
    concentration::outliers,
    concentration::months,
    fills::same_bar_share,
    fills::beyond_stops,
    fills::stale,
    fills::end_of_data,
    costs::break_even,
    costs::share,
    risk::deep,
    risk::long,
    risk::margin,
    risk::no_stops,
    span::one_sided,
    span::short,
    span::gaps,
    span::skipped,
];

pub(super) fn examine(evidence: &Evidence) -> Vec<Finding> {
    let Some(account) = &evidence.account else {
        return vec![Finding::new(
            Severity::Error,
            "nothing_tested",
            "No bar closed: there is nothing to judge.",
            "Give more data, or a shorter bar period.",
        )];
    };
    if account.trades.is_empty() {
        return vec![Finding::new(
            Severity::Error,
            "no_trades",
            "There was no trade: there is nothing to judge.",
            "Look at the refusals: loosen the rules, or check hours, spread and news filters.",
        )];
    }
    RULES.iter().filter_map(|rule| rule(evidence, account)).collect()
}

/// Shares in texts: one digit is enough for a doubt.
fn percent(frac: f64) -> String {
    format!("{:.1} %", frac * 100.0)
}

#[cfg(test)]
mod testing;
