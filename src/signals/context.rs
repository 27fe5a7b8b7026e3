//! What the rules know beside the feature rows: the bar, the news, the model's opinion.

use crate::types::{DurationNanos, Side, UnixNanos};

/// What is known about the news of the symbol when the bar closed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct News {
    /// Sentiment, -1 (bad) to 1 (good); `None` if no headline carried any.
    pub sentiment: Option<f64>,
    /// A source or a person marked the news as bad, whatever the sentiment.
    pub is_bad: bool,
    /// Age of this knowledge at the close of the bar. Negative = from the future: counts as
    /// unknown.
    pub age: DurationNanos,
}

/// What a model thinks of each side. What is left to 1 is "neither".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelOpinion {
    /// Probability that a buy pays, 0 to 1.
    pub buy_prob: f64,
    /// Probability that a sell pays, 0 to 1.
    pub sell_prob: f64,
}

impl ModelOpinion {
    /// Whether both are probabilities with a sum of at most 1. The tolerance covers probabilities
    /// that were normalised in single precision.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_prob = |value: f64| (0.0..=1.0).contains(&value);
        is_prob(self.buy_prob)
            && is_prob(self.sell_prob)
            && self.buy_prob + self.sell_prob <= 1.0 + 1e-6
    }

    /// Probability that this side pays.
    #[must_use]
    pub const fn prob_of(&self, side: Side) -> f64 {
        match side {
            Side::Buy => self.buy_prob,
            Side::Sell => self.sell_prob,
        }
    }
}

/// Inputs of an evaluation beside the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Context {
    /// Open time of the closed bar that is judged.
    pub bar_open: UnixNanos,
    /// The news, if any source is connected and has spoken.
    pub news: Option<News>,
    /// The model's opinion, if a model is loaded and could judge this bar.
    pub model: Option<ModelOpinion>,
    /// Whether a model is loaded and is too old to judge.
    pub model_expired: bool,
}
