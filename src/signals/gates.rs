//! Gates: news and model may refuse a combined side. Only in mode `solo` the model proposes one.

use super::{Context, News, Reason};
use crate::types::{DurationNanos, Side};

crate::choice! {
    /// What bad news refuse.
    pub enum NewsGate {
        /// Nothing. The Bollinger rule still looks at the news.
        Off = "off",
        /// Buying.
        Buys = "buys",
        /// Every entry.
        All = "all",
    }
}

crate::choice! {
    /// What the model decides.
    pub enum ModelMode {
        /// Nothing.
        Off = "off",
        /// A side against which the model is sure enough. No opinion refuses nothing, an expired
        /// model refuses everything.
        Filter = "filter",
        /// Every side for which the model is not sure enough. No opinion refuses everything.
        Confirm = "confirm",
        /// The side itself: the one it is sure enough of. Rules vote, and their votes are told, but
        /// they do not count.
        Solo = "solo",
    }
}

crate::settings! {
    /// Conditions beside the rules. A gate can only refuse what the rules ask for, but for the
    /// model in mode `solo`, which takes their place.
    pub struct GateSettings in "signals.gates" {
        /// What bad news refuse.
        news_gate: NewsGate = NewsGate::All, "", ();
        /// News are bad when their sentiment is this low or lower, or when they are marked as bad.
        bad_news_sentiment: f64 = -0.5, "-1 to 1", (-1.0, 1.0);
        /// News older than this count as unknown.
        news_age_max_s: u32 = 3_600, "s", (1, 604_800);
        /// Whether unknown news refuse as bad news do. If false, unknown news count as "no bad news
        /// known", which is what a setup without any news source needs.
        require_news: bool = false, "", ();
        /// What the model decides: nothing; what it may refuse; or, in mode `solo`, the side.
        model_mode: ModelMode = ModelMode::Off, "", ();
        /// Probability from which the model is sure enough.
        model_min_prob: f64 = 0.55, "probability", (0.0, 1.0);
    }
}

/// What the news amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsState {
    /// None known, too old, from the future, or with a sentiment that is not a number.
    Unknown,
    /// Known and not bad.
    Clear,
    /// Known and bad.
    Bad,
}

/// When news are bad, and whether they must be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewsPolicy {
    bad_sentiment: f64,
    age_max: DurationNanos,
    require: bool,
}

impl NewsPolicy {
    /// The policy of these settings.
    #[must_use]
    pub fn new(settings: &GateSettings) -> Self {
        Self {
            bad_sentiment: settings.bad_news_sentiment,
            age_max: DurationNanos::from_seconds(i64::from(settings.news_age_max_s)),
            require: settings.require_news,
        }
    }

    /// What the news amount to.
    #[must_use]
    pub fn judge(&self, news: Option<&News>) -> NewsState {
        let Some(news) = news else { return NewsState::Unknown };
        if news.age < DurationNanos(0) || news.age > self.age_max {
            return NewsState::Unknown;
        }
        match news.sentiment {
            _ if news.is_bad => NewsState::Bad,
            Some(sentiment) if sentiment.is_nan() => NewsState::Unknown,
            Some(sentiment) if sentiment <= self.bad_sentiment => NewsState::Bad,
            _ => NewsState::Clear,
        }
    }

    /// Why the news forbid an entry; `None` = they do not.
    #[must_use]
    pub fn objection(&self, news: Option<&News>) -> Option<Reason> {
        match self.judge(news) {
            NewsState::Bad => Some(Reason::BadNews),
            NewsState::Unknown if self.require => Some(Reason::NewsUnknown),
            NewsState::Unknown | NewsState::Clear => None,
        }
    }
}

/// Why the gates refuse a side; `None` = they let it pass.
pub(super) fn objection(settings: &GateSettings, side: Side, context: &Context) -> Option<Reason> {
    news_objection(settings, side, context).or_else(|| model_objection(settings, side, context))
}

/// Why the news refuse a side.
fn news_objection(settings: &GateSettings, side: Side, context: &Context) -> Option<Reason> {
    let news_matter = match settings.news_gate {
        NewsGate::Off => false,
        NewsGate::Buys => side == Side::Buy,
        NewsGate::All => true,
    };
    news_matter.then(|| NewsPolicy::new(settings).objection(context.news.as_ref())).flatten()
}

fn model_objection(settings: &GateSettings, side: Side, context: &Context) -> Option<Reason> {
    let must_confirm = match settings.model_mode {
        // Alone it has chosen the side already.
        ModelMode::Off | ModelMode::Solo => return None,
        ModelMode::Filter => false,
        ModelMode::Confirm => true,
    };
    if context.model_expired {
        return Some(Reason::ModelExpired);
    }
    let Some(model) = context.model else { return must_confirm.then_some(Reason::ModelUnknown) };
    if !model.is_sound() {
        return Some(Reason::ModelInvalid);
    }
    if model.prob_of(side.opposite()) >= settings.model_min_prob {
        return Some(Reason::ModelAgainst);
    }
    (must_confirm && model.prob_of(side) < settings.model_min_prob).then_some(Reason::ModelUnsure)
}

/// The side that the model chooses alone, and its probability.
pub(super) fn solo_side(settings: &GateSettings, context: &Context) -> Result<(Side, f64), Reason> {
    if context.model_expired {
        return Err(Reason::ModelExpired);
    }
    let model = context.model.ok_or(Reason::ModelUnknown)?;
    if !model.is_sound() {
        return Err(Reason::ModelInvalid);
    }
    let (buy, sell) = (model.buy_prob, model.sell_prob);
    let (side, prob) = if buy > sell { (Side::Buy, buy) } else { (Side::Sell, sell) };
    if prob < settings.model_min_prob || buy.to_bits() == sell.to_bits() {
        return Err(Reason::ModelUnsure);
    }
    Ok((side, prob))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::ModelOpinion;

    fn news(sentiment: Option<f64>, is_bad: bool, age_s: i64) -> Option<News> {
        Some(News { sentiment, is_bad, age: DurationNanos::from_seconds(age_s) })
    }

    #[test]
    fn news_are_judged_by_sentiment_mark_and_age() {
        let policy = NewsPolicy::new(&GateSettings::default());
        for (given, state) in [
            (None, NewsState::Unknown),
            (news(Some(-0.5), false, 0), NewsState::Bad),
            (news(Some(-0.49), false, 0), NewsState::Clear),
            (news(None, false, 0), NewsState::Clear),
            (news(Some(0.9), true, 0), NewsState::Bad),
            (news(Some(-0.9), false, 3_600), NewsState::Bad),
            (news(Some(-0.9), false, 3_601), NewsState::Unknown),
            (news(Some(0.9), false, -1), NewsState::Unknown), // from the future
            (news(Some(f64::NAN), false, 0), NewsState::Unknown),
            (news(Some(f64::NAN), true, 0), NewsState::Bad),
        ] {
            assert_eq!(policy.judge(given.as_ref()), state, "{given:?}");
        }
    }

    #[test]
    fn news_gate_refuses_the_configured_sides() {
        let bad = Context { news: news(Some(-1.0), false, 0), ..Context::default() };
        let refused = Some(Reason::BadNews);
        for (gate, buy, sell) in [
            (NewsGate::Off, None, None),
            (NewsGate::Buys, refused, None),
            (NewsGate::All, refused, refused),
        ] {
            let settings = GateSettings { news_gate: gate, ..Default::default() };
            assert_eq!(objection(&settings, Side::Buy, &bad), buy);
            assert_eq!(objection(&settings, Side::Sell, &bad), sell);
        }
    }

    #[test]
    fn unknown_news_refuse_only_when_required() {
        let unknown = Context::default();
        let lenient = GateSettings::default();
        assert_eq!(objection(&lenient, Side::Buy, &unknown), None);
        let strict = GateSettings { require_news: true, ..Default::default() };
        assert_eq!(objection(&strict, Side::Buy, &unknown), Some(Reason::NewsUnknown));
    }

    #[test]
    fn an_expired_model_refuses_whatever_it_may_decide() {
        let context = Context { model_expired: true, ..Context::default() };
        let expired = Some(Reason::ModelExpired);
        for (model_mode, expected) in
            [(ModelMode::Off, None), (ModelMode::Filter, expired), (ModelMode::Confirm, expired)]
        {
            let settings = GateSettings { model_mode, ..Default::default() };
            assert_eq!(objection(&settings, Side::Buy, &context), expected);
        }
        assert_eq!(solo_side(&GateSettings::default(), &context), Err(Reason::ModelExpired));
    }

    #[test]
    fn alone_the_model_takes_the_side_that_it_is_sure_of() {
        let settings = GateSettings { model_mode: ModelMode::Solo, ..Default::default() };
        for (model, expected) in [
            (None, Err(Reason::ModelUnknown)),
            (Some((0.55, 0.2)), Ok((Side::Buy, 0.55))),
            (Some((0.2, 0.6)), Ok((Side::Sell, 0.6))),
            (Some((0.54, 0.2)), Err(Reason::ModelUnsure)),
            (Some((0.2, f64::NAN)), Err(Reason::ModelInvalid)),
            (Some((0.9, 0.9)), Err(Reason::ModelInvalid)),
        ] {
            let model = model.map(|(buy_prob, sell_prob)| ModelOpinion { buy_prob, sell_prob });
            let context = Context { model, ..Context::default() };
            assert_eq!(solo_side(&settings, &context), expected, "{model:?}");
            // What it chose it does not refuse.
            assert_eq!(objection(&settings, Side::Buy, &context), None);
        }
        let half = ModelOpinion { buy_prob: 0.5, sell_prob: 0.5 };
        let context = Context { model: Some(half), ..Context::default() };
        let settings = GateSettings { model_min_prob: 0.5, ..settings };
        assert_eq!(solo_side(&settings, &context), Err(Reason::ModelUnsure));
    }

    #[test]
    fn model_refuses_according_to_its_mode() {
        let opinion = |buy_prob, sell_prob| Some(ModelOpinion { buy_prob, sell_prob });
        let against = Some(Reason::ModelAgainst);
        // Opinion, then what filter and confirm (0.55 each) say to a buy.
        for (model, filter, confirm) in [
            (None, None, Some(Reason::ModelUnknown)),
            (opinion(0.55, 0.2), None, None),
            (opinion(0.54, 0.2), None, Some(Reason::ModelUnsure)),
            (opinion(0.2, 0.54), None, Some(Reason::ModelUnsure)),
            (opinion(0.2, 0.55), against, against),
            (opinion(f64::NAN, 0.2), Some(Reason::ModelInvalid), Some(Reason::ModelInvalid)),
            (opinion(0.9, 0.9), Some(Reason::ModelInvalid), Some(Reason::ModelInvalid)),
            (opinion(1.1, -0.1), Some(Reason::ModelInvalid), Some(Reason::ModelInvalid)),
        ] {
            let context = Context { model, ..Context::default() };
            for (model_mode, expected) in
                [(ModelMode::Off, None), (ModelMode::Filter, filter), (ModelMode::Confirm, confirm)]
            {
                let settings = GateSettings { model_mode, ..Default::default() };
                assert_eq!(objection(&settings, Side::Buy, &context), expected, "{model:?}");
                let mirrored = model.map(|ModelOpinion { buy_prob, sell_prob }| ModelOpinion {
                    buy_prob: sell_prob,
                    sell_prob: buy_prob,
                });
                let context = Context { model: mirrored, ..Context::default() };
                assert_eq!(objection(&settings, Side::Sell, &context), expected, "{mirrored:?}");
            }
        }
    }
}
