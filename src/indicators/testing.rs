//! What every indicator must hold to, as one macro, and the series it is tried on.
//!
//! Each `indicator_contract!` line writes one test that runs the indicator over all [`shapes`]:
//! exact lookback, stream equals batch, reset equals new, clone continues alike, finite in gives
//! finite out, and exact scaling under a price multiplied by a power of two.

use super::{
    Bands, Directional, Envelope, Extremes, Indicator, MAGNITUDE_MAX, Macd, Phases,
    StochasticLines, Swing, Trend, batch,
};
use crate::types::{Bar, ParameterError, UnixNanos};

/// An input of an indicator, made from a bar.
pub(super) trait FromBar: Copy {
    /// The part of the bar the indicator is fed.
    fn from_bar(bar: Bar) -> Self;
}

impl FromBar for f64 {
    fn from_bar(bar: Bar) -> Self {
        bar.close
    }
}

impl FromBar for Bar {
    fn from_bar(bar: Bar) -> Self {
        bar
    }
}

/// An output as plain numbers; a missing optional part is `None`.
pub(super) trait Parts {
    /// The numbers, in the order of the fields.
    fn parts(&self) -> Vec<Option<f64>>;
}

impl Parts for f64 {
    fn parts(&self) -> Vec<Option<f64>> {
        vec![Some(*self)]
    }
}

impl Parts for Bands {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.upper, self.mid, self.lower, self.width].map(Some).to_vec()
    }
}

impl Parts for Envelope {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.lower, self.mid, self.upper].map(Some).to_vec()
    }
}

impl Parts for Macd {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.line, self.signal, self.histogram].map(Some).to_vec()
    }
}

impl Parts for Directional {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.adx, self.plus_di, self.minus_di].map(Some).to_vec()
    }
}

impl Parts for StochasticLines {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.k, self.d].map(Some).to_vec()
    }
}

impl Parts for Option<f64> {
    fn parts(&self) -> Vec<Option<f64>> {
        vec![*self]
    }
}

impl Parts for Extremes {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.lowest, self.highest].map(Some).to_vec()
    }
}

impl Parts for Phases {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.day_sin, self.day_cos, self.week_sin, self.week_cos].map(Some).to_vec()
    }
}

impl Parts for Trend {
    fn parts(&self) -> Vec<Option<f64>> {
        [self.value, self.delta, self.slope].map(Some).to_vec()
    }
}

impl Parts for Swing {
    fn parts(&self) -> Vec<Option<f64>> {
        vec![self.high, self.low]
    }
}

/// What a series of outputs is, bit for bit.
type Bits = Vec<Option<Vec<Option<u64>>>>;

fn bits<O: Parts>(outputs: &[Option<O>]) -> Bits {
    let of_output = |output: &O| output.parts().iter().map(|p| p.map(f64::to_bits)).collect();
    outputs.iter().map(|output| output.as_ref().map(of_output)).collect()
}

/// A number from 0 to 1 that depends on `seed` and `index` alone (SplitMix64).
fn uniform(seed: u64, index: u64) -> f64 {
    let mut z = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// 300 minute bars around the closes `close_of(i)`, with ranges of up to `reach` of the close and
/// a weekend in between; every tenth spread is unknown.
fn bars(seed: u64, reach: f64, close_of: impl Fn(u64) -> f64) -> Vec<Bar> {
    let mut open = close_of(0);
    let mut out = Vec::new();
    for i in 0..300 {
        let close = close_of(i);
        let (top, bottom) = (open.max(close), open.min(close));
        let weekend_s = if i < 230 { 0 } else { 49 * 3_600 };
        out.push(Bar {
            open_time: UnixNanos::from_seconds(1_704_067_200 + 60 * i as i64 + weekend_s),
            open,
            high: top * (1.0 + reach * uniform(seed, 3 * i)),
            low: bottom * (1.0 - reach * uniform(seed, 3 * i + 1)),
            close,
            volume: (uniform(seed, 3 * i + 2) * 1000.0).floor(),
            spread_points: (uniform(seed ^ 99, i) * 10.0) as u32,
        });
        open = close;
    }
    out
}

/// Named series: the kinds of data that break indicators.
pub(super) fn shapes() -> Vec<(&'static str, Vec<Bar>)> {
    let noise = |i| 1.0 + 0.01 * (uniform(7, i) - 0.5);
    let stepped = |i: u64| 10.0 + (uniform(5, i) * 4.0).floor();
    let mut no_volume = bars(8, 0.0, |_| 1.5);
    for bar in &mut no_volume {
        bar.volume = 0.0;
    }
    vec![
        ("trend", bars(1, 1e-3, |i| 1.1 + 0.0003 * i as f64 + 0.001 * uniform(1, i))),
        ("noise", bars(2, 1e-3, noise)),
        ("constant", bars(3, 0.0, |_| 1.2345)),
        ("constant without volume", no_volume),
        ("gaps", bars(4, 1e-3, |i| if (i / 40) % 2 == 0 { 100.0 } else { 70.0 } * noise(i))),
        ("ties", bars(5, 0.0, stepped)),
        ("tiny prices", bars(6, 1e-2, |i| 1.2e-8 * noise(i))),
        ("huge prices", bars(9, 1e-3, |i| 1.6e7 * noise(i))),
        ("straight line", bars(10, 0.0, |i| 1.1 + 0.0001 * i as f64)),
        ("one spike", bars(11, 0.0, |i| if i == 100 { 1e9 } else { 1.0 })),
    ]
}

/// Runs every promise of the module documentation; `price_degrees` has one entry per output part:
/// 1 if it scales with the price, 0 if it does not depend on the scale.
pub(super) fn check_contract<I>(
    new: impl Fn() -> Result<I, ParameterError>,
    lookback: usize,
    price_degrees: &[i32],
) where
    I: Indicator + Clone + std::fmt::Debug,
    I::Input: FromBar,
    I::Output: Parts,
{
    let fresh = || new().expect("the parameters of a contract test are valid");
    assert_eq!(fresh().lookback(), lookback);
    for (shape, bars) in shapes() {
        let inputs: Vec<I::Input> = bars.iter().map(|&bar| I::Input::from_bar(bar)).collect();
        let mut indicator = fresh();
        let streamed: Vec<_> = inputs.iter().map(|&input| indicator.update(input)).collect();
        for (i, output) in streamed.iter().enumerate() {
            assert_eq!(output.is_some(), i >= lookback, "{shape}: lookback, input {i}");
            let parts = output.as_ref().map(Parts::parts).unwrap_or_default();
            let finite = parts.iter().flatten().all(|part| part.is_finite());
            assert!(finite, "{shape}: finite, input {i}, {parts:?}");
        }
        let expected = bits(&streamed);
        // The indicator is dirty now: `batch` must reset it.
        assert_eq!(bits(&batch(&mut indicator, &inputs)), expected, "{shape}: batch after use");
        assert_eq!(bits(&batch(&mut fresh(), &inputs)), expected, "{shape}: batch of a new one");
        check_clone(&fresh(), &inputs, &expected, shape);
        check_scaling(&fresh, &bars, &streamed, price_degrees, shape);
    }
    check_reset_while_warming(&fresh, lookback);
    check_extremes(&fresh);
}

fn check_clone<I>(fresh: &I, inputs: &[I::Input], expected: &Bits, shape: &str)
where
    I: Indicator + Clone,
    I::Output: Parts,
{
    let mut original = fresh.clone();
    let (first, second) = inputs.split_at(inputs.len() / 2);
    for &input in first {
        original.update(input);
    }
    let mut copy = original.clone();
    for &input in second {
        original.update(input);
    }
    let continued: Vec<_> = second.iter().map(|&input| copy.update(input)).collect();
    assert_eq!(bits(&continued), expected[first.len()..], "{shape}: clone");
}

fn check_scaling<I>(
    fresh: &impl Fn() -> I,
    bars: &[Bar],
    plain: &[Option<I::Output>],
    degrees: &[i32],
    shape: &str,
) where
    I: Indicator,
    I::Input: FromBar,
    I::Output: Parts,
{
    for factor in [1024.0, 0.0625] {
        let scale = |bar: &Bar| Bar {
            open: bar.open * factor,
            high: bar.high * factor,
            low: bar.low * factor,
            close: bar.close * factor,
            ..*bar
        };
        let inputs: Vec<_> = bars.iter().map(|bar| I::Input::from_bar(scale(bar))).collect();
        let scaled = batch(&mut fresh(), &inputs);
        for (i, (one, other)) in plain.iter().zip(&scaled).enumerate() {
            let (Some(one), Some(other)) = (one, other) else { continue };
            assert_eq!(one.parts().len(), degrees.len(), "one degree per part");
            for ((a, b), &degree) in one.parts().iter().zip(other.parts()).zip(degrees) {
                let expected = a.map(|value| if degree == 1 { value * factor } else { value });
                assert_eq!(b, expected, "{shape}: price times {factor}, input {i}");
            }
        }
    }
}

fn check_reset_while_warming<I>(fresh: &impl Fn() -> I, lookback: usize)
where
    I: Indicator,
    I::Input: FromBar,
    I::Output: Parts,
{
    let bars = shapes().swap_remove(0).1;
    let inputs: Vec<I::Input> = bars.iter().map(|&bar| I::Input::from_bar(bar)).collect();
    let mut indicator = fresh();
    for &input in inputs.iter().rev().take(lookback / 2 + 1) {
        indicator.update(input);
    }
    indicator.reset();
    let after: Vec<_> = inputs.iter().map(|&input| indicator.update(input)).collect();
    assert_eq!(bits(&after), bits(&batch(&mut fresh(), &inputs)), "reset while warming up");
}

/// The most extreme finite inputs give finite outputs, and leave no infinity behind.
fn check_extremes<I>(fresh: &impl Fn() -> I)
where
    I: Indicator,
    I::Input: FromBar,
    I::Output: Parts,
{
    let levels = [f64::MAX, f64::MIN_POSITIVE, 5e-324, MAGNITUDE_MAX, 1.0, 0.0, f64::MIN, -0.0];
    let mut indicator = fresh();
    for i in 0..1000 {
        let level = levels[(uniform(42, i) * 8.0) as usize];
        let bar = Bar {
            open: level,
            high: level,
            low: level,
            close: level,
            volume: level.abs(),
            ..Bar::default()
        };
        let parts = indicator.update(I::Input::from_bar(bar)).map(|output| output.parts());
        let finite = parts.iter().flatten().flatten().all(|part| part.is_finite());
        assert!(finite, "after {level} at input {i}: {parts:?}");
    }
}

/// Writes a test that holds an indicator to the contract.
macro_rules! indicator_contract {
    ($name:ident, $new:expr, lookback: $lookback:expr, price_degrees: $degrees:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn keeps_the_indicator_contract() {
                $crate::indicators::testing::check_contract(|| $new, $lookback, &$degrees);
            }
        }
    };
}
pub(super) use indicator_contract;
