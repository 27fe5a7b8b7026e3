//! Rows of files: a bar, a tick.

use crate::types::{Bar, BarError, Tick, TickError, UnixNanos};

use super::layout::{Kind, Layout, Role, trim_field};
use super::number::parse_decimal;
use super::stamp::WrittenNanos;

/// The spread of a bar, as the file gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Spread {
    /// The file has none.
    #[default]
    Unknown,
    /// In points, as MetaTrader writes it.
    Points(u32),
    /// Ask minus bid at the close, as a price. Negative where the file's series cross.
    Price(f64),
}

/// A bar of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FileBar {
    /// When the bar opened, on the file's clock.
    pub written: WrittenNanos,
    /// First price; the bid where the file has both sides.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Last price.
    pub close: f64,
    /// Ticks or traded volume, 0 where the file has none.
    pub volume: f64,
    /// Spread at the close.
    pub spread: Spread,
}

impl FileBar {
    /// The engine's bar, opened at `open_time`. A spread given as a price becomes whole points of
    /// `point`, rounded to the nearest; unknown and negative spreads become 0.
    #[must_use]
    pub fn to_bar(&self, open_time: UnixNanos, point: f64) -> Bar {
        let spread_points = match self.spread {
            Spread::Unknown => 0,
            Spread::Points(points) => points,
            Spread::Price(price) if price > 0.0 && point > 0.0 => {
                (price / point).round_ties_even().min(f64::from(u32::MAX)) as u32
            }
            Spread::Price(_) => 0,
        };
        Bar {
            open_time,
            open: self.open,
            high: self.high,
            low: self.low,
            close: self.close,
            volume: self.volume,
            spread_points,
        }
    }
}

/// A quote or trade of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FileTick {
    /// When it happened, on the file's clock.
    pub written: WrittenNanos,
    /// Best bid, 0 in files of trades.
    pub bid: f64,
    /// Best ask, 0 in files of trades.
    pub ask: f64,
    /// Price of the last trade, 0 in files of quotes.
    pub last: f64,
    /// Volume of the last trade. Files of trades that mark sales by a minus lose it here.
    pub volume: f64,
}

impl FileTick {
    /// The engine's tick at `time`.
    #[must_use]
    pub fn to_tick(&self, time: UnixNanos) -> Tick {
        Tick { time, bid: self.bid, ask: self.ask, last: self.last, volume: self.volume }
    }
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A field is not what it should be.
    Field { column: usize, role: Role, expected: &'static str },
    /// The row has another number of fields.
    FieldCount { was: usize },
    /// The line is longer than any row.
    TooLong,
    /// The values contradict each other.
    Bar(BarError),
    /// The values contradict each other.
    Tick(TickError),
    /// The time is that of the row before.
    Duplicate { was: WrittenNanos },
    /// The time goes against the order of the file.
    Backward { previous: WrittenNanos, was: WrittenNanos },
}

/// The fields of a row.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    pub(crate) line: &'a [u8],
    pub(crate) spans: &'a [(u32, u32)],
    pub(crate) layout: &'a Layout,
}

impl<'a> Fields<'a> {
    pub(crate) fn text(&self, column: usize) -> &'a [u8] {
        match self.spans.get(column) {
            Some(&(from, to)) => trim_field(&self.line[from as usize..to as usize]),
            None => &[],
        }
    }

    pub(crate) fn number(&self, role: Role) -> Result<Option<f64>, Fault> {
        let Some(column) = self.layout.column(role) else { return Ok(None) };
        let expected = "a decimal number";
        parse_decimal(self.text(column)).map(Some).ok_or(Fault::Field { column, role, expected })
    }

    /// A number where the file has the column, and an empty field means that it is not known.
    fn optional(&self, role: Role) -> Result<Option<f64>, Fault> {
        match self.layout.column(role) {
            Some(column) if self.text(column).is_empty() => Ok(None),
            _ => self.number(role),
        }
    }
}

/// A row that [`super::Reader`] can read.
pub trait Record: Copy + Sized + sealed::Sealed {
    #[doc(hidden)]
    const KIND: Kind;
    /// Whether the ask lies below the bid, where that is tolerated.
    #[doc(hidden)]
    fn is_crossed(&self) -> bool;
}

pub(crate) mod sealed {
    use super::{Fault, Fields, WrittenNanos};

    /// Keeps [`super::Record`] to the two kinds of rows of this module.
    pub trait Sealed: Sized {
        #[allow(
            private_interfaces,
            reason = "the trait is sealed: nobody outside can name or call it"
        )]
        /// The row, and whether it is complete; an incomplete one is only remembered for the next.
        #[doc(hidden)]
        fn parse(
            written: WrittenNanos,
            fields: &Fields<'_>,
            previous: Option<&Self>,
        ) -> Result<(Self, bool), Fault>;
    }
}

impl Record for FileBar {
    const KIND: Kind = Kind::Bars;

    fn is_crossed(&self) -> bool {
        matches!(self.spread, Spread::Price(price) if price < 0.0)
    }
}

impl sealed::Sealed for FileBar {
    #[allow(private_interfaces, reason = "the trait is sealed: nobody outside can name or call it")]
    fn parse(
        written: WrittenNanos,
        fields: &Fields<'_>,
        _previous: Option<&Self>,
    ) -> Result<(Self, bool), Fault> {
        let price = |role| fields.number(role).map(Option::unwrap_or_default);
        let mut bar = Self {
            written,
            open: price(Role::Open)?,
            high: price(Role::High)?,
            low: price(Role::Low)?,
            close: price(Role::Close)?,
            volume: fields.optional(Role::Volume)?.unwrap_or(0.0),
            spread: Spread::Unknown,
        };
        if let Some(ask_close) = fields.number(Role::AskClose)? {
            bar.spread = Spread::Price(ask_close - bar.close);
        } else if let Some(column) = fields.layout.column(Role::Spread) {
            bar.spread = parse_spread(fields, column)?;
        }
        bar.to_bar(UnixNanos::default(), 0.0).check().map_err(Fault::Bar)?;
        Ok((bar, true))
    }
}

fn parse_spread(fields: &Fields<'_>, column: usize) -> Result<Spread, Fault> {
    let role = Role::Spread;
    match fields.optional(role)? {
        None => Ok(Spread::Unknown),
        Some(points) if points >= 0.0 && points <= f64::from(u32::MAX) => {
            if points == points.trunc() {
                Ok(Spread::Points(points as u32))
            } else {
                Ok(Spread::Price(points))
            }
        }
        Some(_) => Err(Fault::Field { column, role, expected: "a spread of 0 or more" }),
    }
}

impl Record for FileTick {
    const KIND: Kind = Kind::Ticks;

    fn is_crossed(&self) -> bool {
        false // such a tick is refused
    }
}

impl sealed::Sealed for FileTick {
    #[allow(private_interfaces, reason = "the trait is sealed: nobody outside can name or call it")]
    fn parse(
        written: WrittenNanos,
        fields: &Fields<'_>,
        previous: Option<&Self>,
    ) -> Result<(Self, bool), Fault> {
        let carries = fields.layout.carries_values();
        let value = |role, before: f64| {
            if carries {
                fields.optional(role).map(|value| value.unwrap_or(before))
            } else {
                fields.number(role).map(Option::unwrap_or_default)
            }
        };
        let before = previous.copied().unwrap_or_default();
        let mut tick = Self {
            written,
            bid: value(Role::Bid, before.bid)?,
            ask: value(Role::Ask, before.ask)?,
            last: value(Role::Last, before.last)?,
            volume: value(Role::Volume, before.volume)?,
        };
        let is_trade_file = fields.layout.column(Role::Bid).is_none();
        if is_trade_file {
            tick.volume = tick.volume.abs();
        }
        match tick.to_tick(UnixNanos::default()).check() {
            Ok(()) => Ok((tick, true)),
            // The first rows of an export may give one side only; the other is not yet known.
            Err(TickError::OneSided { .. } | TickError::Empty) if carries => Ok((tick, false)),
            Err(error) => Err(Fault::Tick(error)),
        }
    }
}
