//! One price of several venues.

use super::reading::VenueReading;
use crate::engine::Venue;
use crate::types::DurationNanos;

/// When quotes count and when they do not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Oldest usable quote, in nanoseconds.
    pub quote_age_max_ns: i64,
    /// Distance between the outermost venues beyond which none is believed, in basis points of the
    /// median.
    pub disagreement_max_bps: f64,
}

/// Where a price comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// There is none.
    #[default]
    Nothing,
    /// The last price known, of this engine or of the cache file.
    Cache,
    /// Live; this venue is the first of the list that has a fresh quote.
    Venue(Venue),
}

impl Source {
    /// Its name in JSON and for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Cache => "cache",
            Self::Venue(venue) => venue.as_str(),
        }
    }
}

/// The market outside the broker.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Market {
    /// Median of the fresh middles (of two, their mean); `None` without any, or when they disagree.
    pub mid: Option<f64>,
    /// Where it comes from.
    pub source: Source,
    /// Venues with a fresh quote.
    pub fresh: usize,
    /// Distance between the outermost fresh venues, in basis points of the median.
    pub disagreement_bps: f64,
    /// Whether that is too much.
    pub is_disputed: bool,
}

/// Most venues that are put together.
pub(super) const VENUES_MAX: usize = 3;

/// Puts venues together, the preferred first; those after the third are not looked at. No
/// allocation.
#[must_use]
pub fn consolidate(
    readings: &[(Venue, VenueReading)],
    now: DurationNanos,
    rules: &Rules,
) -> Market {
    let mut mids = [0.0; VENUES_MAX];
    let (mut fresh, mut source) = (0, Source::Nothing);
    for (venue, reading) in readings.iter().take(VENUES_MAX) {
        let Some(mid) = reading.fresh_mid(now, rules.quote_age_max_ns) else { continue };
        if fresh == 0 {
            source = Source::Venue(*venue);
        }
        mids[fresh] = mid;
        fresh += 1;
    }
    if fresh == 0 {
        return Market::default();
    }
    let mids = &mut mids[..fresh];
    mids.sort_unstable_by(f64::total_cmp);
    let median = (mids[(fresh - 1) / 2] + mids[fresh / 2]) / 2.0;
    let disagreement_bps = (mids[fresh - 1] - mids[0]) / median * 10_000.0;
    let is_disputed = disagreement_bps > rules.disagreement_max_bps;
    let mid = (!is_disputed).then_some(median);
    Market { mid, source, fresh, disagreement_bps, is_disputed }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { quote_age_max_ns: 5_000_000_000, disagreement_max_bps: 100.0 };

    fn quoted(mid: f64, at_s: i64) -> VenueReading {
        let quote_at = Some(DurationNanos::from_seconds(at_s));
        VenueReading { bid: mid - 0.5, ask: mid + 0.5, quote_at, ..VenueReading::default() }
    }

    fn at(now_s: i64, readings: &[VenueReading]) -> Market {
        let venues = [Venue::Binance, Venue::Coinbase, Venue::Kraken];
        let readings: Vec<_> = venues.into_iter().zip(readings.iter().copied()).collect();
        consolidate(&readings, DurationNanos::from_seconds(now_s), &RULES)
    }

    #[test]
    fn takes_the_median_of_what_is_fresh() {
        let three = [quoted(1_000.0, 10), quoted(1_002.0, 10), quoted(1_001.0, 10)];
        let market = at(12, &three);
        assert_eq!((market.mid, market.fresh), (Some(1_001.0), 3));
        assert_eq!(market.source, Source::Venue(Venue::Binance));
        assert!((market.disagreement_bps - 2.0 / 1_001.0 * 1e4).abs() < 1e-9);
        assert_eq!(at(12, &three[..2]).mid, Some(1_001.0));
    }

    #[test]
    fn falls_back_in_the_order_of_the_list() {
        let quotes = [quoted(1_000.0, 1), quoted(1_002.0, 10), quoted(1_001.0, 3)];
        let market = at(12, &quotes);
        assert_eq!((market.mid, market.fresh), (Some(1_002.0), 1));
        assert_eq!(market.source, Source::Venue(Venue::Coinbase));
        assert_eq!(at(15, &quotes).fresh, 1, "five seconds are not too old");
        assert_eq!(at(16, &quotes), Market::default());
        assert_eq!(at(16, &[VenueReading::default()]), Market::default());
    }

    #[test]
    fn nobody_is_believed_when_venues_disagree() {
        let market = at(1, &[quoted(1_000.0, 1), quoted(1_011.0, 1), quoted(1_000.0, 1)]);
        assert_eq!((market.mid, market.is_disputed, market.fresh), (None, true, 3));
    }
}
