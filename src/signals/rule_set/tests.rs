//! Whole evaluations: from bars to signals, gates, switches and properties.

use proptest::prelude::*;

use super::*;
use crate::features::{Builder, FeatureSettings};
use crate::signals::testing::Table;
use crate::signals::{ModelMode, ModelOpinion, News, StopMode, Trigger};
use crate::types::{Bar, DurationNanos, UnixNanos};

/// Only MACD, alone enough for a signal.
fn macd_only() -> SignalSettings {
    let mut settings = SignalSettings::default();
    settings.ma_cross.enabled = false;
    settings.rsi.enabled = false;
    settings.bollinger.enabled = false;
    settings.combine.votes_min = 1;
    settings
}

/// Short periods and eager rules, so that random walks give many votes.
fn eager() -> SignalSettings {
    let mut settings = SignalSettings::default();
    (settings.ma_cross.fast, settings.ma_cross.slow) = (3, 8);
    settings.rsi.period = 5;
    settings.rsi.trigger = Trigger::Level;
    (settings.macd.fast, settings.macd.slow, settings.macd.signal) = (3, 6, 3);
    settings.macd.histogram_turn = true;
    (settings.bollinger.period, settings.bollinger.reference_period) = (8, 20);
    settings.bollinger.deviations = 1.5;
    settings.combine.votes_min = 1;
    settings.combine.min_confidence_frac = 0.0;
    settings
}

/// The columns of [`macd_only`], in the order it asks for them.
const MACD_COLUMNS: [&str; 5] =
    ["macd_12_26_9", "macd_signal_12_26_9", "macd_hist_12_26_9", "close", "atr_14"];

/// Evaluates a crossing upwards at a close of 100 and an average true range of 2.
fn crossing(settings: &SignalSettings, context: &Context) -> Evaluation {
    let table = Table::new(&MACD_COLUMNS);
    let rules = RuleSet::new(settings).unwrap().bind(&table.schema).unwrap();
    let before = table.row(&[0.0, 1.0, -1.0, 99.0, 2.0]);
    let now = table.row(&[2.0, 1.0, 1.0, 100.0, 2.0]);
    rules.evaluate(&before, &now, context)
}

fn random_bars(steps: &[f64]) -> Vec<Bar> {
    let mut close = 1.25;
    steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let open = close;
            close = open * (1.0 + step * 0.01);
            // Wicks of different length: equal highs of neighbours would make no swing.
            let wick = 0.001 + 0.001 * step.abs();
            let (high, low) = (open.max(close) * (1.0 + wick), open.min(close) * (1.0 - wick));
            let open_time = UnixNanos::from_seconds(60 * index as i64);
            Bar { open_time, open, high, low, close, volume: 10.0, spread_points: 0 }
        })
        .collect()
}

/// One evaluation per bar, as an engine would ask for them.
fn run(settings: &SignalSettings, bars: &[Bar], context: &Context) -> Vec<Evaluation> {
    let rules = RuleSet::new(settings).unwrap();
    let mut builder = Builder::new(&rules.required_columns()).unwrap();
    let rules = rules.bind(builder.schema()).unwrap();
    bars.iter()
        .map(|bar| {
            builder.update(bar);
            let context = Context { bar_open: bar.open_time, ..*context };
            rules.evaluate(builder.previous(), builder.current(), &context)
        })
        .collect()
}

fn steps(count: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1.0..1.0f64, count)
}

#[test]
fn a_vote_becomes_a_signal_with_distances() {
    let context = Context { bar_open: UnixNanos(7), ..Context::default() };
    let outcome = crossing(&macd_only(), &context);
    assert_eq!(outcome.reason, Reason::Entry);
    assert_eq!((outcome.count, outcome.votes().len()), (1, 1));
    assert_eq!(outcome.votes()[0].reason, Reason::CrossUp);
    let expected = Signal {
        kind: SignalKind::Enter(Side::Buy),
        confidence_frac: 1.0,
        stop_distance: 4.0,         // two ranges of 2
        target_distance: Some(8.0), // twice the risk
        bar_open: UnixNanos(7),
    };
    assert_eq!(outcome.signal, expected);
}

#[test]
fn gates_refuse_and_keep_the_side_for_the_explanation() {
    let bad = News { sentiment: Some(-0.9), is_bad: false, age: DurationNanos(0) };
    let context = Context { news: Some(bad), ..Context::default() };
    let outcome = crossing(&macd_only(), &context);
    assert_eq!(outcome.reason, Reason::BadNews);
    assert_eq!((outcome.side, outcome.confidence_frac), (Some(Side::Buy), 1.0));
    assert_eq!(outcome.signal.kind, SignalKind::None);
    assert_eq!(outcome.signal.confidence_frac, 0.0);

    let mut settings = macd_only();
    settings.gates.model_mode = ModelMode::Confirm;
    let outcome = crossing(&settings, &Context::default());
    assert_eq!(outcome.reason, Reason::ModelUnknown);
    let sure = ModelOpinion { buy_prob: 0.6, sell_prob: 0.1 };
    let context = Context { model: Some(sure), ..Context::default() };
    assert_eq!(crossing(&settings, &context).reason, Reason::Entry);
}

#[test]
fn a_stop_that_cannot_be_computed_gives_no_signal() {
    let table = Table::new(&MACD_COLUMNS);
    let rules = RuleSet::new(&macd_only()).unwrap().bind(&table.schema).unwrap();
    let before = table.row(&[0.0, 1.0, -1.0, 99.0, 2.0]);
    let now = table.row_of(&[Some(2.0), Some(1.0), Some(1.0), Some(100.0), None]);
    let outcome = rules.evaluate(&before, &now, &Context::default());
    assert_eq!(outcome.reason, Reason::StopUnknown);
    assert_eq!(outcome.signal.kind, SignalKind::None);
}

#[test]
fn two_rules_that_disagree_give_no_signal() {
    let mut settings = macd_only();
    settings.rsi.enabled = true;
    let table = Table::new(&[&MACD_COLUMNS[..], &["rsi_14"]].concat());
    let rules = RuleSet::new(&settings).unwrap().bind(&table.schema).unwrap();
    // MACD crosses up while the index leaves overbought.
    let before = table.row(&[0.0, 1.0, -1.0, 99.0, 2.0, 80.0]);
    let now = table.row(&[2.0, 1.0, 1.0, 100.0, 2.0, 60.0]);
    let outcome = rules.evaluate(&before, &now, &Context::default());
    let sides: Vec<_> = outcome.votes().iter().map(|vote| (vote.rule, vote.side)).collect();
    assert_eq!(sides, [(RuleKind::Rsi, Some(Side::Sell)), (RuleKind::Macd, Some(Side::Buy))]);
    assert_eq!(outcome.reason, Reason::Contradiction);
    assert_eq!(outcome.signal.kind, SignalKind::None);
}

#[test]
fn weights_of_the_settings_reach_the_confidence() {
    let mut settings = macd_only();
    settings.rsi.enabled = true;
    settings.macd.weight = 3.0;
    let table = Table::new(&[&MACD_COLUMNS[..], &["rsi_14"]].concat());
    let rules = RuleSet::new(&settings).unwrap().bind(&table.schema).unwrap();
    let before = table.row(&[0.0, 1.0, -1.0, 99.0, 2.0, 50.0]);
    let now = table.row(&[2.0, 1.0, 1.0, 100.0, 2.0, 50.0]);
    let outcome = rules.evaluate(&before, &now, &Context::default());
    assert_eq!(outcome.signal.confidence_frac, 0.75); // weight 3 of 3 + 1
}

#[test]
fn required_columns_are_listed_once_and_only_for_enabled_rules() {
    let rules = RuleSet::new(&macd_only()).unwrap();
    assert_eq!(rules.required_columns(), MACD_COLUMNS);
    let all = RuleSet::new(&SignalSettings::default()).unwrap().required_columns();
    for name in ["sma_50", "sma_200", "rsi_14", "bb_width_20_2", "bb_width_100_2", "atr_14"] {
        assert_eq!(all.iter().filter(|column| *column == name).count(), 1, "{name}");
    }
}

#[test]
fn default_rules_and_default_columns_fit_one_schema() {
    let rules = RuleSet::new(&SignalSettings::default()).unwrap();
    let columns = FeatureSettings::default().columns_with(&rules.required_columns());
    let schema = Schema::new(&columns).unwrap();
    assert!(rules.bind(&schema).is_ok());
}

#[test]
fn a_schema_without_a_required_column_is_refused_by_name() {
    let rules = RuleSet::new(&macd_only()).unwrap();
    let schema = Schema::new(&MACD_COLUMNS[..4]).unwrap();
    let error = rules.bind(&schema).unwrap_err().to_string();
    assert!(error.starts_with("[signals.stops]") && error.contains("atr_14"), "{error}");
}

#[test]
fn unusable_settings_are_refused_when_the_set_is_built() {
    let mut too_many_votes = macd_only();
    too_many_votes.combine.votes_min = 2;
    let mut too_fine = SignalSettings::default();
    too_fine.bollinger.deviations = 2.000_01;
    let mut reversed = SignalSettings::default();
    reversed.macd.fast = 30;
    for (settings, section, part) in [
        (too_many_votes, "[signals.combine]", "votes_min was 2 with 1 enabled"),
        (too_fine, "[signals.bollinger]", "at most 4 decimals"),
        (reversed, "[signals.macd]", "fast was 30, expected less than slow"),
    ] {
        let error = RuleSet::new(&settings).unwrap_err().to_string();
        assert!(error.starts_with(section) && error.contains(part), "{error}");
    }
}

#[test]
fn lookback_is_one_row_more_than_the_longest_column() {
    // The mean of 200 closes is absent for 199 bars; a crossing needs it twice.
    let rules = RuleSet::new(&SignalSettings::default()).unwrap();
    let schema = Schema::new(&rules.required_columns()).unwrap();
    let rules = rules.bind(&schema).unwrap();
    assert_eq!((rules.lookback(), rules.bars_needed()), (200, 201));
    assert!(!rules.is_ready(200));
    assert!(rules.is_ready(201));
}

#[test]
fn rules_warm_up_exactly_as_long_as_the_lookback_says() {
    let mut settings = eager();
    settings.ma_cross.slow = 25; // the longest column, and read in both rows
    let bars = random_bars(&[0.3, -0.7, 0.9, -0.2, 0.4, -0.9].repeat(10));
    let evaluations = run(&settings, &bars, &Context::default());
    let rules = RuleSet::new(&settings).unwrap();
    let schema = Schema::new(&rules.required_columns()).unwrap();
    let lookback = rules.bind(&schema).unwrap().lookback();
    assert!(lookback < bars.len());
    for (index, evaluation) in evaluations.iter().enumerate() {
        let warming = evaluation.votes().iter().any(|vote| vote.reason == Reason::Warming);
        assert_eq!(warming, index < lookback, "bar {index}");
    }
}

/// Steps from -1 to 1 (a full-period congruential generator modulo 2^16).
fn walk(count: usize) -> Vec<f64> {
    let mut state = 12_345u32;
    (0..count)
        .map(|_| {
            state = (state * 25_173 + 13_849) % 65_536;
            f64::from(state) / 32_768.0 - 1.0
        })
        .collect()
}

#[test]
fn cutting_the_data_changes_no_earlier_evaluation() {
    let bars = random_bars(&walk(400));
    let cuts: Vec<usize> =
        walk(500)[400..].iter().map(|step| 1 + ((step + 1.0) * 199.0) as usize).collect();
    assert_eq!(cuts.len(), 100);
    for mode in [StopMode::Atr, StopMode::Swing, StopMode::Percent] {
        let mut settings = eager();
        settings.stops.mode = mode;
        let whole = run(&settings, &bars, &Context::default());
        for rule in RuleKind::ALL {
            let votes = whole.iter().flat_map(Evaluation::votes);
            let taken = votes.filter(|vote| vote.rule == rule && vote.side.is_some()).count();
            assert!(taken > 5, "{rule:?} took a side {taken} times");
        }
        for &cut in &cuts {
            let part = run(&settings, &bars[..cut], &Context::default());
            assert_eq!(part, whole[..cut], "cut at {cut} with stops by {mode:?}");
        }
    }
}

#[test]
fn nothing_enabled_needs_nothing_and_never_signals() {
    let mut settings = macd_only();
    settings.macd.enabled = false;
    let rules = RuleSet::new(&settings).unwrap();
    assert!(rules.required_columns().is_empty());
    let bars = random_bars(&[0.9, -0.9].repeat(50));
    for evaluation in run(&settings, &bars, &Context::default()) {
        assert_eq!(evaluation.reason, Reason::NoRules);
        assert_eq!(evaluation.signal.kind, SignalKind::None);
        assert!(evaluation.votes().is_empty());
    }
}

/// What must be equal under another price scale.
fn shape(evaluation: &Evaluation) -> Vec<(Option<Side>, Reason)> {
    let votes = evaluation.votes().iter().map(|vote| (vote.side, vote.reason));
    votes.chain([(evaluation.side, evaluation.reason)]).collect()
}

fn scaled(bars: &[Bar], factor: f64) -> Vec<Bar> {
    bars.iter()
        .map(|bar| Bar {
            open: bar.open * factor,
            high: bar.high * factor,
            low: bar.low * factor,
            close: bar.close * factor,
            ..*bar
        })
        .collect()
}

#[test]
fn price_scale_changes_no_decision() {
    let bars = random_bars(&walk(2_000));
    for mode in [StopMode::Atr, StopMode::Swing, StopMode::Percent] {
        let mut settings = eager();
        settings.stops.mode = mode;
        settings.ma_cross.separation_min_frac = 0.001;
        settings.ma_cross.separation_min_atr = 0.2;
        let one = run(&settings, &bars, &Context::default());
        let other = run(&settings, &scaled(&bars, 1e4), &Context::default());
        let mut entries = 0;
        for (one, other) in one.iter().zip(&other) {
            assert_eq!(shape(one), shape(other));
            let (near, far) = (one.signal.stop_distance * 1e4, other.signal.stop_distance);
            assert!((near - far).abs() <= 1e-6 * near.abs());
            assert!((one.confidence_frac - other.confidence_frac).abs() < 1e-6);
            entries += usize::from(one.reason == Reason::Entry);
        }
        assert!(entries > 50, "only {entries} entries in mode {mode:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_evaluations_are_sound(
        steps in steps(120), sentiment in prop::option::of(-1.0..1.0f64),
        buy_prob in 0.0..=0.5f64, sell_prob in 0.0..=0.5f64,
        stop in prop::sample::select(vec![StopMode::Atr, StopMode::Swing, StopMode::Percent]),
        mode in prop::sample::select(vec![
            CombineMode::All, CombineMode::Majority, CombineMode::Weighted, CombineMode::MinVotes,
        ]),
    ) {
        let mut settings = eager();
        settings.stops.mode = stop;
        settings.combine.mode = mode;
        settings.gates.model_mode = ModelMode::Filter;
        let news = sentiment.map(|sentiment| News {
            sentiment: Some(sentiment), is_bad: false, age: DurationNanos(0),
        });
        let model = Some(ModelOpinion { buy_prob, sell_prob });
        let context = Context { news, model, ..Context::default() };
        let bars = random_bars(&steps);
        let evaluations = run(&settings, &bars, &context);
        for (evaluation, bar) in evaluations.iter().zip(&bars) {
            prop_assert_eq!(evaluation.count, 4);
            prop_assert_eq!(evaluation.signal.bar_open, bar.open_time);
            for vote in evaluation.votes() {
                prop_assert!((0.0..=1.0).contains(&vote.strength_frac));
                prop_assert_eq!(vote.side.is_some(), vote.strength_frac >= 0.5);
                prop_assert_eq!(vote.side.is_some(), vote.reason.number() < 200);
                prop_assert!(vote.values.iter().all(|value| value.is_finite()));
            }
            prop_assert!((0.0..=1.0).contains(&evaluation.signal.confidence_frac));
            match evaluation.signal.kind {
                SignalKind::Enter(side) => {
                    prop_assert_eq!(evaluation.reason, Reason::Entry);
                    prop_assert_eq!(evaluation.side, Some(side));
                    prop_assert!(evaluation.signal.confidence_frac > 0.0);
                    prop_assert!(evaluation.signal.stop_distance > 0.0);
                    prop_assert!(evaluation.signal.stop_distance < bar.close);
                    prop_assert!(sentiment.is_none_or(|sentiment| sentiment > -0.5));
                }
                SignalKind::None => {
                    prop_assert_ne!(evaluation.reason, Reason::Entry);
                    prop_assert_eq!(evaluation.signal.stop_distance, 0.0);
                }
            }
        }
        prop_assert_eq!(run(&settings, &bars, &context), evaluations);
    }

    #[test]
    fn prop_power_of_two_scale_is_exact(steps in steps(100), exponent in -20i32..=20) {
        // Multiplying by a power of two is exact, so everything without a unit must be equal.
        let settings = eager();
        let bars = random_bars(&steps);
        let mut factor = 1.0;
        for _ in 0..exponent.abs() {
            factor = if exponent > 0 { factor * 2.0 } else { factor / 2.0 };
        }
        let one = run(&settings, &bars, &Context::default());
        let other = run(&settings, &scaled(&bars, factor), &Context::default());
        for (one, other) in one.iter().zip(&other) {
            prop_assert_eq!(shape(one), shape(other));
            prop_assert_eq!(one.confidence_frac.to_bits(), other.confidence_frac.to_bits());
        }
    }
}
