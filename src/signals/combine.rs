//! Combination: many votes become one side and a confidence, or none.

use super::{Reason, Vote};
use crate::types::Side;

crate::choice! {
    /// How the votes of the enabled rules become one side.
    pub enum CombineMode {
        /// Every enabled rule votes for the side.
        All = "all",
        /// More than half of the enabled rules vote for the side. An abstention counts as not for
        /// it.
        Majority = "majority",
        /// The side whose votes have the larger sum of weight times strength.
        Weighted = "weighted",
        /// At least `votes_min` rules vote for the side, and more than for the other.
        MinVotes = "min_votes",
    }
}

crate::settings! {
    /// How the votes of the rules become one signal. Rules that vote are rare and seldom vote at
    /// the same bar; `all` and `majority` suit one to three enabled rules.
    pub struct CombineSettings in "signals.combine" {
        /// How the votes become one side.
        mode: CombineMode = CombineMode::MinVotes, "", ();
        /// Votes that `min_votes` asks for. The default, two, wants a second opinion. At most the
        /// number of enabled rules.
        votes_min: u32 = 2, "votes", (1, 4);
        /// Whether a single vote for the other side refuses the signal, in every mode.
        opposition_vetoes: bool = true, "", ();
        /// Smallest confidence of a signal. Confidence is the sum of weight times strength of the
        /// votes for the side, minus that of the votes against it, divided by the weights of all
        /// enabled rules: 1 only if every rule votes for the side at full strength.
        min_confidence_frac: f64 = 0.25, "fraction", (0.0, 1.0);
    }
}

/// A vote and the weight of its rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    pub(super) vote: Vote,
    pub(super) weight: f64,
}

/// What the votes come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Combined {
    /// The side that is stronger, also when the outcome is a refusal; `None` = none is.
    pub(super) side: Option<Side>,
    /// Confidence in that side, 0 to 1.
    pub(super) confidence_frac: f64,
    /// Why there is no signal; `None` = there is one.
    pub(super) refusal: Option<Reason>,
}

impl Combined {
    const fn refused(side: Option<Side>, confidence_frac: f64, reason: Reason) -> Self {
        Self { side, confidence_frac, refusal: Some(reason) }
    }
}

/// Votes and weights, counted per side.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    rules: usize,
    weight: f64,
    buys: usize,
    buy_weight: f64,
    sells: usize,
    sell_weight: f64,
}

impl Tally {
    fn of(votes: &[Weighed]) -> Self {
        let mut tally = Self::default();
        for Weighed { vote, weight } in votes {
            tally.rules += 1;
            tally.weight += weight;
            match vote.side {
                Some(Side::Buy) => {
                    tally.buys += 1;
                    tally.buy_weight += weight * vote.strength_frac;
                }
                Some(Side::Sell) => {
                    tally.sells += 1;
                    tally.sell_weight += weight * vote.strength_frac;
                }
                None => {}
            }
        }
        tally
    }

    /// The stronger side by count, or by weight times strength.
    fn leader(&self, by_weight: bool) -> Option<Side> {
        let (buy_leads, sell_leads) = if by_weight {
            (self.buy_weight > self.sell_weight, self.sell_weight > self.buy_weight)
        } else {
            (self.buys > self.sells, self.sells > self.buys)
        };
        match (buy_leads, sell_leads) {
            (true, _) => Some(Side::Buy),
            (_, true) => Some(Side::Sell),
            _ => None,
        }
    }

    fn votes_for(&self, side: Side) -> usize {
        match side {
            Side::Buy => self.buys,
            Side::Sell => self.sells,
        }
    }

    fn confidence_frac(&self, side: Side) -> f64 {
        let net = side.sign() * (self.buy_weight - self.sell_weight);
        if self.weight > 0.0 { (net / self.weight).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// Combines the votes of the enabled rules.
pub(super) fn combine(settings: &CombineSettings, votes: &[Weighed]) -> Combined {
    let tally = Tally::of(votes);
    if tally.rules == 0 {
        return Combined::refused(None, 0.0, Reason::NoRules);
    }
    if tally.buys + tally.sells == 0 {
        return Combined::refused(None, 0.0, Reason::NoVotes);
    }
    let Some(side) = tally.leader(settings.mode == CombineMode::Weighted) else {
        let vetoed = settings.opposition_vetoes;
        let reason = if vetoed { Reason::Contradiction } else { Reason::Tie };
        return Combined::refused(None, 0.0, reason);
    };
    let confidence_frac = tally.confidence_frac(side);
    let votes_for = tally.votes_for(side);
    let shortfall = match settings.mode {
        CombineMode::All if votes_for < tally.rules => Some(Reason::NotUnanimous),
        CombineMode::Majority if 2 * votes_for <= tally.rules => Some(Reason::NoMajority),
        CombineMode::MinVotes if votes_for < settings.votes_min as usize => {
            Some(Reason::TooFewVotes)
        }
        _ => None,
    };
    let refusal = if settings.opposition_vetoes && tally.buys > 0 && tally.sells > 0 {
        Some(Reason::Contradiction)
    } else if shortfall.is_some() {
        shortfall
    } else if confidence_frac > 0.0 && confidence_frac >= settings.min_confidence_frac {
        None
    } else {
        Some(Reason::ConfidenceTooLow)
    };
    Combined { side: Some(side), confidence_frac, refusal }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::signals::RuleKind;

    /// A vote of `weight`; positive strength buys, negative sells, 0 abstains.
    fn weighed(weight: f64, strength: f64) -> Weighed {
        let side = if strength > 0.0 {
            Some(Side::Buy)
        } else if strength < 0.0 {
            Some(Side::Sell)
        } else {
            None
        };
        let vote = Vote {
            side,
            strength_frac: strength.abs(),
            ..Vote::abstention(RuleKind::Rsi, Reason::NoCross)
        };
        Weighed { vote, weight }
    }

    fn outcome(settings: &CombineSettings, votes: &[(f64, f64)]) -> Combined {
        let votes: Vec<_> = votes.iter().map(|&(w, s)| weighed(w, s)).collect();
        combine(settings, &votes)
    }

    fn settings(mode: CombineMode, opposition_vetoes: bool) -> CombineSettings {
        CombineSettings { mode, opposition_vetoes, min_confidence_frac: 0.0, votes_min: 2 }
    }

    const BUY: (f64, f64) = (1.0, 1.0);
    const SELL: (f64, f64) = (1.0, -1.0);
    const NONE: (f64, f64) = (1.0, 0.0);

    #[test]
    fn modes_worked_by_hand() {
        use CombineMode::{All, Majority, MinVotes, Weighted};
        let buy = |confidence| (Some(Side::Buy), confidence, None);
        let refused = |side, confidence, reason| (side, confidence, Some(reason));
        let up = Some(Side::Buy);
        for (mode, votes, expected) in [
            (All, [BUY, BUY, BUY], buy(1.0)),
            (All, [BUY, BUY, NONE], refused(up, 2.0 / 3.0, Reason::NotUnanimous)),
            (Majority, [BUY, BUY, NONE], buy(2.0 / 3.0)),
            (Majority, [BUY, NONE, NONE], refused(up, 1.0 / 3.0, Reason::NoMajority)),
            (Majority, [BUY, BUY, SELL], buy(1.0 / 3.0)),
            (Majority, [BUY, SELL, NONE], refused(None, 0.0, Reason::Tie)),
            (MinVotes, [BUY, BUY, NONE], buy(2.0 / 3.0)),
            (MinVotes, [BUY, NONE, NONE], refused(up, 1.0 / 3.0, Reason::TooFewVotes)),
            (Weighted, [(2.0, 0.5), NONE, NONE], buy(1.0 / 4.0)), // 2 * 0.5 of 2 + 1 + 1
            (Weighted, [(2.0, 1.0), SELL, NONE], buy(1.0 / 4.0)), // 2 - 1 of 4
            (Weighted, [(2.0, 0.5), SELL, NONE], refused(None, 0.0, Reason::Tie)),
            (Weighted, [NONE, NONE, NONE], refused(None, 0.0, Reason::NoVotes)),
        ] {
            let was = outcome(&settings(mode, false), &votes);
            let was = (was.side, was.confidence_frac, was.refusal);
            assert_eq!(was, expected, "{mode:?} {votes:?}");
        }
    }

    #[test]
    fn half_of_an_even_number_is_no_majority() {
        let was = outcome(&settings(CombineMode::Majority, false), &[BUY, BUY, NONE, NONE]);
        assert_eq!(was.refusal, Some(Reason::NoMajority));
    }

    #[test]
    fn opposition_vetoes_in_every_mode() {
        for mode in [CombineMode::Majority, CombineMode::Weighted, CombineMode::MinVotes] {
            let was = outcome(&settings(mode, true), &[BUY, BUY, SELL]);
            assert_eq!(was.refusal, Some(Reason::Contradiction), "{mode:?}");
            let was = outcome(&settings(mode, true), &[BUY, SELL]);
            assert_eq!(was.refusal, Some(Reason::Contradiction), "{mode:?}");
        }
    }

    #[test]
    fn confidence_below_the_smallest_gives_no_signal() {
        let settings =
            CombineSettings { min_confidence_frac: 0.5, ..settings(CombineMode::Weighted, true) };
        let at_limit = outcome(&settings, &[BUY, NONE]);
        assert_eq!((at_limit.confidence_frac, at_limit.refusal), (0.5, None));
        let below = outcome(&settings, &[(1.0, 0.75), NONE]);
        assert_eq!(below.refusal, Some(Reason::ConfidenceTooLow));
    }

    #[test]
    fn majority_by_count_that_is_outweighed_has_no_confidence() {
        // Two buys of weight 1 against a sell of weight 10: net -8 for the buys.
        let votes = [BUY, BUY, (10.0, -1.0)];
        let was = outcome(&settings(CombineMode::Majority, false), &votes);
        assert_eq!((was.confidence_frac, was.refusal), (0.0, Some(Reason::ConfidenceTooLow)));
    }

    #[test]
    fn no_rules_give_no_signal() {
        let was = outcome(&CombineSettings::default(), &[]);
        assert_eq!((was.side, was.refusal), (None, Some(Reason::NoRules)));
    }

    fn modes() -> impl Strategy<Value = CombineMode> {
        prop::sample::select(vec![
            CombineMode::All,
            CombineMode::Majority,
            CombineMode::Weighted,
            CombineMode::MinVotes,
        ])
    }

    /// Weight and strength; a third of them abstain.
    fn votes() -> impl Strategy<Value = Vec<(f64, f64)>> {
        let strength = prop_oneof![Just(0.0), 0.5..=1.0, -1.0..=-0.5];
        prop::collection::vec((0.01..100.0f64, strength), 0..=4)
    }

    proptest! {
        #[test]
        fn prop_confidence_is_a_fraction_and_signals_have_what_their_mode_asks(
            mode in modes(), vetoes: bool, min_confidence_frac in 0.0..=1.0,
            votes_min in 1u32..=4, votes in votes(),
        ) {
            let settings = CombineSettings {
                mode, opposition_vetoes: vetoes, min_confidence_frac, votes_min,
            };
            let was = outcome(&settings, &votes);
            prop_assert!((0.0..=1.0).contains(&was.confidence_frac));
            if was.refusal.is_some() {
                return Ok(());
            }
            let side = was.side.unwrap();
            let count = |wanted: Side| {
                votes.iter().filter(|(_, strength)| strength * wanted.sign() > 0.0).count()
            };
            let (for_side, against) = (count(side), count(side.opposite()));
            prop_assert!(for_side >= 1);
            prop_assert!(was.confidence_frac > 0.0);
            prop_assert!(was.confidence_frac >= min_confidence_frac);
            prop_assert!(!vetoes || against == 0);
            match mode {
                CombineMode::All => prop_assert_eq!(for_side, votes.len()),
                CombineMode::Majority => prop_assert!(2 * for_side > votes.len()),
                CombineMode::MinVotes => {
                    prop_assert!(for_side >= votes_min as usize && for_side > against);
                }
                CombineMode::Weighted => {}
            }
        }

        #[test]
        fn prop_mirrored_votes_give_the_mirrored_outcome(mode in modes(), votes in votes()) {
            let settings = settings(mode, false);
            let was = outcome(&settings, &votes);
            let mirrored: Vec<_> = votes.iter().map(|&(w, s)| (w, -s)).collect();
            let other = outcome(&settings, &mirrored);
            prop_assert_eq!(other.side, was.side.map(Side::opposite));
            prop_assert_eq!(other.confidence_frac.to_bits(), was.confidence_frac.to_bits());
            prop_assert_eq!(other.refusal, was.refusal);
        }
    }
}
