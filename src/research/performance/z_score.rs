//! Whether wins and losses follow each other by chance.

use serde::Serialize;

/// The runs test of wins and losses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ZScore {
    /// Below 0: wins follow wins and losses follow losses more often than by chance. Above 0: they
    /// alternate more often.
    pub z: f64,
    /// Probability that runs of independent trades are nearer to what is expected, both ways:
    /// `erf(|z| / sqrt 2)`. MetaTrader rounds z to two digits first and never says more than
    /// 99.74 %.
    pub confidence_prob: f64,
}

impl ZScore {
    /// The score of these amounts, in the order in which trades were closed; even trades are left
    /// out.
    ///
    /// With N trades, W wins, L losses, R runs and `P = 2 W L`:
    /// `z = (N (R - 0.5) - P) / sqrt(P (P - N) / (N - 1))`. `None` where that divides by nothing:
    /// without wins or losses, or with one of each.
    #[must_use]
    pub fn of(amounts: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (mut wins, mut losses, mut runs) = (0.0, 0.0, 0.0);
        let mut last = None;
        for amount in amounts.into_iter().filter(|amount| *amount != 0.0) {
            let has_won = amount > 0.0;
            *(if has_won { &mut wins } else { &mut losses }) += 1.0;
            if last.replace(has_won) != Some(has_won) {
                runs += 1.0;
            }
        }
        let (count, product): (f64, f64) = (wins + losses, 2.0 * wins * losses);
        if product <= count {
            return None;
        }
        let z =
            (count * (runs - 0.5) - product) / (product * (product - count) / (count - 1.0)).sqrt();
        Some(Self { z, confidence_prob: libm::erf(z.abs() / std::f64::consts::SQRT_2) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;

    #[test]
    fn runs_by_hand() {
        // 4 wins, 4 losses, 2 runs: N 8, P 32; (8 * 1.5 - 32) / sqrt(32 * 24 / 7).
        let grouped = [1.0, 1.0, 1.0, 1.0, 0.0, -1.0, -1.0, -1.0, -1.0];
        let found = ZScore::of(grouped).unwrap();
        assert_near(Some(found.z), -20.0 / (768.0_f64 / 7.0).sqrt());
        // Tables of the normal distribution: 1.90 gives 0.94257 and 1.91 gives 0.94387.
        assert!((0.94257..0.94387).contains(&found.confidence_prob), "{found:?}");
        let alternating = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0];
        assert_near(ZScore::of(alternating).map(|found| found.z), 28.0 / (768.0_f64 / 7.0).sqrt());
    }

    #[test]
    fn one_outcome_alone_has_no_score() {
        assert_eq!(ZScore::of([]), None);
        assert_eq!(ZScore::of([1.0, 2.0, 3.0]), None);
        assert_eq!(ZScore::of([1.0, -2.0]), None);
        assert!(ZScore::of([1.0, -2.0, 3.0]).is_some());
    }
}
