//! The grammar of column names: `name_params`, such as `macd_signal_12_26_9`.

use std::fmt;

use super::reading::Reading;

/// Number of parameters of the longest name.
const PARAMETERS_MAX: usize = 3;
/// Deviations are kept as whole ten-thousandths, so that columns compare exactly.
const DECIMAL_SCALE: u32 = 10_000;
/// Digits behind the point that [`DECIMAL_SCALE`] can hold.
const DECIMAL_DIGITS: usize = 4;

/// The indicator behind a column. Columns with the same source and parameters share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Close,
    TrueRange,
    AverageTrueRange,
    SimpleMovingAverage,
    ExponentialMovingAverage,
    RelativeStrengthIndex,
    Macd,
    Bollinger,
    ZSpike,
    Envelope,
    Return,
    StandardDeviation,
    Minimum,
    Maximum,
    Directional,
    Stochastic,
    OnBalanceVolume,
    VolumeChange,
    Swing,
    Extremes,
    Volatility,
    RelativeVolume,
    Calendar,
    Spread,
    RelativeSpread,
    Trend,
    Sentiment,
    NewsMeans,
    NewsRange,
    NewsFlags,
    Basis,
}

/// What a parameter of a name may be.
#[derive(Debug)]
struct Parameter {
    name: &'static str,
    /// In units of one, or of 1/[`DECIMAL_SCALE`] when `decimal`.
    min: u32,
    max: u32,
    decimal: bool,
}

const fn bars(name: &'static str) -> Parameter {
    Parameter { name, min: 1, max: 10_000, decimal: false }
}

const PERIOD: &[Parameter] = &[bars("period")];
const MACD: &[Parameter] = &[bars("fast"), bars("slow"), bars("signal")];
const BANDS: &[Parameter] = &[
    bars("period"),
    Parameter { name: "deviations", min: 1, max: 10 * DECIMAL_SCALE, decimal: true },
];
const ENVELOPE: &[Parameter] = &[
    bars("period"),
    Parameter { name: "hundredths of a percent", min: 1, max: 9_999, decimal: false },
];
const STOCHASTIC: &[Parameter] = &[bars("k"), bars("slow_k"), bars("d")];
const STRENGTH: &[Parameter] =
    &[Parameter { name: "strength", min: 1, max: 1_000, decimal: false }];

/// One kind of column.
#[derive(Debug)]
struct Family {
    head: &'static str,
    source: Source,
    reading: Reading,
    parameters: &'static [Parameter],
    example: &'static str,
}

const fn family(
    head: &'static str,
    source: Source,
    output: usize,
    parameters: &'static [Parameter],
    example: &'static str,
) -> Family {
    derived(head, source, Reading::Output(output), parameters, example)
}

const fn derived(
    head: &'static str,
    source: Source,
    reading: Reading,
    parameters: &'static [Parameter],
    example: &'static str,
) -> Family {
    Family { head, source, reading, parameters, example }
}

/// Every kind of column. `output` numbers what one indicator gives (`calculation.rs`).
const FAMILIES: &[Family] = &[
    family("close", Source::Close, 0, &[], "close"),
    family("tr", Source::TrueRange, 0, &[], "tr"),
    family("atr", Source::AverageTrueRange, 0, PERIOD, "atr_14"),
    family("sma", Source::SimpleMovingAverage, 0, PERIOD, "sma_50"),
    family("ema", Source::ExponentialMovingAverage, 0, PERIOD, "ema_20"),
    family("rsi", Source::RelativeStrengthIndex, 0, PERIOD, "rsi_14"),
    family("macd", Source::Macd, 0, MACD, "macd_12_26_9"),
    family("macd_signal", Source::Macd, 1, MACD, "macd_signal_12_26_9"),
    family("macd_hist", Source::Macd, 2, MACD, "macd_hist_12_26_9"),
    family("macd_hist_chg", Source::Macd, 3, MACD, "macd_hist_chg_12_26_9"),
    family("bb_upper", Source::Bollinger, 0, BANDS, "bb_upper_20_2"),
    family("bb_mid", Source::Bollinger, 1, BANDS, "bb_mid_20_2"),
    family("bb_lower", Source::Bollinger, 2, BANDS, "bb_lower_20_2.5"),
    family("bb_width", Source::Bollinger, 3, BANDS, "bb_width_20_2"),
    family("z_spike", Source::ZSpike, 0, PERIOD, "z_spike_20"),
    family("env_low", Source::Envelope, 0, ENVELOPE, "env_low_20_30"),
    family("env_up", Source::Envelope, 1, ENVELOPE, "env_up_20_30"),
    family("ret", Source::Return, 0, PERIOD, "ret_1"),
    family("stdev", Source::StandardDeviation, 0, PERIOD, "stdev_20"),
    family("min", Source::Minimum, 0, PERIOD, "min_20"),
    family("max", Source::Maximum, 0, PERIOD, "max_20"),
    family("adx", Source::Directional, 0, PERIOD, "adx_14"),
    family("plus_di", Source::Directional, 1, PERIOD, "plus_di_14"),
    family("minus_di", Source::Directional, 2, PERIOD, "minus_di_14"),
    family("stoch_k", Source::Stochastic, 0, STOCHASTIC, "stoch_k_14_3_3"),
    family("stoch_d", Source::Stochastic, 1, STOCHASTIC, "stoch_d_14_3_3"),
    family("obv", Source::OnBalanceVolume, 0, &[], "obv"),
    family("vol_chg", Source::VolumeChange, 0, PERIOD, "vol_chg_1"),
    family("swing_high", Source::Swing, 0, STRENGTH, "swing_high_5"),
    family("swing_low", Source::Swing, 1, STRENGTH, "swing_low_5"),
    family("vol", Source::Volatility, 0, PERIOD, "vol_20"),
    family("volume_rel", Source::RelativeVolume, 0, PERIOD, "volume_rel_20"),
    family("hour_sin", Source::Calendar, 0, &[], "hour_sin"),
    family("hour_cos", Source::Calendar, 1, &[], "hour_cos"),
    family("week_sin", Source::Calendar, 2, &[], "week_sin"),
    family("week_cos", Source::Calendar, 3, &[], "week_cos"),
    family("spread", Source::Spread, 0, &[], "spread"),
    family("spread_rel", Source::RelativeSpread, 0, PERIOD, "spread_rel_50"),
    family("trend_delta", Source::Trend, 0, &[], "trend_delta"),
    family("sentiment", Source::Sentiment, 0, &[], "sentiment"),
    family("news_mean_last", Source::NewsMeans, 0, &[], "news_mean_last"),
    family("news_mean_15m", Source::NewsMeans, 1, &[], "news_mean_15m"),
    family("news_mean_60m", Source::NewsMeans, 2, &[], "news_mean_60m"),
    family("news_decayed", Source::NewsMeans, 3, &[], "news_decayed"),
    family("news_min_60m", Source::NewsRange, 0, &[], "news_min_60m"),
    family("news_max_60m", Source::NewsRange, 1, &[], "news_max_60m"),
    family("news_count_15m", Source::NewsRange, 2, &[], "news_count_15m"),
    family("news_count_60m", Source::NewsRange, 3, &[], "news_count_60m"),
    family("news_very_good", Source::NewsFlags, 0, &[], "news_very_good"),
    family("news_very_bad", Source::NewsFlags, 1, &[], "news_very_bad"),
    family("basis_bps", Source::Basis, 0, &[], "basis_bps"),
    derived("trend_delta_frac", Source::Trend, Reading::Frac(0), &[], "trend_delta_frac"),
    derived("trend_slope_frac", Source::Trend, Reading::Frac(1), &[], "trend_slope_frac"),
    derived("tr_frac", Source::TrueRange, Reading::Frac(0), &[], "tr_frac"),
    derived("atr_frac", Source::AverageTrueRange, Reading::Frac(0), PERIOD, "atr_frac_14"),
    derived("macd_frac", Source::Macd, Reading::Frac(0), MACD, "macd_frac_12_26_9"),
    derived("macd_signal_frac", Source::Macd, Reading::Frac(1), MACD, "macd_signal_frac_12_26_9"),
    derived("macd_hist_frac", Source::Macd, Reading::Frac(2), MACD, "macd_hist_frac_12_26_9"),
    derived("dist_sma", Source::SimpleMovingAverage, Reading::Distance(0), PERIOD, "dist_sma_50"),
    derived(
        "dist_ema",
        Source::ExponentialMovingAverage,
        Reading::Distance(0),
        PERIOD,
        "dist_ema_20",
    ),
    derived("dist_swing_high", Source::Swing, Reading::Distance(0), STRENGTH, "dist_swing_high_5"),
    derived("dist_swing_low", Source::Swing, Reading::Distance(1), STRENGTH, "dist_swing_low_5"),
    derived("env_pos", Source::Envelope, LOWER_FIRST, ENVELOPE, "env_pos_20_30"),
    derived("bb_pos", Source::Bollinger, UPPER_FIRST, BANDS, "bb_pos_20_2"),
    derived("range_pos", Source::Extremes, LOWER_FIRST, PERIOD, "range_pos_20"),
];

/// Where the close is between output 0, the lower one, and output 1.
const LOWER_FIRST: Reading = Reading::Position { lower: 0, upper: 1 };
/// Where the close is between output 2, the lower one, and output 0.
const UPPER_FIRST: Reading = Reading::Position { lower: 2, upper: 0 };

/// A column: one output of one indicator with its parameters.
///
/// [`Column::parse`] reads a name; printing gives the canonical name, which parses to the same
/// column. Prices are closes unless the indicator takes whole bars: `min_20` is the lowest close.
///
/// | name | value |
/// |---|---|
/// | `close` `tr` `atr_N` | close; true range; average true range, price units |
/// | `sma_N` `ema_N` `stdev_N` `min_N` `max_N` | of the close over N bars, price units |
/// | `rsi_N` `adx_N` `plus_di_N` `minus_di_N` `stoch_k_K_S_D` `stoch_d_K_S_D` | 0 to 100 |
/// | `macd_F_S_G` `macd_signal_..` `macd_hist_..` | price units |
/// | `macd_hist_chg_F_S_G` | histogram minus the histogram of the bar before, price units |
/// | `bb_upper_N_K` `bb_mid_..` `bb_lower_..` | price units; K deviations, may be `2.5` |
/// | `bb_width_N_K` | distance between the bands, as `BollingerBands` defines it |
/// | `env_low_N_W` `env_up_N_W` | price units; W is hundredths of a percent: 30 = 0.30 % |
/// | `z_spike_N` `ret_N` `obv` `vol_chg_N` | as the indicator of that name defines it |
/// | `swing_high_N` `swing_low_N` | last confirmed swing price; absent before the first |
/// | `trend_delta` | causal trend minus close, price units |
/// | `spread` | points at the close; absent where unknown |
///
/// Without a unit and without the symbol's scale, for what learns from several symbols or years:
///
/// | name | value |
/// |---|---|
/// | `vol_N` | sample deviation of the last N simple one-bar returns (`Volatility`) |
/// | `volume_rel_N` | volume over its mean of N bars, minus 1 |
/// | `spread_rel_N` | spread over its mean of the last N known ones, minus 1 |
/// | `hour_sin` `hour_cos` | of the time of day at the open, UTC: -1 to 1 |
/// | `week_sin` `week_cos` | of the time since Monday 00:00 UTC at the open: -1 to 1 |
/// | `trend_delta_frac` `trend_slope_frac` | `trend_delta`, and the trend's change per bar, over the close |
/// | `tr_frac` `atr_frac_N` `macd_frac_F_S_G` `macd_signal_frac_..` `macd_hist_frac_..` | over the close |
/// | `dist_sma_N` `dist_ema_N` `dist_swing_high_N` `dist_swing_low_N` | close over that price, minus 1 |
/// | `env_pos_N_W` `bb_pos_N_K` | close from the lower line (0) to the upper (1), or outside |
/// | `range_pos_N` | close from the lowest close of N bars (0) to the highest (1); 0.5 if flat |
/// | `sentiment` `basis_bps` | as handed in ([`super::Outside`]); absent until then |
/// | `news_mean_last` `news_mean_15m` `news_mean_60m` `news_decayed` `news_min_60m` `news_max_60m` | sentiment of the symbol's stories, -1 to 1 ([`crate::news::NewsReading`]); absent without one, and while the news are unknown |
/// | `news_count_15m` `news_count_60m` | number of those stories; absent while the news are unknown |
/// | `news_very_good` `news_very_bad` | 1 if there is such a story in the last hour, 0 if not; absent while the news are unknown |
#[derive(Clone, Copy)]
pub struct Column {
    family: &'static Family,
    parameters: [u32; PARAMETERS_MAX],
}

/// A column name that cannot be used: which, what about it, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnError {
    /// The name as it was given.
    pub column: String,
    /// The offending part, such as `period was 0`.
    pub problem: String,
    /// What would have been accepted.
    pub expected: String,
}

impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {:?}: {}, expected {}", self.column, self.problem, self.expected)
    }
}

impl std::error::Error for ColumnError {}

impl Column {
    /// Reads a name.
    ///
    /// # Errors
    /// An unknown name, a wrong number of parameters, or a parameter out of range. Relations
    /// between parameters (MACD's fast below slow) are the indicator's and checked with the schema.
    pub fn parse(name: &str) -> Result<Self, ColumnError> {
        let error = |problem: String, expected: String| ColumnError {
            column: name.to_owned(),
            problem,
            expected,
        };
        let (family, rest) = find_family(name).ok_or_else(|| {
            let examples: Vec<_> = FAMILIES.iter().map(|family| family.example).collect();
            error("the name is unknown".to_owned(), format!("one of {}", examples.join(", ")))
        })?;
        let parts: Vec<&str> = rest.map_or_else(Vec::new, |rest| rest.split('_').collect());
        if parts.len() != family.parameters.len() {
            let (was, expected) = (parts.len(), family.parameters.len());
            return Err(error(
                format!("it has {was} parameters"),
                format!("{expected}, as in {}", family.example),
            ));
        }
        let mut parameters = [0; PARAMETERS_MAX];
        for ((slot, limit), text) in parameters.iter_mut().zip(family.parameters).zip(parts) {
            *slot = limit
                .read(text)
                .ok_or_else(|| error(format!("{} was {text:?}", limit.name), limit.accepts()))?;
        }
        Ok(Self { family, parameters })
    }

    /// The indicator to build.
    pub(super) const fn source(&self) -> Source {
        self.family.source
    }

    /// How the column follows from the indicator's outputs.
    pub(super) const fn reading(&self) -> Reading {
        self.family.reading
    }

    /// Parameter `index`, a whole number.
    pub(super) fn whole(&self, index: usize) -> u32 {
        self.parameters[index]
    }

    /// Parameter `index` as a number of bars.
    pub(super) fn bars(&self, index: usize) -> usize {
        self.parameters[index] as usize
    }

    /// Parameter `index`, a decimal.
    pub(super) fn decimal(&self, index: usize) -> f64 {
        // Both are exact, so the quotient is the double nearest to the decimal.
        f64::from(self.parameters[index]) / f64::from(DECIMAL_SCALE)
    }

    /// Whether one indicator can serve both columns.
    pub(super) fn shares_source(&self, other: &Self) -> bool {
        self.family.source == other.family.source && self.parameters == other.parameters
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.shares_source(other) && self.family.reading == other.family.reading
    }
}

impl Eq for Column {}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({self})")
    }
}

impl fmt::Display for Column {
    /// The canonical name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.family.head)?;
        for (limit, &value) in self.family.parameters.iter().zip(&self.parameters) {
            if limit.decimal && value % DECIMAL_SCALE != 0 {
                let fraction = format!("{:04}", value % DECIMAL_SCALE);
                write!(f, "_{}.{}", value / DECIMAL_SCALE, fraction.trim_end_matches('0'))?;
            } else if limit.decimal {
                write!(f, "_{}", value / DECIMAL_SCALE)?;
            } else {
                write!(f, "_{value}")?;
            }
        }
        Ok(())
    }
}

impl std::str::FromStr for Column {
    type Err = ColumnError;

    fn from_str(name: &str) -> Result<Self, ColumnError> {
        Self::parse(name)
    }
}

/// The family with the longest head that `name` begins with, and the text behind the head.
fn find_family(name: &str) -> Option<(&'static Family, Option<&str>)> {
    FAMILIES
        .iter()
        .filter_map(|family| {
            let rest = name.strip_prefix(family.head)?;
            match rest.strip_prefix('_') {
                Some(parameters) => Some((family, Some(parameters))),
                None => rest.is_empty().then_some((family, None)),
            }
        })
        .max_by_key(|(family, _)| family.head.len())
}

impl Parameter {
    fn accepts(&self) -> String {
        if self.decimal {
            let decimals = DECIMAL_DIGITS;
            let max = self.max / DECIMAL_SCALE;
            format!("a number above 0, at most {max}, with at most {decimals} decimals, as in 2.5")
        } else {
            format!("a whole number from {} to {}", self.min, self.max)
        }
    }

    fn read(&self, text: &str) -> Option<u32> {
        let value = if self.decimal { read_decimal(text)? } else { read_whole(text)? };
        (self.min..=self.max).contains(&value).then_some(value)
    }
}

/// Digits without sign and without leading zeros, so that a number has one spelling.
fn read_whole(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if digits && !leading_zero { text.parse().ok() } else { None }
}

fn read_decimal(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fraction_is_sound = !fraction.is_empty()
        && fraction.len() <= DECIMAL_DIGITS
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !fraction_is_sound {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<DECIMAL_DIGITS$}").parse().ok()?;
    read_whole(whole)?.checked_mul(DECIMAL_SCALE)?.checked_add(fraction)
}

/// One column of every kind.
#[cfg(test)]
pub(super) fn examples() -> Vec<&'static str> {
    FAMILIES.iter().map(|family| family.example).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_example_is_its_own_canonical_name() {
        for family in FAMILIES {
            let column = Column::parse(family.example).unwrap();
            assert_eq!(column.to_string(), family.example);
            assert_eq!(column.family.head, family.head);
        }
    }

    #[test]
    fn decimals_have_one_canonical_spelling() {
        for (given, canonical) in [
            ("bb_upper_20_2.0", "bb_upper_20_2"),
            ("bb_upper_20_2.50", "bb_upper_20_2.5"),
            ("bb_upper_20_0.0125", "bb_upper_20_0.0125"),
            ("bb_upper_20_10", "bb_upper_20_10"),
        ] {
            assert_eq!(Column::parse(given).unwrap().to_string(), canonical);
        }
        assert_eq!(Column::parse("bb_mid_20_2.5").unwrap().decimal(1).to_bits(), 2.5f64.to_bits());
        assert_eq!(Column::parse("bb_mid_20_2.1").unwrap().decimal(1).to_bits(), 2.1f64.to_bits());
    }

    #[test]
    fn longer_heads_win() {
        for (name, reading) in [
            ("macd_hist_chg_3_6_2", Reading::Output(3)),
            ("macd_hist_frac_3_6_2", Reading::Frac(2)),
            ("macd_hist_3_6_2", Reading::Output(2)),
            ("macd_3_6_2", Reading::Output(0)),
            ("trend_delta_frac", Reading::Frac(0)),
            ("trend_delta", Reading::Output(0)),
        ] {
            assert_eq!(Column::parse(name).unwrap().reading(), reading, "{name}");
        }
        assert_eq!(Column::parse("vol_chg_5").unwrap().source(), Source::VolumeChange);
        assert_eq!(Column::parse("vol_5").unwrap().source(), Source::Volatility);
    }

    #[test]
    fn errors_name_the_column_the_part_and_what_was_expected() {
        for (name, problem, expected) in [
            ("smaa_50", "the name is unknown", "one of close"),
            ("trend", "the name is unknown", "one of close"),
            ("trend_delta_20", "it has 1 parameters", "0, as in trend_delta"),
            ("", "the name is unknown", "one of close"),
            ("SMA_50", "the name is unknown", "one of close"),
            ("sma", "it has 0 parameters", "1, as in sma_50"),
            ("sma_", "period was \"\"", "a whole number from 1 to 10000"),
            ("sma_50_2", "it has 2 parameters", "1, as in sma_50"),
            ("close_1", "it has 1 parameters", "0, as in close"),
            ("sma_0", "period was \"0\"", "a whole number from 1 to 10000"),
            ("sma_050", "period was \"050\"", "a whole number from 1 to 10000"),
            ("sma_+5", "period was \"+5\"", "a whole number from 1 to 10000"),
            ("sma_-5", "period was \"-5\"", "a whole number from 1 to 10000"),
            ("sma_10001", "period was \"10001\"", "a whole number from 1 to 10000"),
            ("sma_99999999999", "period was", "a whole number from 1 to 10000"),
            ("bb_upper_20_0", "deviations was \"0\"", "a number above 0, at most 10"),
            ("bb_upper_20_2.", "deviations was \"2.\"", "a number above 0, at most 10"),
            ("bb_upper_20_10.1", "deviations was \"10.1\"", "a number above 0, at most 10"),
            ("bb_upper_20_2.00001", "deviations was", "with at most 4 decimals"),
            ("bb_upper_20_\u{665}", "deviations was", "a number above 0"),
            ("env_low_20_0.3", "hundredths of a percent was \"0.3\"", "a whole number from 1"),
            ("macd_signal_12_26", "it has 2 parameters", "3, as in macd_signal_12_26_9"),
        ] {
            let text = Column::parse(name).unwrap_err().to_string();
            assert!(text.starts_with(&format!("column {name:?}: ")), "{text}");
            assert!(text.contains(problem) && text.contains(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn prop_canonical_names_parse_to_the_same_column(
            family in 0..FAMILIES.len(),
            a in 1u32..=1_000, b in 1u32..=1_000, c in 1u32..=1_000,
        ) {
            let family = &FAMILIES[family];
            let mut parameters = [a, b, c];
            parameters[family.parameters.len()..].fill(0);
            let column = Column { family, parameters };
            prop_assert_eq!(Column::parse(&column.to_string()).unwrap(), column);
        }

        #[test]
        fn prop_any_text_is_read_or_refused_without_panic(name in "\\PC{0,40}") {
            if let Ok(column) = Column::parse(&name) {
                prop_assert_eq!(Column::parse(&column.to_string()).unwrap(), column);
            }
        }
    }
}
