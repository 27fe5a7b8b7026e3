//! What trades made, by kinds of trades.

use std::collections::BTreeMap;

use serde::Serialize;

use super::calendar::{self, WEEKDAY_NAMES};
use super::record::TradeRecord;
use super::results::Results;
use crate::types::ExitReason;
use crate::types::Side;

/// Hours of a day.
const HOURS: usize = 24;

/// Trades of one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The kind: `buy`, `EURUSD`, `monday`, `09`, `stop`.
    pub name: String,
    /// What they made, after costs.
    pub results: Results,
}

/// Net amounts of the trades by kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breakdown {
    /// Buys, then sells; always both.
    pub side: Vec<Group>,
    /// Symbols that were traded, in alphabetical order.
    pub symbol: Vec<Group>,
    /// Weekday of the opening; always all seven, Monday first.
    pub weekday: Vec<Group>,
    /// Hour of the opening; always all 24.
    pub hour: Vec<Group>,
    /// Exit reasons; always all, in the order of [`ExitReason::ALL`].
    pub exit_reason: Vec<Group>,
}

impl Breakdown {
    /// The groups of these trades.
    #[must_use]
    pub fn of(trades: &[TradeRecord]) -> Self {
        let sides = [Side::Buy, Side::Sell].map(|side| side.to_string());
        let weekday = |trade: &TradeRecord| calendar::weekday(calendar::day(trade.open_time));
        let hours = (0..HOURS).map(|hour| format!("{hour:02}"));
        Self {
            side: groups(sides, trades, |trade| trade.side as usize),
            symbol: by_symbol(trades),
            weekday: groups(WEEKDAY_NAMES, trades, |trade| weekday(trade) as usize),
            hour: groups(hours, trades, |trade| calendar::hour(trade.open_time) as usize),
            exit_reason: groups(ExitReason::ALL.map(ExitReason::name), trades, |trade| {
                trade.exit_reason as usize
            }),
        }
    }
}

/// One group a name; `place` is that of a trade's name.
fn groups<N: Into<String>>(
    names: impl IntoIterator<Item = N>,
    trades: &[TradeRecord],
    place: impl Fn(&TradeRecord) -> usize,
) -> Vec<Group> {
    let names: Vec<String> = names.into_iter().map(N::into).collect();
    let mut amounts = vec![Vec::new(); names.len()];
    for trade in trades {
        amounts[place(trade)].push(trade.net());
    }
    let pairs = names.into_iter().zip(amounts);
    pairs.map(|(name, amounts)| Group { name, results: Results::of(amounts) }).collect()
}

fn by_symbol(trades: &[TradeRecord]) -> Vec<Group> {
    let places: BTreeMap<&str, usize> =
        trades.iter().map(|trade| (trade.symbol.as_str(), 0)).collect();
    let places: BTreeMap<&str, usize> = places.into_keys().zip(0..).collect();
    groups(places.keys().copied(), trades, |trade| places[trade.symbol.as_str()])
}

#[cfg(test)]
mod tests {
    use super::super::testing::trade;
    use super::*;

    #[test]
    fn trades_are_counted_once_in_every_breakdown() {
        // 1970-01-01 00:00 was a Thursday; 100,000 s later it is Friday, 03:46.
        let mut trades = vec![trade(0, 60, 10.0), trade(100_000, 100_060, -4.0)];
        trades[1].symbol = "AUDUSD".to_owned();
        trades[1].side = Side::Sell;
        trades[1].exit_reason = ExitReason::StopOut;
        let found = Breakdown::of(&trades);
        let traded = |groups: &[Group]| {
            let traded = groups.iter().filter(|group| group.results.trades > 0);
            traded.map(|group| (group.name.clone(), group.results.net)).collect::<Vec<_>>()
        };
        let both =
            |first: &str, second: &str| vec![(first.to_owned(), 10.0), (second.to_owned(), -4.0)];
        assert_eq!(traded(&found.side), both("buy", "sell"));
        assert_eq!(traded(&found.weekday), both("thursday", "friday"));
        assert_eq!(traded(&found.hour), both("00", "03"));
        assert_eq!(traded(&found.exit_reason), both("signal", "stop_out"));
        let symbols = [("AUDUSD".to_owned(), -4.0), ("EURUSD".to_owned(), 10.0)];
        assert_eq!(traded(&found.symbol), symbols);
        assert_eq!((found.hour.len(), found.weekday.len(), found.exit_reason.len()), (24, 7, 7));
    }

    #[test]
    fn places_of_reasons_are_those_of_the_list() {
        for (place, reason) in ExitReason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, place);
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
        }
    }
}
