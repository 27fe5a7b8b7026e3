//! Accounts by hand for the tests of the rules.

use crate::research::performance::{
    Annualisation, Backtest, EquityPoint, Performance, TradeRecord,
};
use crate::research::report::facts::Account;
use crate::research::report::findings::{Evidence, Finding};
use crate::types::{ExitReason, Side, UnixNanos};

pub(super) const DAY_S: i64 = 86_400;
/// 2024-01-01.
const START_S: i64 = 1_704_067_200;

/// A buy that lasts an hour, opened on this day, with a risk of 50.
pub(super) fn trade(day: i64, profit: f64) -> TradeRecord {
    TradeRecord {
        id: 1,
        symbol: "EURUSD".to_owned(),
        side: if day % 2 == 0 { Side::Buy } else { Side::Sell },
        lots: 0.1,
        open_time: UnixNanos::from_seconds(START_S + day * DAY_S),
        open_price: 1.1,
        close_time: UnixNanos::from_seconds(START_S + day * DAY_S + 3_600),
        close_price: 1.1,
        commission: 0.0,
        entry_commission: 0.0,
        swap: 0.0,
        profit,
        exit_reason: ExitReason::Target,
        excursion: None,
        initial_risk: Some(50.0),
        spread_cost: None,
        notional: None,
    }
}

/// The account of trades from a balance of 10,000, over this many days.
pub(super) fn evidence(trades: Vec<TradeRecord>, days: i64) -> Evidence {
    let mut balance = 10_000.0;
    let mut closed = trades.iter().peekable();
    let mut curve = Vec::new();
    for hour in 0..days * 24 {
        let time = UnixNanos::from_seconds(START_S + hour * 3_600);
        while let Some(trade) = closed.next_if(|trade| trade.close_time <= time) {
            balance += trade.net();
        }
        curve.push(EquityPoint { time, equity: balance, balance });
    }
    let performance = Performance::new(&Backtest {
        trades: &trades,
        curve: &curve,
        initial_balance: 10_000.0,
        annualisation: Annualisation::CRYPTO,
    });
    let account = Some(Account { performance: performance.unwrap(), trades, curve });
    Evidence { account, ..Evidence::default() }
}

/// Two years of a trade every second day; wins of 60 and losses of 50 in turns of three and two.
pub(super) fn sound() -> Vec<TradeRecord> {
    let profit = |index: i64| if [1, 3].contains(&(index % 5)) { -50.0 } else { 60.0 };
    // Days of both parities, so that both sides are traded.
    (0..340).map(|index| trade(index * 2 + index % 2, profit(index))).collect()
}

pub(super) fn found<'a>(findings: &'a [Finding], code: &str) -> Option<&'a Finding> {
    findings.iter().find(|finding| finding.code == code)
}
