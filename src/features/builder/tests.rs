//! What a builder must hold to: values by hand, sharing, warm-up, batch equal to streaming, and no
//! look into the future.

use super::*;
use crate::features::{LEARNER_COLUMNS, column};
use crate::types::UnixNanos;

/// A pseudo-random sequence (Knuth's 64-bit linear congruential constants, upper half used).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) as u32
    }

    /// From 0 up to, not including, 1.
    fn frac(&mut self) -> f64 {
        f64::from(self.next()) / 4_294_967_296.0
    }
}

fn random_bars(count: usize, seed: u64) -> Vec<Bar> {
    let mut sequence = Sequence(seed);
    let mut close = 1.1;
    (0..count)
        .map(|index| {
            let open = close;
            close = open * (1.0 + (sequence.frac() - 0.5) * 0.004);
            let bar = Bar {
                open_time: UnixNanos::from_seconds(60 * index as i64),
                open,
                high: open.max(close) * (1.0 + sequence.frac() * 0.001),
                low: open.min(close) * (1.0 - sequence.frac() * 0.001),
                close,
                volume: f64::from(sequence.next() % 1_000),
                spread_points: 5 + sequence.next() % 20,
            };
            bar.check().unwrap();
            bar
        })
        .collect()
}

fn bar(open: f64, high: f64, low: f64, close: f64) -> Bar {
    Bar { open, high, low, close, volume: 1.0, ..Bar::default() }
}

fn flat(close: f64) -> Bar {
    bar(close, close, close, close)
}

/// One column of every kind.
fn complete_builder() -> Builder {
    Builder::new(&column::examples()).unwrap()
}

/// As [`batch`], with something from outside for every bar.
fn batch_with_outside(builder: &mut Builder, bars: &[Bar]) -> Vec<Row> {
    builder.reset();
    bars.iter()
        .map(|bar| {
            let sentiment = Some(bar.close - bar.open);
            builder.set_outside(Outside {
                sentiment,
                basis_bps: Some(bar.volume),
                ..Outside::default()
            });
            builder.update(bar);
            *builder.current()
        })
        .collect()
}

fn column(builder: &Builder, rows: &[Row], name: &str) -> Vec<Option<f64>> {
    let id = builder.schema().id(name).unwrap();
    rows.iter().map(|row| row.get(id)).collect()
}

#[test]
fn values_worked_by_hand() {
    // Closes 1 2 4 8. Means of two: 1.5, 3, 6. One-bar returns: 1 each. Two-bar extremes of closes.
    // Population deviation of two values is half their distance: 0.5, 1, 2.
    let names = ["sma_2", "ret_1", "min_2", "max_2", "stdev_2", "close"];
    let mut builder = Builder::new(&names).unwrap();
    let rows = batch(&mut builder, &[1.0, 2.0, 4.0, 8.0].map(flat));
    let some = |values: [f64; 3]| {
        let [a, b, c] = values.map(Some);
        vec![None, a, b, c]
    };
    assert_eq!(column(&builder, &rows, "sma_2"), some([1.5, 3.0, 6.0]));
    assert_eq!(column(&builder, &rows, "ret_1"), some([1.0, 1.0, 1.0]));
    assert_eq!(column(&builder, &rows, "min_2"), some([1.0, 2.0, 4.0]));
    assert_eq!(column(&builder, &rows, "max_2"), some([2.0, 4.0, 8.0]));
    assert_eq!(column(&builder, &rows, "stdev_2"), some([0.5, 1.0, 2.0]));
    assert_eq!(column(&builder, &rows, "close"), [1.0, 2.0, 4.0, 8.0].map(Some));
}

#[test]
fn columns_without_scale_worked_by_hand() {
    // Closes 1 2 4 8, as above: each is a third above the mean of two, twice the close before, and
    // the upper one of two. Bands of two deviations around means of two, such as 1.5 and 0.5, reach
    // from 0.5 to 2.5: the close 2 is at three quarters of the way. Volumes 1 are as usual.
    let names = ["dist_sma_2", "range_pos_2", "bb_pos_2_2", "volume_rel_2", "dist_ema_1"];
    let mut builder = Builder::new(&names).unwrap();
    let rows = batch(&mut builder, &[1.0, 2.0, 4.0, 8.0].map(flat));
    for (name, expected) in names.iter().zip([1.0 / 3.0, 1.0, 0.75, 0.0, 0.0]) {
        for value in &column(&builder, &rows, name)[1..] {
            assert!((value.unwrap() - expected).abs() < 1e-15, "{name} was {value:?}");
        }
    }
    // Returns of 1, 1, 1: no deviation. The true range of 4 to 8 is 4: half of the close.
    let mut builder = Builder::new(&["vol_2", "tr_frac", "atr_frac_1"]).unwrap();
    let rows = batch(&mut builder, &[1.0, 2.0, 4.0, 8.0].map(flat));
    assert_eq!(column(&builder, &rows, "vol_2"), [None, None, Some(0.0), Some(0.0)]);
    for name in ["tr_frac", "atr_frac_1"] {
        assert_eq!(column(&builder, &rows, name)[3], Some(0.5), "{name}");
    }
    // A window without extent: in the middle.
    let mut builder = Builder::new(&["range_pos_2", "bb_pos_2_2"]).unwrap();
    let rows = batch(&mut builder, &[flat(3.0), flat(3.0)]);
    assert_eq!(column(&builder, &rows, "range_pos_2")[1], Some(0.5));
    assert_eq!(column(&builder, &rows, "bb_pos_2_2")[1], Some(0.5));
}

#[test]
fn what_comes_from_outside_is_shown_from_the_next_closed_bar_on() {
    let mut builder = Builder::new(&["sentiment", "basis_bps"]).unwrap();
    let values = |builder: &Builder| {
        let of = |name| builder.current().get(builder.schema().id(name).unwrap());
        (of("sentiment"), of("basis_bps"))
    };
    builder.update(&flat(1.0));
    assert_eq!(values(&builder), (None, None));
    builder.set_outside(Outside {
        sentiment: Some(-0.5),
        basis_bps: Some(f64::NAN),
        ..Outside::default()
    });
    assert_eq!(values(&builder), (None, None));
    builder.update(&flat(1.0));
    assert_eq!(values(&builder), (Some(-0.5), None));
    builder.set_outside(Outside { basis_bps: Some(3.0), ..Outside::default() });
    for _ in 0..2 {
        builder.update(&flat(1.0));
        assert_eq!(values(&builder), (None, Some(3.0)));
    }
    builder.reset();
    builder.update(&flat(1.0));
    assert_eq!(values(&builder), (None, None));
}

#[test]
fn an_unknown_spread_is_absent() {
    let mut builder = Builder::new(&["spread", "spread_rel_2"]).unwrap();
    let bars = [10, 0, 30, 0].map(|spread_points| Bar { spread_points, ..flat(1.0) });
    let rows = batch(&mut builder, &bars);
    assert_eq!(column(&builder, &rows, "spread"), [Some(10.0), None, Some(30.0), None]);
    assert_eq!(column(&builder, &rows, "spread_rel_2"), [None, None, Some(0.5), None]);
}

#[test]
fn learner_columns_do_not_depend_on_the_scale_of_the_price() {
    let bars = random_bars(400, 17);
    let mut builder = Builder::new(LEARNER_COLUMNS).unwrap();
    let rows = batch(&mut builder, &bars);
    let all = u64::MAX >> (64 - LEARNER_COLUMNS.len());
    assert_eq!(rows[399].valid, all);
    // A power of two: exact.
    let scaled = bars.iter().map(|bar| Bar {
        open: bar.open * 1024.0,
        high: bar.high * 1024.0,
        low: bar.low * 1024.0,
        close: bar.close * 1024.0,
        ..*bar
    });
    let scaled = batch(&mut builder, &scaled.collect::<Vec<_>>());
    for (one, other) in rows.iter().zip(&scaled) {
        assert_same_bits(one, other);
    }
}

#[test]
fn envelope_parameter_is_hundredths_of_a_percent() {
    // A mean of 200 with 50 hundredths of a percent: 0.5 % of 200 is 1 on either side.
    let mut builder = Builder::new(&["env_low_2_50", "env_up_2_50"]).unwrap();
    let rows = batch(&mut builder, &[flat(200.0), flat(200.0)]);
    for (name, expected) in [("env_low_2_50", 199.0), ("env_up_2_50", 201.0)] {
        let value = column(&builder, &rows, name)[1].unwrap();
        assert!((value - expected).abs() < 1e-9, "{name} was {value}");
    }
}

#[test]
fn outputs_of_one_indicator_reach_their_own_columns() {
    let names = [
        "bb_upper_3_2",
        "bb_mid_3_2",
        "bb_lower_3_2",
        "bb_width_3_2",
        "sma_3",
        "macd_2_4_2",
        "macd_signal_2_4_2",
        "macd_hist_2_4_2",
        "macd_hist_chg_2_4_2",
        "ema_2",
        "ema_4",
        "swing_high_2",
        "swing_low_2",
        "plus_di_3",
        "minus_di_3",
        "adx_3",
        "env_low_3_30",
        "env_up_3_30",
        "stoch_k_5_3_3",
        "stoch_d_5_3_3",
        "min_5",
    ];
    let mut builder = Builder::new(&names).unwrap();
    let rows = batch(&mut builder, &random_bars(300, 7));
    let schema = builder.schema().clone();
    let mut checked = 0;
    for pair in rows.windows(2) {
        let now = |name: &str| pair[1].get(schema.id(name).unwrap());
        let before = |name: &str| pair[0].get(schema.id(name).unwrap());
        let (Some(change), Some(high), Some(low)) =
            (now("macd_hist_chg_2_4_2"), now("swing_high_2"), now("swing_low_2"))
        else {
            continue;
        };
        let value = |name: &str| now(name).unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(value("bb_upper_3_2") >= value("bb_mid_3_2"));
        assert!(value("bb_mid_3_2") >= value("bb_lower_3_2"));
        assert!(value("bb_width_3_2") >= 0.0);
        assert!(near(value("bb_mid_3_2"), value("sma_3")));
        let histogram = value("macd_hist_2_4_2");
        assert!(near(histogram, value("macd_2_4_2") - value("macd_signal_2_4_2")));
        assert!(near(change, histogram - before("macd_hist_2_4_2").unwrap()));
        assert!(value("env_low_3_30") < value("sma_3") && value("sma_3") < value("env_up_3_30"));
        assert!(high > 0.0 && low > 0.0);
        checked += 1;
    }
    assert!(checked > 200, "only {checked} rows were complete");
}

#[test]
fn directional_columns_are_not_swapped() {
    // Every bar is above the one before: all movement is upward, none downward.
    let mut builder = Builder::new(&["plus_di_3", "minus_di_3", "adx_3"]).unwrap();
    let bars: Vec<Bar> = (0..20)
        .map(|index| f64::from(index) + 10.0)
        .map(|price| bar(price, price + 0.6, price - 0.4, price + 0.5))
        .collect();
    let rows = batch(&mut builder, &bars);
    let last = |name| column(&builder, &rows, name)[19].unwrap();
    assert!(last("plus_di_3") > 50.0);
    assert!(last("minus_di_3").abs() < 1e-9);
    assert!(last("adx_3") > 99.0);
}

#[test]
fn swing_columns_are_absent_until_a_swing_is_confirmed() {
    // Rising only: no swing ever. Then one peak at 14 with two lower highs on either side.
    let mut builder = Builder::new(&["swing_high_2", "swing_low_2"]).unwrap();
    let rising: Vec<Bar> = (10..15).map(|price| flat(f64::from(price))).collect();
    let rows = batch(&mut builder, &rising);
    assert!(rows.iter().all(|row| row.valid == 0));
    builder.update(&flat(13.0));
    builder.update(&flat(12.0));
    let high = builder.schema().id("swing_high_2").unwrap();
    let low = builder.schema().id("swing_low_2").unwrap();
    assert_eq!(builder.current().get(high), Some(14.0));
    assert_eq!(builder.current().get(low), None);
}

#[test]
fn columns_appear_exactly_after_their_lookback() {
    let mut builder = complete_builder();
    let rows = batch_with_outside(&mut builder, &random_bars(260, 3));
    let schema = builder.schema();
    for name in schema.names().iter().filter(|name| !name.contains("swing")) {
        let id = schema.id(name).unwrap();
        let lookback = schema.lookback_of(id);
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(row.get(id).is_some(), index >= lookback, "{name} at {index}");
        }
    }
    assert!(schema.lookback() < 260);
}

#[test]
fn sharing_an_indicator_changes_no_value() {
    let names = column::examples();
    let bars = random_bars(300, 11);
    let mut together = Builder::new(&names).unwrap();
    let rows = batch(&mut together, &bars);
    assert!(together.slots.len() < names.len());
    for name in &names {
        let mut alone = Builder::new(&[name]).unwrap();
        let alone_rows = batch(&mut alone, &bars);
        assert_eq!(column(&together, &rows, name), column(&alone, &alone_rows, name), "{name}");
    }
}

#[test]
fn batch_equals_streaming_bit_for_bit() {
    let bars = random_bars(400, 5);
    let rows = batch(&mut complete_builder(), &bars);
    let mut live = complete_builder();
    let mut before = Row::EMPTY;
    for (bar, row) in bars.iter().zip(&rows) {
        live.update(bar);
        assert_same_bits(live.current(), row);
        assert_same_bits(live.previous(), &before);
        before = *row;
    }
    assert_eq!(live.bars_seen(), 400);
}

#[test]
fn reset_equals_new() {
    let mut builder = complete_builder();
    let first = batch(&mut builder, &random_bars(250, 1));
    let _other = batch_with_outside(&mut builder, &random_bars(77, 2));
    builder.reset();
    assert_eq!((builder.current(), builder.previous()), (&Row::EMPTY, &Row::EMPTY));
    assert_eq!(builder.bars_seen(), 0);
    let again = batch(&mut builder, &random_bars(250, 1));
    for (one, other) in first.iter().zip(&again) {
        assert_same_bits(one, other);
    }
}

#[test]
fn cutting_the_data_changes_no_earlier_value() {
    let bars = random_bars(600, 9);
    let mut builder = complete_builder();
    let whole = batch_with_outside(&mut builder, &bars);
    let all = u64::MAX >> (64 - builder.schema().len());
    assert_eq!(whole[599].valid, all, "every column must have a value to compare");
    let mut sequence = Sequence(2_026);
    for _ in 0..100 {
        let cut = 1 + sequence.next() as usize % (bars.len() - 1);
        let part = batch_with_outside(&mut builder, &bars[..cut]);
        assert_eq!(part.len(), cut);
        for (one, other) in part.iter().zip(&whole) {
            assert_same_bits(one, other);
        }
    }
}

#[test]
fn extreme_prices_give_finite_values_or_none() {
    let mut builder = complete_builder();
    for price in [1e-300, 1e300, 1e-300, 1e308, 1e-308] {
        for _ in 0..40 {
            builder.update(&flat(price));
            assert!(builder.current().values.iter().all(|value| value.is_finite()));
        }
    }
}

fn assert_same_bits(one: &Row, other: &Row) {
    assert_eq!(one.valid, other.valid);
    assert_eq!(one.values.map(f64::to_bits), other.values.map(f64::to_bits));
}
