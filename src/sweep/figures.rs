//! What a combination made, in numbers that fit on a line.

use crate::backtest::Trade;
use crate::clock::ServerClock;
use crate::types::CivilDate;

/// Result by weekday (0 = Sunday) and by hour of the opening, and by calendar month of the closing,
/// on the server's clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// Net profit by month, `(year * 12 + month from 0, profit)`, in order.
    pub months: Vec<(i64, f64)>,
    /// Net profit by weekday.
    pub weekdays: [f64; 7],
    /// Net profit by hour.
    pub hours: [f64; 24],
}

/// What a combination made. Money in the account currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Closed trades.
    pub trades: u64,
    /// Trades with a net profit above 0.
    pub wins: u64,
    /// Net profit.
    pub net_profit: f64,
    /// Sum of the net profits above 0.
    pub gross_profit: f64,
    /// Sum of those below 0, 0 or less.
    pub gross_loss: f64,
    /// Commission, 0 or less.
    pub commission: f64,
    /// Swap.
    pub swap: f64,
    /// Net profit as a fraction of the deposit.
    pub return_frac: f64,
    /// Mean over deviation of the rows' returns, times the root of the rows of a year; 0 when
    /// nothing was traded.
    pub sharpe_ann: f64,
    /// Deepest fall of the equity from its highest point so far, at the beginnings of rows.
    pub max_drawdown_frac: f64,
    /// Trades whose order of stop and target is not in the data.
    pub ambiguous: u64,
    /// Where the profit comes from.
    pub spread: Spread,
}

impl Figures {
    /// From the trades and the returns of the rows.
    #[must_use]
    pub fn of(
        trades: &[Trade],
        returns: &[f64],
        deposit: f64,
        rows_per_year: f64,
        clock: &ServerClock,
    ) -> Self {
        let units = |micros: i64| micros as f64 / 1e6;
        let (mut net, mut gross_profit, mut gross_loss) = (0, 0, 0);
        let (mut commission, mut swap) = (0, 0);
        let mut figures = Self { trades: trades.len() as u64, ..Self::default() };
        for trade in trades {
            let result = trade.net_micros();
            net += result;
            *if result > 0 { &mut gross_profit } else { &mut gross_loss } += result;
            commission += trade.commission.micros;
            swap += trade.swap.micros;
            figures.wins += u64::from(result > 0);
            figures.ambiguous += u64::from(trade.is_ambiguous);
            figures.spread.add(trade, units(result), clock);
        }
        Self {
            net_profit: units(net),
            gross_profit: units(gross_profit),
            gross_loss: units(gross_loss),
            commission: units(commission),
            swap: units(swap),
            return_frac: units(net) / deposit,
            sharpe_ann: sharpe(returns) * rows_per_year.sqrt(),
            max_drawdown_frac: drawdown(returns),
            ..figures
        }
    }

    /// Adds the money and the trades of another symbol; ratios are left for the caller.
    pub(super) fn add(&mut self, other: &Self) {
        self.trades += other.trades;
        self.wins += other.wins;
        self.net_profit += other.net_profit;
        self.gross_profit += other.gross_profit;
        self.gross_loss += other.gross_loss;
        self.commission += other.commission;
        self.swap += other.swap;
        self.return_frac += other.return_frac;
        self.ambiguous += other.ambiguous;
        self.spread.merge(&other.spread);
    }

    /// Gross profit over gross loss; `None` without losses.
    #[must_use]
    pub fn profit_factor(&self) -> Option<f64> {
        (self.gross_loss < 0.0).then(|| self.gross_profit / -self.gross_loss)
    }

    /// Share of trades that won; `None` without trades.
    #[must_use]
    pub fn win_rate_frac(&self) -> Option<f64> {
        (self.trades > 0).then(|| self.wins as f64 / self.trades as f64)
    }
}

impl Spread {
    fn merge(&mut self, other: &Self) {
        let add = |to: &mut [f64], values: &[f64]| {
            to.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        };
        add(&mut self.weekdays, &other.weekdays);
        add(&mut self.hours, &other.hours);
        for (month, profit) in &other.months {
            match self.months.binary_search_by_key(month, |(known, _)| *known) {
                Ok(place) => self.months[place].1 += profit,
                Err(place) => self.months.insert(place, (*month, *profit)),
            }
        }
    }

    fn add(&mut self, trade: &Trade, net: f64, clock: &ServerClock) {
        let opened_s = clock.server_seconds(trade.open_time);
        let closed_s = clock.server_seconds(trade.close_time);
        let day = opened_s.div_euclid(86_400);
        // Day 0, 1970-01-01, was a Thursday.
        self.weekdays[(day + 4).rem_euclid(7) as usize] += net;
        self.hours[(opened_s.rem_euclid(86_400) / 3_600) as usize] += net;
        let month = CivilDate::from_days(closed_s.div_euclid(86_400)).month_number();
        match self.months.last_mut() {
            Some((last, profit)) if *last == month => *profit += net,
            _ => self.months.push((month, net)),
        }
    }
}

/// Mean over deviation (divisor count - 1) of returns; 0 where they are all the same.
#[must_use]
pub fn sharpe(returns: &[f64]) -> f64 {
    let count = returns.len() as f64;
    if returns.len() < 2 {
        return 0.0;
    }
    let mean = returns.iter().sum::<f64>() / count;
    let squares = returns.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let deviation = (squares / (count - 1.0)).sqrt();
    if deviation > 0.0 { mean / deviation } else { 0.0 }
}

/// Deepest fall of the product of `1 + return` from its highest value so far, as a fraction.
pub(super) fn drawdown(returns: &[f64]) -> f64 {
    let (mut equity, mut peak, mut deepest) = (1.0_f64, 1.0_f64, 0.0_f64);
    for value in returns {
        equity *= 1.0 + value;
        peak = peak.max(equity);
        deepest = deepest.max(1.0 - equity / peak);
    }
    deepest
}
