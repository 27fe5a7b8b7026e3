//! Static dispatch over the indicators, and the wiring of their outputs to columns.

use super::column::Source;
use super::reading::{NOTHING, OUTPUTS_MAX, Outputs, Reading};
use super::{Column, ColumnError, ColumnId, Outside, Row};
use crate::indicators::{
    AverageDirectionalIndex, AverageTrueRange, BollingerBands, CalendarPhase, CausalTrend,
    EnvelopeBands, ExponentialMovingAverage, Indicator, MovingAverageConvergenceDivergence,
    OnBalanceVolume, RelativeSpread, RelativeStrengthIndex, RelativeVolume, Return,
    RollingExtremes, RollingMaximum, RollingMinimum, SimpleMovingAverage, StandardDeviation,
    Stochastic, SwingPoints, TrueRange, Volatility, VolumeChange, ZSpike,
};
use crate::types::{Bar, ParameterError};

/// Hundredths of a percent in one.
const HUNDREDTHS_OF_PERCENT: f64 = 10_000.0;

/// MACD and the change of its histogram, which needs the histogram of the bar before.
#[derive(Clone, Debug)]
struct MacdWithChange {
    indicator: MovingAverageConvergenceDivergence,
    histogram_before: Option<f64>,
}

impl MacdWithChange {
    fn update(&mut self, close: f64) -> Outputs {
        let Some(macd) = self.indicator.update(close) else { return NOTHING };
        let change = self.histogram_before.map(|before| macd.histogram - before);
        self.histogram_before = Some(macd.histogram);
        [Some(macd.line), Some(macd.signal), Some(macd.histogram), change]
    }
}

/// One indicator. The order of its outputs is the `output` number in `column.rs`.
#[derive(Clone, Debug)]
enum Calculation {
    Close,
    TrueRange(TrueRange),
    AverageTrueRange(AverageTrueRange),
    SimpleMovingAverage(SimpleMovingAverage),
    ExponentialMovingAverage(ExponentialMovingAverage),
    RelativeStrengthIndex(RelativeStrengthIndex),
    Macd(MacdWithChange),
    Bollinger(BollingerBands),
    ZSpike(ZSpike),
    Envelope(EnvelopeBands),
    Return(Return),
    StandardDeviation(StandardDeviation),
    Minimum(RollingMinimum),
    Maximum(RollingMaximum),
    Directional(AverageDirectionalIndex),
    Stochastic(Stochastic),
    OnBalanceVolume(OnBalanceVolume),
    VolumeChange(VolumeChange),
    Swing(SwingPoints),
    Extremes(RollingExtremes),
    Volatility(Volatility),
    RelativeVolume(RelativeVolume),
    Calendar(CalendarPhase),
    Spread,
    RelativeSpread(RelativeSpread),
    /// In a box: it holds a matrix.
    Trend(Box<CausalTrend>),
    Sentiment,
    NewsMeans,
    NewsRange,
    NewsFlags,
    Basis,
}

/// Runs `$body` with `$indicator` bound to whichever indicator it is; `$none` where there is none.
macro_rules! each_indicator {
    ($calculation:expr, $indicator:ident => $body:expr, $none:expr) => {
        match $calculation {
            Calculation::Close
            | Calculation::Spread
            | Calculation::Sentiment
            | Calculation::NewsMeans
            | Calculation::NewsRange
            | Calculation::NewsFlags
            | Calculation::Basis => $none,
            Calculation::TrueRange($indicator) => $body,
            Calculation::AverageTrueRange($indicator) => $body,
            Calculation::SimpleMovingAverage($indicator) => $body,
            Calculation::ExponentialMovingAverage($indicator) => $body,
            Calculation::RelativeStrengthIndex($indicator) => $body,
            Calculation::Macd(MacdWithChange { indicator: $indicator, .. }) => $body,
            Calculation::Bollinger($indicator) => $body,
            Calculation::ZSpike($indicator) => $body,
            Calculation::Envelope($indicator) => $body,
            Calculation::Return($indicator) => $body,
            Calculation::StandardDeviation($indicator) => $body,
            Calculation::Minimum($indicator) => $body,
            Calculation::Maximum($indicator) => $body,
            Calculation::Directional($indicator) => $body,
            Calculation::Stochastic($indicator) => $body,
            Calculation::OnBalanceVolume($indicator) => $body,
            Calculation::VolumeChange($indicator) => $body,
            Calculation::Swing($indicator) => $body,
            Calculation::Extremes($indicator) => $body,
            Calculation::Volatility($indicator) => $body,
            Calculation::RelativeVolume($indicator) => $body,
            Calculation::Calendar($indicator) => $body,
            Calculation::RelativeSpread($indicator) => $body,
            Calculation::Trend($indicator) => $body,
        }
    };
}

const fn one(value: Option<f64>) -> Outputs {
    [value, None, None, None]
}

impl Calculation {
    fn new(column: &Column) -> Result<Self, ParameterError> {
        let bars = |index| column.bars(index);
        Ok(match column.source() {
            Source::Close => Self::Close,
            Source::TrueRange => Self::TrueRange(TrueRange::new()?),
            Source::AverageTrueRange => Self::AverageTrueRange(AverageTrueRange::new(bars(0))?),
            Source::SimpleMovingAverage => {
                Self::SimpleMovingAverage(SimpleMovingAverage::new(bars(0))?)
            }
            Source::ExponentialMovingAverage => {
                Self::ExponentialMovingAverage(ExponentialMovingAverage::new(bars(0))?)
            }
            Source::RelativeStrengthIndex => {
                Self::RelativeStrengthIndex(RelativeStrengthIndex::new(bars(0))?)
            }
            Source::Macd => Self::Macd(MacdWithChange {
                indicator: MovingAverageConvergenceDivergence::new(bars(0), bars(1), bars(2))?,
                histogram_before: None,
            }),
            Source::Bollinger => Self::Bollinger(BollingerBands::new(bars(0), column.decimal(1))?),
            Source::ZSpike => Self::ZSpike(ZSpike::new(bars(0))?),
            Source::Envelope => {
                let width_frac = f64::from(column.whole(1)) / HUNDREDTHS_OF_PERCENT;
                Self::Envelope(EnvelopeBands::new(bars(0), width_frac)?)
            }
            Source::Return => Self::Return(Return::new(bars(0))?),
            Source::StandardDeviation => Self::StandardDeviation(StandardDeviation::new(bars(0))?),
            Source::Minimum => Self::Minimum(RollingMinimum::new(bars(0))?),
            Source::Maximum => Self::Maximum(RollingMaximum::new(bars(0))?),
            Source::Directional => Self::Directional(AverageDirectionalIndex::new(bars(0))?),
            Source::Stochastic => Self::Stochastic(Stochastic::new(bars(0), bars(1), bars(2))?),
            Source::OnBalanceVolume => Self::OnBalanceVolume(OnBalanceVolume::new()?),
            Source::VolumeChange => Self::VolumeChange(VolumeChange::new(bars(0))?),
            Source::Swing => Self::Swing(SwingPoints::new(bars(0))?),
            Source::Extremes => Self::Extremes(RollingExtremes::new(bars(0))?),
            Source::Volatility => Self::Volatility(Volatility::new(bars(0))?),
            Source::RelativeVolume => Self::RelativeVolume(RelativeVolume::new(bars(0))?),
            Source::Calendar => Self::Calendar(CalendarPhase::new()?),
            Source::Spread => Self::Spread,
            Source::RelativeSpread => Self::RelativeSpread(RelativeSpread::new(bars(0))?),
            Source::Trend => Self::Trend(Box::new(CausalTrend::new()?)),
            Source::Sentiment => Self::Sentiment,
            Source::NewsMeans => Self::NewsMeans,
            Source::NewsRange => Self::NewsRange,
            Source::NewsFlags => Self::NewsFlags,
            Source::Basis => Self::Basis,
        })
    }

    fn update(&mut self, bar: &Bar, outside: &Outside) -> Outputs {
        match self {
            Self::Close => one(Some(bar.close)),
            Self::TrueRange(indicator) => one(indicator.update(*bar)),
            Self::AverageTrueRange(indicator) => one(indicator.update(*bar)),
            Self::SimpleMovingAverage(indicator) => one(indicator.update(bar.close)),
            Self::ExponentialMovingAverage(indicator) => one(indicator.update(bar.close)),
            Self::RelativeStrengthIndex(indicator) => one(indicator.update(bar.close)),
            Self::Macd(macd) => macd.update(bar.close),
            Self::Bollinger(indicator) => indicator.update(bar.close).map_or(NOTHING, |bands| {
                [Some(bands.upper), Some(bands.mid), Some(bands.lower), Some(bands.width)]
            }),
            Self::ZSpike(indicator) => one(indicator.update(bar.close)),
            Self::Envelope(indicator) => indicator.update(bar.close).map_or(NOTHING, |envelope| {
                [Some(envelope.lower), Some(envelope.upper), None, None]
            }),
            Self::Return(indicator) => one(indicator.update(bar.close)),
            Self::StandardDeviation(indicator) => one(indicator.update(bar.close)),
            Self::Minimum(indicator) => one(indicator.update(bar.close)),
            Self::Maximum(indicator) => one(indicator.update(bar.close)),
            Self::Directional(indicator) => indicator.update(*bar).map_or(NOTHING, |directional| {
                let (plus, minus) = (directional.plus_di, directional.minus_di);
                [Some(directional.adx), Some(plus), Some(minus), None]
            }),
            Self::Stochastic(indicator) => indicator
                .update(*bar)
                .map_or(NOTHING, |lines| [Some(lines.k), Some(lines.d), None, None]),
            Self::OnBalanceVolume(indicator) => one(indicator.update(*bar)),
            Self::VolumeChange(indicator) => one(indicator.update(*bar)),
            Self::Swing(indicator) => {
                indicator.update(*bar).map_or(NOTHING, |swing| [swing.high, swing.low, None, None])
            }
            Self::Extremes(indicator) => indicator.update(bar.close).map_or(NOTHING, |extremes| {
                [Some(extremes.lowest), Some(extremes.highest), None, None]
            }),
            Self::Volatility(indicator) => one(indicator.update(bar.close)),
            Self::RelativeVolume(indicator) => one(indicator.update(*bar)),
            Self::Calendar(indicator) => indicator.update(*bar).map_or(NOTHING, |phases| {
                let (sin, cos) = (phases.week_sin, phases.week_cos);
                [Some(phases.day_sin), Some(phases.day_cos), Some(sin), Some(cos)]
            }),
            Self::Spread => one((bar.spread_points > 0).then_some(f64::from(bar.spread_points))),
            Self::RelativeSpread(indicator) => one(indicator.update(*bar).flatten()),
            Self::Trend(indicator) => indicator
                .update(*bar)
                .map_or(NOTHING, |trend| [Some(trend.delta), Some(trend.slope), None, None]),
            Self::Sentiment => one(outside.sentiment),
            Self::NewsMeans => outside.news.map_or(NOTHING, |news| {
                [news.mean_last, news.mean_15m, news.mean_60m, news.decayed]
            }),
            Self::NewsRange => outside.news.map_or(NOTHING, |news| {
                let counts = [news.count_15m, news.count_60m].map(|count| Some(f64::from(count)));
                [news.min_60m, news.max_60m, counts[0], counts[1]]
            }),
            Self::NewsFlags => outside.news.map_or(NOTHING, |news| {
                let [good, bad] = [news.very_good, news.very_bad].map(|is| Some(f64::from(is)));
                [good, bad, None, None]
            }),
            Self::Basis => one(outside.basis_bps),
        }
    }

    fn reset(&mut self) {
        if let Self::Macd(macd) = self {
            macd.histogram_before = None;
        }
        each_indicator!(self, indicator => indicator.reset(), ());
    }

    fn lookback(&self) -> usize {
        each_indicator!(self, indicator => indicator.lookback(), 0)
    }
}

/// A column that takes some arithmetic, and which.
#[derive(Clone, Copy, Debug)]
struct Derived {
    reading: Reading,
    column: ColumnId,
}

/// An indicator and the columns that its outputs fill.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    calculation: Calculation,
    /// By number of the output: columns that show it as it is. Most do.
    columns: [Option<ColumnId>; OUTPUTS_MAX],
    derived: Vec<Derived>,
}

impl Slot {
    /// The indicator of a column, connected to nothing yet.
    pub(super) fn new(column: &Column) -> Result<Self, ColumnError> {
        let calculation = Calculation::new(column).map_err(|error| ColumnError {
            column: column.to_string(),
            problem: format!("{} was {}", error.name, error.was),
            expected: error.expected.to_owned(),
        })?;
        Ok(Self { calculation, columns: [None; OUTPUTS_MAX], derived: Vec::new() })
    }

    /// Lets a reading of the outputs fill a column.
    pub(super) fn connect(&mut self, reading: Reading, column: ColumnId) {
        match reading {
            Reading::Output(output) => self.columns[output] = Some(column),
            _ => self.derived.push(Derived { reading, column }),
        }
    }

    /// Bars before a reading has a value.
    pub(super) fn lookback(&self, reading: Reading) -> usize {
        let is_change =
            matches!(self.calculation, Calculation::Macd(_)) && reading == Reading::Output(3);
        self.calculation.lookback() + usize::from(is_change)
    }

    /// Takes a closed bar and writes the connected columns.
    pub(super) fn update(&mut self, bar: &Bar, outside: &Outside, row: &mut Row) {
        let outputs = self.calculation.update(bar, outside);
        for (column, value) in self.columns.iter().zip(outputs) {
            if let Some(column) = column {
                row.set(*column, value);
            }
        }
        for derived in &self.derived {
            row.set(derived.column, derived.reading.of(&outputs, bar.close));
        }
    }

    /// Forgets all bars.
    pub(super) fn reset(&mut self) {
        self.calculation.reset();
    }
}
