//! Bars and ticks: recorded where they are, otherwise made up and labelled so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hypertrader::store::synthetic::SyntheticTicks;
use hypertrader::store::{OnBad, open_bars, open_ticks};
use hypertrader::types::{
    Bar, CalcMode, ChartMode, Currency, ExecutionMode, FillingFlags, FixedText, NANOS_PER_SECOND,
    SwapMode, SymbolSpec, TradeMode, UnixNanos, VolumeRules,
};

/// The row count that the peers were first measured on.
const BARS: usize = 86_394;
const SYNTHETIC_SEED: u64 = 7;

/// A contract whose profits are in dollars.
#[derive(Clone, Copy)]
pub(crate) struct Market {
    pub(crate) symbol: &'static str,
    pub(crate) digits: u32,
    contract_size: f64,
    /// The volume of every trade.
    pub(crate) lots: f64,
    calc_mode: CalcMode,
    chart_mode: ChartMode,
}

pub(crate) struct Bars {
    pub(crate) name: &'static str,
    pub(crate) market: Market,
    pub(crate) rows: Vec<Bar>,
    /// Open times on the server's clock.
    pub(crate) seconds: Vec<i64>,
}

/// Server nanoseconds, bid, ask.
pub(crate) struct Quotes {
    pub(crate) name: &'static str,
    pub(crate) market: Market,
    pub(crate) rows: Vec<(i64, f64, f64)>,
}

const BITCOIN: Market = Market {
    symbol: "BTCUSD",
    digits: 2,
    contract_size: 1.0,
    lots: 1.0,
    calc_mode: CalcMode::CfdLeverage,
    chart_mode: ChartMode::Last,
};
const EURO: Market = Market {
    symbol: "EURUSD",
    digits: 5,
    contract_size: 100_000.0,
    lots: 0.01,
    calc_mode: CalcMode::Forex,
    chart_mode: ChartMode::Last,
};

impl Market {
    pub(crate) fn point(&self) -> f64 {
        1.0 / 10_f64.powi(self.digits as i32)
    }

    pub(crate) fn spec(&self) -> SymbolSpec {
        let point = self.point();
        let dollars = Currency::new("USD").unwrap();
        let base = Currency::new(&self.symbol[..3]).unwrap();
        SymbolSpec {
            name: FixedText::new(self.symbol).unwrap(),
            digits: self.digits,
            point,
            tick_size: point,
            tick_value_profit: self.contract_size * point,
            tick_value_loss: self.contract_size * point,
            contract_size: self.contract_size,
            calc_mode: self.calc_mode,
            trade_mode: TradeMode::Full,
            execution_mode: ExecutionMode::Market,
            filling: FillingFlags(FillingFlags::FOK | FillingFlags::IOC),
            volume: VolumeRules {
                min_lots: 0.01,
                max_lots: 500.0,
                step_lots: 0.01,
                limit_lots: 0.0,
            },
            stops_level_points: 0,
            freeze_level_points: 0,
            chart_mode: self.chart_mode,
            currency_base: base,
            currency_profit: dollars,
            currency_margin: dollars,
            margin_initial: 0.0,
            margin_maintenance: 0.0,
            margin_per_lot_buy: 0.0,
            margin_per_lot_sell: 0.0,
            swap_mode: SwapMode::Disabled,
            swap_long: 0.0,
            swap_short: 0.0,
            swap_triple_day: 3,
            sessions: [None; SymbolSpec::MAX_SESSIONS],
        }
    }
}

impl Bars {
    /// For the peers: time, open, high, low, close.
    pub(crate) fn write(&self, file: &Path) {
        let mut text = "time,open,high,low,close\n".to_owned();
        let digits = self.market.digits as usize;
        for (bar, second) in self.rows.iter().zip(&self.seconds) {
            let Bar { open, high, low, close, .. } = bar;
            writeln!(
                text,
                "{second},{open:.digits$},{high:.digits$},{low:.digits$},{close:.digits$}"
            )
            .unwrap();
        }
        std::fs::write(file, text).unwrap();
    }
}

/// Beside the repository, or beside the folder it lies in.
fn recorded(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared/data", "../../shared/data"]
        .into_iter()
        .map(|folder| root.join(folder).join(name))
        .find(|path| path.exists())
}

pub(crate) fn bars() -> Bars {
    let Some(path) = recorded("bars_m1/BTCUSD_M1_mt5.csv.gz") else { return made_up() };
    let file = open_bars(&path, OnBad::Fail).unwrap();
    let rows: Vec<_> = file.map(|bar| bar.unwrap()).take(BARS).collect();
    let seconds: Vec<i64> = rows.iter().map(|bar| bar.written.seconds()).collect();
    let point = BITCOIN.point();
    let rows = rows.iter().map(|bar| bar.to_bar(UnixNanos::default(), point)).collect();
    Bars { name: "BTCUSD, recorded", market: BITCOIN, rows, seconds }
}

fn made_up() -> Bars {
    let (mut rows, mut seconds) = (Vec::<Bar>::new(), Vec::new());
    for tick in SyntheticTicks::new(SYNTHETIC_SEED) {
        let minute = tick.written.0.div_euclid(60 * NANOS_PER_SECOND) * 60;
        let price = tick.bid;
        if seconds.last() == Some(&minute) {
            let bar = rows.last_mut().unwrap();
            bar.high = bar.high.max(price);
            bar.low = bar.low.min(price);
            bar.close = price;
            bar.volume += 1.0;
            continue;
        }
        if rows.len() == BARS {
            break;
        }
        seconds.push(minute);
        let spread_points = ((tick.ask - tick.bid) / EURO.point()).round() as u32;
        let (open, high, low, close) = (price, price, price, price);
        let bar = Bar { open, high, low, close, volume: 1.0, spread_points, ..Bar::default() };
        rows.push(bar);
    }
    Bars { name: "SYNTHETIC", market: EURO, rows, seconds }
}

pub(crate) fn quotes() -> Vec<Quotes> {
    let gold = Market {
        symbol: "XAUUSD",
        digits: 3,
        contract_size: 100.0,
        calc_mode: CalcMode::CfdLeverage,
        ..EURO
    };
    let files = [
        ("EURUSD, recorded", EURO, "ticks/EURUSD_ticks_oanda_2014-05-01_09.csv.gz"),
        ("XAUUSD, recorded", gold, "ticks/XAUUSD_ticks_oanda_2014-05-01_04.csv.gz"),
    ];
    let read = |(name, market, file): (&'static str, Market, &str)| {
        let ticks = open_ticks(&recorded(file)?, OnBad::Fail).unwrap();
        let rows = ticks.map(|tick| tick.unwrap()).map(|tick| (tick.written.0, tick.bid, tick.ask));
        let market = Market { chart_mode: ChartMode::Bid, ..market };
        Some(Quotes { name, market, rows: rows.collect() })
    };
    let found: Vec<Quotes> = files.into_iter().filter_map(read).collect();
    if !found.is_empty() {
        return found;
    }
    let ticks = SyntheticTicks::weeks(SYNTHETIC_SEED, 2);
    let rows = ticks.map(|tick| (tick.written.0, tick.bid, tick.ask)).collect();
    let market = Market { chart_mode: ChartMode::Bid, ..EURO };
    vec![Quotes { name: "SYNTHETIC", market, rows }]
}
