//! Why a rule voted or abstained, and why an evaluation gave a signal or none: stable codes.

/// Declares the codes once: enum, number, name, documentation table.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $number:literal, $name:literal;)+) => {
        /// A reason of a vote (100s), of an abstention (200s) or of an outcome (300s).
        ///
        /// Numbers and names are stable: never reused, only appended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant = $number,)+
        }

        impl Reason {
            /// Every code, in order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Stable name, as used in JSON and logs.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// One paragraph for documentation.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim(),)+ }
            }

            /// The number.
            #[must_use]
            pub const fn number(self) -> u16 {
                self as u16
            }

            /// The code of a number.
            #[must_use]
            pub fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

reasons! {
    /// The faster line rose above the slower one, by more than the smallest separation.
    CrossUp = 101, "CROSS_UP";
    /// The faster line fell below the slower one, by more than the smallest separation.
    CrossDown = 102, "CROSS_DOWN";
    /// The histogram is below zero, was not rising and now rises.
    HistogramTurnUp = 103, "HISTOGRAM_TURN_UP";
    /// The histogram is above zero, was not falling and now falls.
    HistogramTurnDown = 104, "HISTOGRAM_TURN_DOWN";
    /// The value is beyond its low extreme.
    Oversold = 105, "OVERSOLD";
    /// The value is beyond its high extreme.
    Overbought = 106, "OVERBOUGHT";
    /// The value came back from beyond its low extreme.
    OversoldLeft = 107, "OVERSOLD_LEFT";
    /// The value came back from beyond its high extreme.
    OverboughtLeft = 108, "OVERBOUGHT_LEFT";

    /// A column that the rule needs has no value yet.
    Warming = 201, "WARMING";
    /// The lines did not cross at this bar.
    NoCross = 202, "NO_CROSS";
    /// The lines are nearer to each other than the smallest separation.
    SeparationTooSmall = 203, "SEPARATION_TOO_SMALL";
    /// The value is not at an extreme.
    NotExtreme = 204, "NOT_EXTREME";
    /// The value is at an extreme and the rule waits for it to come back.
    AwaitingReturn = 205, "AWAITING_RETURN";
    /// The bands are narrower than the rule asks for.
    VolatilityLow = 206, "VOLATILITY_LOW";
    /// The rule's condition holds, but this side is switched off in its settings.
    SideDisabled = 207, "SIDE_DISABLED";
    /// There is bad news. Also an outcome: the news gate refused the combined side.
    BadNews = 208, "BAD_NEWS";
    /// News are required and none are known, or they are too old. Also an outcome.
    NewsUnknown = 209, "NEWS_UNKNOWN";

    /// All conditions hold: the signal asks for an entry.
    Entry = 301, "ENTRY";
    /// No rule is enabled.
    NoRules = 302, "NO_RULES";
    /// Every rule abstained.
    NoVotes = 303, "NO_VOTES";
    /// Rules voted for both sides and opposition vetoes.
    Contradiction = 304, "CONTRADICTION";
    /// Both sides are equally strong.
    Tie = 305, "TIE";
    /// Not every rule voted for the side.
    NotUnanimous = 306, "NOT_UNANIMOUS";
    /// No side has more than half of the enabled rules.
    NoMajority = 307, "NO_MAJORITY";
    /// Fewer rules than asked for voted for the side.
    TooFewVotes = 308, "TOO_FEW_VOTES";
    /// The confidence is below the smallest accepted one, or not above zero.
    ConfidenceTooLow = 309, "CONFIDENCE_TOO_LOW";
    /// The model must confirm, or decides alone, and has no opinion.
    ModelUnknown = 310, "MODEL_UNKNOWN";
    /// The model's probabilities are not numbers from 0 to 1 with a sum of at most 1.
    ModelInvalid = 311, "MODEL_INVALID";
    /// The model gives the other side at least the smallest probability.
    ModelAgainst = 312, "MODEL_AGAINST";
    /// The model must confirm, or decides alone, and gives no side the smallest probability.
    ModelUnsure = 313, "MODEL_UNSURE";
    /// A column that the stop needs has no value: warming up, or no swing confirmed yet.
    StopUnknown = 314, "STOP_UNKNOWN";
    /// The last swing is on the wrong side of the price, so it cannot hold a stop.
    SwingBroken = 315, "SWING_BROKEN";
    /// The stop distance is not above zero, or reaches the whole price.
    StopDistanceInvalid = 316, "STOP_DISTANCE_INVALID";
    /// The target of a sell would be at a price of zero or below.
    TargetInvalid = 317, "TARGET_INVALID";
    /// The model has expired: it may decide something and is too old to.
    ModelExpired = 318, "MODEL_EXPIRED";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_ascending() {
        for pair in Reason::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number());
        }
        let mut names: Vec<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Reason::ALL.len());
    }

    #[test]
    fn every_code_round_trips_and_is_documented() {
        for &reason in Reason::ALL {
            assert_eq!(Reason::from_number(reason.number()), Some(reason));
            assert!(reason.doc().ends_with('.'), "{}", reason.name());
        }
        assert_eq!(Reason::from_number(0), None);
    }
}
