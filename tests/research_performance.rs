//! Statistics of a backtest against empyrical, quantstats and MetaTrader's own reports.
//!
//! `tests/oracles/performance.py` makes `tests/golden/research`; expected values are never our own
//! output. The reports of MetaTrader 5's Strategy Tester are read where they are present.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot use")]
#![allow(clippy::print_stdout, reason = "a test says which report it compared with or missed")]

use std::collections::BTreeMap;
use std::path::Path;

use hypertrader::research::performance::{
    Annualisation, Backtest, Drawdowns, EquityPoint, Performance, Results, Streaks,
};
use hypertrader::types::UnixNanos;

const INITIAL: f64 = 10_000.0;

/// Rows of a golden file, without its header.
fn golden(name: &str) -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/research");
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(cells).collect()
}

fn expected() -> BTreeMap<String, f64> {
    let pair = |row: Vec<String>| (row[0].clone(), row[1].parse().unwrap());
    golden("expected.csv").into_iter().map(pair).collect()
}

#[track_caller]
fn assert_near(what: &str, was: f64, expected: f64) {
    let tolerance = 1e-10 * expected.abs().max(1e-2);
    assert!((was - expected).abs() <= tolerance, "{what} was {was}, expected {expected}");
}

fn judged(name: &str, annualisation: Annualisation) -> Performance {
    let point = |row: Vec<String>| {
        let equity = row[1].parse().unwrap();
        let time = UnixNanos::from_seconds(row[0].parse().unwrap());
        EquityPoint { time, equity, balance: equity }
    };
    let curve: Vec<EquityPoint> = golden(&format!("{name}.csv")).into_iter().map(point).collect();
    let backtest = Backtest { trades: &[], curve: &curve, initial_balance: INITIAL, annualisation };
    Performance::new(&backtest).unwrap()
}

#[test]
fn returns_and_drawdowns_are_those_of_empyrical() {
    let expected = expected();
    for (name, annualisation) in [("crypto", Annualisation::CRYPTO), ("fx", Annualisation::FX)] {
        let Performance {
            returns,
            equity_drawdowns: Drawdowns { deepest, largest, absolute, count, .. },
            ..
        } = judged(name, annualisation);
        let depth_frac = deepest.and_then(|deepest| deepest.depth_frac);
        let found = [
            ("total_frac", Some(returns.total_frac)),
            ("days", Some(returns.days as f64)),
            ("cagr_frac", returns.cagr_frac),
            ("mean_daily_frac", returns.mean_daily_frac),
            ("volatility_ann_frac", returns.volatility_ann_frac),
            ("sharpe_ann", returns.sharpe_ann),
            ("sortino_ann", returns.sortino_ann),
            ("calmar", returns.calmar),
            ("best_day_frac", returns.best_day_frac),
            ("worst_day_frac", returns.worst_day_frac),
            ("deepest_frac", depth_frac),
            ("deepest_frac_again", depth_frac),
            ("largest", largest.map(|largest| largest.depth)),
            ("absolute", Some(absolute)),
            ("count", Some(count as f64)),
        ];
        let names = expected.keys().filter(|key| key.starts_with(name)).count();
        assert_eq!(names, found.len(), "{name}");
        for (figure, was) in found {
            let key = format!("{name}_{figure}");
            assert_near(&key, was.unwrap(), expected[&key]);
        }
    }
}

#[test]
fn months_and_years_are_those_of_empyrical() {
    for (name, annualisation) in [("crypto", Annualisation::CRYPTO), ("fx", Annualisation::FX)] {
        let years = judged(name, annualisation).years;
        let rows = golden(&format!("{name}_months.csv"));
        for row in &rows {
            let month: usize = row[1].parse().unwrap();
            let year = years.iter().find(|year| year.year.to_string() == row[0]).unwrap();
            let was = if month == 0 { year.year_frac } else { year.months[month - 1] };
            assert_near(
                &format!("{name} {}-{month}", row[0]),
                was.unwrap(),
                row[2].parse().unwrap(),
            );
        }
        let months = years.iter().flat_map(|year| year.months).flatten().count();
        assert_eq!(months + years.len(), rows.len(), "{name}: months outside the test");
    }
}

#[test]
fn trades_are_judged_as_by_quantstats() {
    let amounts: Vec<f64> =
        golden("trades.csv").iter().map(|row| row[0].parse().unwrap()).collect();
    let results = Results::of(amounts.iter().copied());
    let streaks = Streaks::of(amounts.iter().copied());
    assert_eq!((results.trades, results.even), (300, 2));
    let found = [
        ("profit_factor", results.profit_factor),
        ("payoff_ratio", results.payoff_ratio),
        ("average_win", results.average_win),
        ("average_loss", results.average_loss),
        ("largest_win", results.largest_win),
        ("largest_loss", results.largest_loss),
        ("longest_wins", streaks.wins.longest.map(|run| run.length as f64)),
        ("longest_losses", streaks.losses.longest.map(|run| run.length as f64)),
        // Its share is one of the trades that were not even.
        ("win_rate_frac", results.win_rate_frac.map(|share| share * 300.0 / 298.0)),
    ];
    let expected = expected();
    assert_eq!(expected.keys().filter(|key| key.starts_with("trades")).count(), found.len());
    for (name, was) in found {
        assert_near(name, was.unwrap(), expected[&format!("trades_{name}")]);
    }
}

/// MetaTrader's reports. The files are compressed.
#[cfg(feature = "cli")]
mod meta_trader {
    use std::io::Read;
    use std::path::PathBuf;

    use hypertrader::research::performance::{Drawdown, MetaTrader, Run, TradeRecord};
    use hypertrader::types::{CivilDate, DurationNanos, ExitReason, Side};
    use serde_json::Value;

    use super::*;

    /// Figures of a report that deals alone do not give: they need ticks, or are settings.
    const NOT_FROM_DEALS: [&str; 18] = [
        "Symbol",
        "Period",
        "Currency",
        "Initial Deposit",
        "Leverage",
        "History Quality",
        "Bars",
        "Ticks",
        "Symbols",
        "Equity Drawdown Absolute",
        "Equity Drawdown Maximal",
        "Equity Drawdown Relative",
        "Recovery Factor",
        "Margin Level",
        "Sharpe Ratio",
        "OnTester result",
        "Total Deals",
        "Correlation",
    ];

    fn path(name: &str) -> Option<PathBuf> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let named = std::env::var_os("HT_MARKET_DATA").map(PathBuf::from);
        let mut folders = named.into_iter().chain([beside]);
        folders.find_map(|folder| {
            Some(folder.join("journal").join(name)).filter(|path| path.is_file())
        })
    }

    /// A number as the report prints it, with blanks between thousands.
    fn number(text: &str) -> f64 {
        text.replace([' ', '%'], "").parse().unwrap_or_else(|_| panic!("no number: {text}"))
    }

    /// `2024.12.30 10:52:08`; the server's clock is taken for UTC, as nothing here depends on it.
    fn time(text: &str) -> UnixNanos {
        let parts: Vec<i64> =
            text.split(['.', ' ', ':']).map(|part| part.parse().unwrap()).collect();
        let date = CivilDate { year: parts[0], month: parts[1] as u32, day: parts[2] as u32 };
        let second = parts[3] * 3_600 + parts[4] * 60 + parts[5];
        UnixNanos::from_seconds(date.to_days() * 86_400 + second)
    }

    struct Deal {
        time: UnixNanos,
        number: u64,
        side: Side,
        is_entry: bool,
        lots: f64,
        price: f64,
        commission: f64,
        swap: f64,
        profit: f64,
        comment: String,
    }

    /// The initial deposit, and the deals in the order of their numbers.
    fn deals(path: &Path) -> (f64, Vec<Deal>) {
        let mut text = String::new();
        let file = std::fs::File::open(path).unwrap();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(
            rows[0].join(","),
            "Time,Deal,Symbol,Type,Direction,Volume,Price,Order,Commission,Swap,Profit,Balance,\
             Comment"
        );
        let deal = |row: &Vec<&str>| Deal {
            time: time(row[0]),
            number: row[1].parse().unwrap(),
            side: if row[3] == "buy" { Side::Buy } else { Side::Sell },
            is_entry: row[4] == "in",
            lots: number(row[5]),
            price: number(row[6]),
            commission: number(row[8]),
            swap: number(row[9]),
            profit: number(row[10]),
            comment: row[12].to_owned(),
        };
        let mut deals: Vec<Deal> = rows[2..].iter().map(deal).collect();
        deals.sort_by_key(|deal| deal.number);
        (number(rows[1][10]), deals)
    }

    /// An exit with the entry whose price gives its profit: gold, 100 ounces a lot.
    fn record(entry: &Deal, exit: &Deal) -> TradeRecord {
        let stopped = exit.comment.starts_with("sl ");
        TradeRecord {
            id: exit.number,
            symbol: "XAUUSD".to_owned(),
            side: entry.side,
            lots: exit.lots,
            open_time: entry.time,
            open_price: entry.price,
            close_time: exit.time,
            close_price: exit.price,
            commission: entry.commission + exit.commission,
            entry_commission: entry.commission,
            swap: exit.swap,
            profit: exit.profit,
            exit_reason: if stopped { ExitReason::Stop } else { ExitReason::Other },
            excursion: None,
            initial_risk: None,
            spread_cost: None,
            notional: None,
        }
    }

    fn performance(path: &Path) -> Performance {
        let (deposit, deals) = deals(path);
        let (mut open, mut trades, mut curve) = (Vec::<&Deal>::new(), Vec::new(), Vec::new());
        let mut balance = deposit;
        curve.push(EquityPoint { time: deals[0].time, equity: balance, balance });
        for deal in &deals {
            balance += deal.profit + deal.commission + deal.swap;
            curve.push(EquityPoint { time: deal.time, equity: balance, balance });
            if deal.is_entry {
                open.push(deal);
                continue;
            }
            let fits = |entry: &&Deal| {
                let made = (deal.price - entry.price) * entry.side.sign() * deal.lots * 100.0;
                entry.side != deal.side
                    && entry.lots == deal.lots
                    && (made - deal.profit).abs() < 0.02
            };
            let place =
                open.iter().position(fits).unwrap_or_else(|| panic!("deal {}", deal.number));
            trades.push(record(open.remove(place), deal));
        }
        assert!(open.is_empty());
        let annualisation = Annualisation::FX;
        let (trades, curve) = (&trades, &curve);
        Performance::new(&Backtest { trades, curve, initial_balance: deposit, annualisation })
            .unwrap()
    }

    /// The figures of a report by name, in the order in which it prints them.
    fn figures(found: &Performance) -> Vec<(&'static str, Vec<f64>)> {
        let MetaTrader { trades, long, short, streaks, balance_line, .. } = &found.meta_trader;
        let (z_score, holding) =
            (found.meta_trader.z_score.unwrap(), found.meta_trader.holding.unwrap());
        let drawdowns = found.balance_drawdowns;
        let percent = |share: Option<f64>| share.unwrap() * 100.0;
        let factor = |mean: Option<f64>| vec![mean.unwrap(), (mean.unwrap() - 1.0) * 100.0];
        let run = |run: Option<Run>| (run.unwrap().length as f64, run.unwrap().amount);
        let depth = |of: Option<Drawdown>| (of.unwrap().depth, percent(of.unwrap().depth_frac));
        let pair = |(first, second)| vec![first, second];
        let swapped = |(first, second)| vec![second, first];
        let won = |side: &Results| vec![side.trades as f64, percent(side.win_rate_frac)];
        let share = |count: u64| vec![count as f64, count as f64 / trades.trades as f64 * 100.0];
        let seconds = |span: DurationNanos| vec![span.0 as f64 / 1e9];
        vec![
            ("Total Net Profit", vec![found.trades.net]),
            ("Gross Profit", vec![found.meta_trader.gross_profit]),
            ("Gross Loss", vec![found.meta_trader.gross_loss]),
            ("Profit Factor", vec![found.meta_trader.profit_factor.unwrap()]),
            ("Expected Payoff", vec![found.trades.expectancy.unwrap()]),
            ("Balance Drawdown Absolute", vec![drawdowns.absolute]),
            ("Balance Drawdown Maximal", pair(depth(drawdowns.largest))),
            ("Balance Drawdown Relative", swapped(depth(drawdowns.deepest))),
            ("Z-Score", vec![z_score.z]),
            ("AHPR", factor(balance_line.ahpr)),
            ("GHPR", factor(balance_line.ghpr)),
            ("LR Correlation", vec![balance_line.lr_correlation.unwrap()]),
            ("LR Standard Error", vec![balance_line.lr_standard_error.unwrap()]),
            ("Total Trades", vec![found.trades.trades as f64]),
            ("Short Trades (won %)", won(short)),
            ("Long Trades (won %)", won(long)),
            ("Profit Trades (% of total)", share(trades.wins)),
            ("Loss Trades (% of total)", share(trades.losses)),
            ("Largest profit trade", vec![trades.largest_win.unwrap()]),
            ("Largest loss trade", vec![trades.largest_loss.unwrap()]),
            ("Average profit trade", vec![trades.average_win.unwrap()]),
            ("Average loss trade", vec![trades.average_loss.unwrap()]),
            ("Maximum consecutive wins ($)", pair(run(streaks.wins.longest))),
            ("Maximum consecutive losses ($)", pair(run(streaks.losses.longest))),
            ("Maximal consecutive profit (count)", swapped(run(streaks.wins.largest))),
            ("Maximal consecutive loss (count)", swapped(run(streaks.losses.largest))),
            ("Average consecutive wins", vec![streaks.wins.average_length.unwrap()]),
            ("Average consecutive losses", vec![streaks.losses.average_length.unwrap()]),
            ("Minimal position holding time", seconds(holding.min)),
            ("Maximal position holding time", seconds(holding.max)),
            ("Average position holding time", seconds(holding.mean)),
        ]
    }

    /// Numbers that a report prints in one cell, each with the half of its last digit.
    fn printed(cell: &Value) -> Vec<(f64, f64)> {
        let text = match cell {
            // A spreadsheet's cell: a whole number, or one of six decimals.
            Value::Number(number) => {
                let half = if number.is_i64() { 0.5 } else { 0.5e-6 };
                return vec![(number.as_f64().unwrap(), half)];
            }
            other => other.as_str().unwrap(),
        };
        let part = |part: &str| {
            let part = part.trim_end_matches([')', '%']);
            if part.contains(':') {
                return (part.split(':').fold(0.0, |sum, p| sum * 60.0 + number(p)), 1.0);
            }
            let decimals = part.split_once('.').map_or(0, |(_, decimals)| decimals.trim().len());
            (number(part), 0.5 / 10_f64.powi(decimals as i32))
        };
        text.split('(').map(|text| part(text.trim())).collect()
    }

    fn compare(name: &str) {
        let file = |ending: &str| path(&format!("mt5_tester_{name}_{ending}"));
        let (Some(deals), Some(stats)) = (file("deals.csv.gz"), file("stats.json")) else {
            println!("skipped: the report mt5_tester_{name} is not there");
            return;
        };
        let report: BTreeMap<String, Value> =
            serde_json::from_str(&std::fs::read_to_string(stats).unwrap()).unwrap();
        let found = performance(&deals);
        let mut left: Vec<&String> = report.keys().collect();
        for (figure, values) in figures(&found) {
            left.retain(|key| *key != figure);
            for (was, (expected, half)) in values.iter().zip(printed(&report[figure])) {
                // The report of B has 0.975032 where the deals give 0.9750326 (NumPy too).
                let tolerance = if figure == "LR Correlation" { 2.0 * half } else { half };
                let near = (was - expected).abs() <= tolerance + 1e-9;
                assert!(near, "{name}, {figure}: was {was}, expected {expected}");
            }
        }
        left.retain(|key| !NOT_FROM_DEALS.iter().any(|other| key.starts_with(other)));
        assert!(left.is_empty(), "{name}: not compared: {left:?}");
        check_probability(&found, &printed(&report["Z-Score"]));
        println!("compared with the report mt5_tester_{name}");
    }

    /// MetaTrader rounds z to two digits and reads a table that ends at 99.74 %.
    fn check_probability(found: &Performance, printed: &[(f64, f64)]) {
        let prob = found.meta_trader.z_score.unwrap().confidence_prob;
        let (expected, _) = printed[1];
        // Half a digit of z moves the probability by at most 0.4 %.
        let near = (prob * 100.0 - expected).abs() <= 0.4;
        assert!(near, "probability was {prob}, expected {expected} %");
    }

    #[test]
    fn report_a_of_one_position_at_a_time_with_entry_commission() {
        compare("A");
    }

    #[test]
    fn report_b_of_overlapping_positions() {
        compare("B");
    }
}
