//! Which headlines are taken, and what their sources count.

use crate::types::ParameterError;

crate::settings! {
    /// Which headlines are taken, and when two of them are the same story.
    pub struct StorySettings in "news.stories" {
        /// A headline older than this when it is fetched is not news.
        stale_after_s: u32 = 86_400, "s", (60, 2_592_000);
        /// How far a source's clock may be ahead. What is published later than this after its
        /// fetch is refused; within it, the time of the fetch counts.
        clock_tolerance_s: u32 = 300, "s", (0, 3_600);
        /// Headlines are the same story when they share this part of their words (Jaccard index)
        /// and all of their numbers.
        same_words_frac: f64 = 0.6, "", (0.3, 1.0);
        /// Longest time between two headlines that may be the same story.
        same_within_s: u32 = 172_800, "s", (60, 2_592_000);
        /// Stories that are remembered to recognise another telling; the oldest go first.
        remembered: u32 = 4_096, "stories", (16, 65_536);
        /// What sources count, as `name=weight`, weights from 0 (ignored) to 100. A source that is
        /// not listed counts 1. Names are compared without case.
        source_weights: Vec<String> = Vec::new(), "", (80, 256);
    }
}

/// Weights by source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceWeights(Vec<(String, f64)>);

impl SourceWeights {
    /// Reads `name=weight`.
    ///
    /// # Errors
    /// The first text that is not of that form, or whose weight is out of range.
    pub fn parse(texts: &[String]) -> Result<Self, ParameterError> {
        let weights = texts.iter().map(|text| {
            let (name, weight) = text.split_once('=')?;
            let weight: f64 = weight.trim().parse().ok()?;
            let name = name.trim().to_lowercase();
            (!name.is_empty() && (0.0..=100.0).contains(&weight)).then_some((name, weight))
        });
        let unusable = texts.iter().zip(weights.clone()).find(|(_, weight)| weight.is_none());
        if let Some((text, _)) = unusable {
            let expected = "name=weight with a weight from 0 to 100, as in coindesk=1.5";
            return Err(ParameterError::new("source_weights", format!("{text:?}"), expected));
        }
        Ok(Self(weights.flatten().collect()))
    }

    /// What a source counts.
    #[must_use]
    pub fn of(&self, source: &str) -> f64 {
        let source = source.trim().to_lowercase();
        self.0.iter().rev().find(|(name, _)| *name == source).map_or(1.0, |(_, weight)| *weight)
    }
}
