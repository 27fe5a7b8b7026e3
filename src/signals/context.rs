//! What the rules know beside the feature rows: the bar, the news, the model's opinion.

use crate::types::{DurationNanos, UnixNanos};

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

/// Inputs of an evaluation beside the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Context {
    /// Open time of the closed bar that is judged.
    pub bar_open: UnixNanos,
    /// The news, if any source is connected and has spoken.
    pub news: Option<News>,
    /// The model's opinion, if a model is loaded and could judge this bar.
    pub model: Option<ModelOpinion>,
}
