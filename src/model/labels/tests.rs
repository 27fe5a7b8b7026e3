//! Labels against prices made by hand, and properties over random ones.

use proptest::prelude::*;

use super::*;
use crate::types::{Bar, DurationNanos};

const MINUTE: DurationNanos = DurationNanos::from_seconds(60);

/// A bar that opens at `minute`.
fn bar(minute: i64, open: f64, high: f64, low: f64, close: f64) -> Bar {
    let open_time = UnixNanos::from_seconds(60 * minute);
    Bar { open_time, open, high, low, close, ..Bar::default() }
}

fn flat_bars(closes: &[(i64, f64)]) -> Vec<Bar> {
    closes.iter().map(|&(minute, price)| bar(minute, price, price, price, price)).collect()
}

fn free() -> CostSettings {
    CostSettings { spread_frac: 0.0, commission_frac: 0.0, slippage_frac: 0.0 }
}

fn minutes(horizon: u32) -> LabelSettings {
    LabelSettings { horizon_s: 60 * horizon, horizon_tolerance_s: 0, ..LabelSettings::default() }
}

/// Target 3 and stop 2 of a price of 100.
fn barriers(horizon: u32) -> LabelSettings {
    LabelSettings {
        kind: LabelKind::Barriers,
        barrier_unit: BarrierUnit::Fraction,
        profit_barrier: 0.03,
        stop_barrier: 0.02,
        ..minutes(horizon)
    }
}

fn labels_of(bars: &[Bar], settings: &LabelSettings, costs: &CostSettings) -> Labels {
    label(&Market::new(bars, MINUTE), settings, costs).unwrap()
}

fn first_of(bars: &[Bar], settings: &LabelSettings, costs: &CostSettings) -> Label {
    labels_of(bars, settings, costs).rows[0].unwrap()
}

#[track_caller]
fn assert_near(was: f64, expected: f64) {
    assert!((was - expected).abs() < 1e-12, "was {was}, expected {expected}");
}

#[test]
fn the_threshold_itself_is_flat() {
    // Powers of two, so that returns are exact.
    let bars = flat_bars(&[(0, 1.0), (1, 1.25), (2, 0.9375), (3, 0.9375), (4, 1.5)]);
    let settings = LabelSettings { threshold_frac: 0.25, ..minutes(1) };
    let labels = labels_of(&bars, &settings, &free());
    let classes: Vec<Option<Class>> =
        labels.rows.iter().map(|label| label.map(|label| label.class)).collect();
    let [flat, up] = [Class::Flat, Class::Up].map(Some);
    assert_eq!(classes, [flat, flat, flat, up, None]); // 0.25, -0.25, 0, 0.6
    assert_eq!(labels.counts(), [0, 3, 1]);
    assert_eq!(labels.future_missing, 1);
    assert_eq!(labels.rows[0].unwrap().end, UnixNanos::from_seconds(120));
}

#[test]
fn the_horizon_is_time_and_not_bars() {
    // Minute 3 is missing: what closes last within two minutes of the close of minute 1 is minute
    // 2.
    let bars = flat_bars(&[(0, 1.0), (1, 1.0), (2, 2.0), (4, 3.0), (5, 4.0), (6, 5.0)]);
    let strict = labels_of(&bars, &minutes(2), &free());
    let returns =
        |labels: &Labels| labels.rows.iter().map(|l| l.map(|l| l.return_frac)).collect::<Vec<_>>();
    assert_eq!(returns(&strict), [Some(1.0), None, Some(0.5), Some(5.0 / 3.0 - 1.0), None, None]);
    assert_eq!((strict.gaps, strict.future_missing), (1, 2));
    let tolerant = LabelSettings { horizon_tolerance_s: 60, ..minutes(2) };
    let tolerant = labels_of(&bars, &tolerant, &free());
    assert_eq!(returns(&tolerant)[1], Some(1.0));
    assert_eq!(tolerant.rows[1].unwrap().end, UnixNanos::from_seconds(180));
    assert_eq!(tolerant.gaps, 0);
}

#[test]
fn a_row_is_never_its_own_future() {
    // The next bar closes after the horizon; the tolerance would reach back to the row itself.
    let bars = flat_bars(&[(0, 1.0), (5, 2.0), (6, 3.0)]);
    let settings = LabelSettings { horizon_tolerance_s: 600, ..minutes(2) };
    let labels = labels_of(&bars, &settings, &free());
    assert_eq!((labels.rows[0], labels.gaps), (None, 1));
}

#[test]
fn costs_are_counted_on_both_sides_of_both_trades() {
    let bars = flat_bars(&[(0, 100.0), (1, 110.0)]);
    let costs = CostSettings { spread_frac: 0.01, commission_frac: 0.002, slippage_frac: 0.001 };
    let found = first_of(&bars, &minutes(1), &costs);
    assert_near(found.return_frac, 0.1);
    // Buy at 100.5, sell at 109.45; sell at 99.5, buy back at 110.55; 0.3 % of each price.
    assert_near(found.buy_frac, (109.45 - 100.5 - 0.003 * (100.5 + 109.45)) / 100.5);
    assert_near(found.sell_frac, (99.5 - 110.55 - 0.003 * (99.5 + 110.55)) / 99.5);
    let mut market = Market::new(&bars, MINUTE);
    market.spreads = &[2.0, 0.5]; // the first is wider than 1 % of the price, the second is not
    let found = label(&market, &minutes(1), &costs).unwrap().rows[0].unwrap();
    assert_near(found.buy_frac, (109.45 - 101.0 - 0.003 * (101.0 + 109.45)) / 101.0);
}

#[test]
fn the_first_barrier_decides() {
    let row = bar(0, 100.0, 100.0, 100.0, 100.0);
    let quiet = bar(1, 100.0, 101.0, 99.0, 100.0);
    let last = bar(3, 100.0, 100.0, 100.0, 100.0);
    let with = |middle: Bar| [row, quiet, middle, last];
    let up = first_of(&with(bar(2, 100.0, 103.5, 99.0, 103.0)), &barriers(3), &free());
    assert_eq!((up.class, up.end), (Class::Up, UnixNanos::from_seconds(180)));
    assert_near(up.buy_frac, 0.03);
    assert_near(up.sell_frac, -0.02);
    assert_near(up.return_frac, 0.03);
    let down = first_of(&with(bar(2, 100.0, 101.0, 96.0, 97.0)), &barriers(3), &free());
    assert_eq!(down.class, Class::Down);
    assert_near(down.sell_frac, 0.03);
    assert_near(down.buy_frac, -0.02);
    // Up by two: the sell is stopped out, the buy is closed at the end of the horizon.
    let late = first_of(&with(bar(2, 100.0, 102.5, 99.0, 102.0)), &barriers(3), &free());
    assert_eq!((late.class, late.end), (Class::Flat, UnixNanos::from_seconds(240)));
    assert_near(late.buy_frac, 0.0);
    assert_near(late.sell_frac, -0.02);
}

#[test]
fn a_bar_that_touches_both_is_ambiguous_and_lost() {
    let bars = [
        bar(0, 100.0, 100.0, 100.0, 100.0),
        bar(1, 100.0, 104.0, 96.0, 100.0),
        bar(2, 100.0, 100.0, 100.0, 100.0),
    ];
    let labels = labels_of(&bars, &barriers(1), &free());
    let found = labels.rows[0].unwrap();
    assert_eq!((found.class, labels.ambiguous), (Class::Flat, 1));
    assert_near(found.buy_frac, -0.02);
    assert_near(found.sell_frac, -0.02);
}

#[test]
fn both_targets_in_one_bar_are_nobodys() {
    let near_target = LabelSettings { stop_barrier: 0.05, ..barriers(1) };
    let bars = [
        bar(0, 100.0, 100.0, 100.0, 100.0),
        bar(1, 100.0, 104.0, 96.0, 100.0),
        bar(2, 100.0, 100.0, 100.0, 100.0),
    ];
    let labels = labels_of(&bars, &near_target, &free());
    assert_eq!((labels.rows[0].unwrap().class, labels.ambiguous), (Class::Flat, 1));
    // In different bars the first one counts.
    let bars = [bars[0], bar(1, 100.0, 104.0, 100.0, 104.0), bar(2, 104.0, 104.0, 96.0, 96.0)];
    let settings = LabelSettings { horizon_s: 120, ..near_target };
    let labels = labels_of(&bars, &settings, &free());
    let found = labels.rows[0].unwrap();
    assert_eq!((found.class, labels.ambiguous), (Class::Up, 0));
    assert_near(found.buy_frac, 0.03);
    assert_near(found.sell_frac, 0.03);
}

#[test]
fn an_open_beyond_a_barrier_decides_the_bar() {
    let row = bar(0, 100.0, 100.0, 100.0, 100.0);
    let quiet = bar(1, 100.0, 100.0, 100.0, 100.0);
    // Opens below the buy's stop and reaches its target later: the stop came first, at the open.
    let down = first_of(&[row, quiet, bar(2, 95.0, 104.0, 95.0, 104.0)], &barriers(2), &free());
    assert_eq!(down.class, Class::Down);
    assert_near(down.buy_frac, -0.05);
    assert_near(down.sell_frac, 0.03); // at the target, although the open was better
    let settings = barriers(2);
    let labels = labels_of(&[row, quiet, bar(2, 104.0, 104.0, 90.0, 90.0)], &settings, &free());
    let up = labels.rows[0].unwrap();
    assert_eq!((up.class, labels.ambiguous), (Class::Up, 0));
    assert_near(up.sell_frac, -0.04);
}

#[test]
fn barriers_are_touched_by_the_side_that_closes() {
    // Spread 1: a buy enters at 100.5, its target is 103.515 and its bid is half below the bar.
    let costs = CostSettings { spread_frac: 0.01, commission_frac: 0.001, slippage_frac: 0.0 };
    let reaching = |high: f64| {
        let bars = [bar(0, 100.0, 100.0, 100.0, 100.0), bar(1, 100.0, high, 100.0, 100.0)];
        first_of(&bars, &barriers(1), &costs)
    };
    // Barriers are 3 and 2 from the entry: target 103.5, reached when high * 0.995 is there.
    assert_eq!(reaching(104.0).class, Class::Flat);
    let found = reaching(104.1);
    assert_eq!(found.class, Class::Up);
    assert_near(found.buy_frac, (3.0 - 0.001 * (100.5 + 103.5)) / 100.5);
    // A sell enters at 99.5, its stop is at 101.5.
    assert_near(found.sell_frac, (-2.0 - 0.001 * (99.5 + 101.5)) / 99.5);
}

#[test]
fn a_target_that_costs_eat_is_flat() {
    let bars = [bar(0, 100.0, 100.0, 100.0, 100.0), bar(1, 100.0, 104.0, 100.0, 104.0)];
    let costs = CostSettings { commission_frac: 0.02, ..free() };
    let found = first_of(&bars, &barriers(1), &costs);
    assert_eq!(found.class, Class::Flat);
    assert!(found.buy_frac < 0.0);
}

#[test]
fn distances_in_ranges_need_a_range() {
    let settings = LabelSettings {
        barrier_unit: BarrierUnit::Atr,
        profit_barrier: 2.0,
        stop_barrier: 1.0,
        ..barriers(1)
    };
    let bars = [
        bar(0, 100.0, 100.0, 100.0, 100.0),
        bar(1, 100.0, 103.0, 100.0, 102.0),
        bar(2, 102.0, 102.0, 102.0, 102.0),
    ];
    let mut market = Market::new(&bars, MINUTE);
    let error = label(&market, &settings, &free()).unwrap_err().to_string();
    assert_eq!(error, "0 average true ranges for 3 bars");
    market.ranges = &[1.5, f64::NAN, 1.0];
    let labels = label(&market, &settings, &free()).unwrap();
    assert_eq!((labels.unmeasured, labels.future_missing), (1, 1));
    assert_eq!(labels.rows[0].unwrap().class, Class::Up);
    assert_near(labels.rows[0].unwrap().buy_frac, 0.03);
}

#[test]
fn barriers_do_not_enter_across_a_gap() {
    let bars = flat_bars(&[(0, 100.0), (5, 100.0), (6, 100.0), (7, 100.0)]);
    let labels = labels_of(&bars, &barriers(6), &free());
    assert_eq!((labels.gaps, labels.future_missing), (1, 3));
}

#[test]
fn what_cannot_be_labelled_is_refused() {
    let error = |bars: &[Bar], settings: &LabelSettings| {
        label(&Market::new(bars, MINUTE), settings, &free()).unwrap_err().to_string()
    };
    let good = flat_bars(&[(0, 1.0), (1, 1.0), (2, 1.0)]);
    assert_eq!(
        error(&good, &minutes(3)),
        "the horizon was 180 s, expected at most the 120 s that 3 bars span"
    );
    assert_eq!(
        error(&[], &minutes(1)),
        "the horizon was 60 s, expected at most the 0 s that 0 bars span"
    );
    let mut broken = good.clone();
    broken[1].close = f64::NAN;
    assert_eq!(
        error(&broken, &minutes(1)),
        "row 1: close was NaN, expected a finite price above 0"
    );
    broken[1] = good[0];
    assert_eq!(
        error(&broken, &minutes(1)),
        "row 1: it opens 0 s after the bar before, expected at least 60 s; sort, and drop doubles"
    );
    let short = LabelSettings { horizon_s: 30, ..minutes(1) };
    assert_eq!(
        error(&good, &short),
        "horizon_s was 30 with bars of 60000000000 ns, expected at least the length of a bar"
    );
    let paid = CostSettings { slippage_frac: -0.1, ..free() };
    assert_eq!(
        label(&Market::new(&good, MINUTE), &minutes(1), &paid).unwrap_err().to_string(),
        "slippage_frac was -0.1, expected a finite number, 0 or more"
    );
    let mut market = Market::new(&good, MINUTE);
    market.spreads = &[0.0, -1.0, 0.0];
    assert_eq!(
        label(&market, &minutes(1), &free()).unwrap_err().to_string(),
        "row 1: the spread was -1, expected a finite number, 0 or more"
    );
}

#[test]
fn the_description_names_every_key() {
    let text = describe(&LabelSettings::default()) + &describe(&CostSettings::default());
    assert_eq!(
        text,
        "model.labels.kind = \"horizon\"\n\
         model.labels.horizon_s = 600\n\
         model.labels.horizon_tolerance_s = 60\n\
         model.labels.threshold_frac = 0.0015\n\
         model.labels.barrier_unit = \"atr\"\n\
         model.labels.profit_barrier = 2.0\n\
         model.labels.stop_barrier = 1.0\n\
         model.costs.spread_frac = 0.0001\n\
         model.costs.commission_frac = 5e-5\n\
         model.costs.slippage_frac = 2e-5\n"
    );
}

/// Bars with holes and random ranges.
fn market() -> impl Strategy<Value = Vec<Bar>> {
    let step = (1_i64..4, -0.01..0.01_f64, 0.0..0.01_f64, 0.0..0.01_f64);
    prop::collection::vec(step, 20..80).prop_map(|steps| {
        let (mut minute, mut price) = (0, 100.0);
        let mut bars = Vec::new();
        for (pause, change, above, below) in steps {
            minute += if pause == 3 { 2 } else { 1 };
            let close = price * (1.0 + change);
            let (high, low) = (price.max(close) * (1.0 + above), price.min(close) * (1.0 - below));
            bars.push(bar(minute, price, high, low, close));
            price = close;
        }
        bars
    })
}

fn any_settings() -> impl Strategy<Value = LabelSettings> {
    let kind = prop::sample::select(vec![LabelKind::Horizon, LabelKind::Barriers]);
    (kind, 1_u32..10, 0_u32..120, 0.001..0.02_f64, 0.001..0.02_f64).prop_map(
        |(kind, horizon, tolerance, profit, stop)| LabelSettings {
            kind,
            horizon_tolerance_s: tolerance,
            barrier_unit: BarrierUnit::Fraction,
            profit_barrier: profit,
            stop_barrier: stop,
            ..minutes(horizon)
        },
    )
}

proptest! {
    #[test]
    fn prop_more_bars_change_no_label(
        bars in market(), settings in any_settings(), cut in 12_usize..80,
    ) {
        let cut = cut.min(bars.len());
        let costs = CostSettings::default();
        let whole = labels_of(&bars, &settings, &costs);
        let part = labels_of(&bars[..cut], &settings, &costs);
        for (row, found) in part.rows.iter().enumerate() {
            if let Some(found) = found {
                prop_assert_eq!(whole.rows[row], Some(*found));
                prop_assert!(found.end <= bars[cut - 1].open_time + MINUTE);
            }
        }
    }

    #[test]
    fn prop_every_row_is_accounted_for(bars in market(), settings in any_settings()) {
        let labels = labels_of(&bars, &settings, &CostSettings::default());
        let missing = labels.future_missing + labels.gaps + labels.unmeasured;
        prop_assert_eq!(labels.known().count() + missing, bars.len());
        for (row, found) in labels.known() {
            let (time, horizon) = (bars[row].open_time + MINUTE, settings.horizon());
            prop_assert!(found.end > time && found.end <= time + horizon);
        }
    }

    #[test]
    fn prop_costs_only_take(bars in market(), settings in any_settings()) {
        let settings = LabelSettings { kind: LabelKind::Horizon, ..settings };
        let without = labels_of(&bars, &settings, &free());
        let with = labels_of(&bars, &settings, &CostSettings::default());
        for ((row, cheap), (_, dear)) in without.known().zip(with.known()) {
            prop_assert!(dear.buy_frac < cheap.buy_frac, "row {}", row);
            prop_assert!(dear.sell_frac < cheap.sell_frac, "row {}", row);
            prop_assert_eq!(dear.class, cheap.class);
        }
    }
}
