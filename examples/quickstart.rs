//! A first session in Rust: a configuration, an engine, quotes; prints the orders it asks for.
//!
//! A real program sends the orders and reports results, deals and positions; this one sends none.
//! `cargo run --example quickstart`

#![expect(clippy::print_stdout, reason = "an example prints")]

use hypertrader::config::{Source, load};
use hypertrader::engine::{Engine, EngineIdentity, EngineSettings, Verdict};
use hypertrader::sync::{PoolKey, RiskPool};
use hypertrader::types::{
    Account, CalcMode, ChartMode, Currency, ExecutionMode, FillingFlags, FixedText, MarginMode,
    OrderIntent, OrderResult, SwapMode, SymbolSpec, Tick, TradeMode, UnixNanos, VolumeRules,
};

const SETTINGS: &[u8] = b"[engine]\ntrading_enabled = true\n\
    [signals.ma_cross]\nfast = 5\nslow = 20\n\
    [signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";
const MINUTE_NS: i64 = 60_000_000_000;
const START_NS: i64 = 1_700_000_040 * 1_000_000_000;

fn euro_dollar(name: FixedText<32>) -> Option<SymbolSpec> {
    Some(SymbolSpec {
        name,
        digits: 5,
        point: 0.000_01,
        tick_size: 0.000_01,
        tick_value_profit: 1.0,
        tick_value_loss: 1.0,
        contract_size: 100_000.0,
        calc_mode: CalcMode::Forex,
        trade_mode: TradeMode::Full,
        execution_mode: ExecutionMode::Market,
        filling: FillingFlags(FillingFlags::FOK),
        volume: VolumeRules { min_lots: 0.01, max_lots: 100.0, step_lots: 0.01, limit_lots: 0.0 },
        stops_level_points: 0,
        freeze_level_points: 0,
        chart_mode: ChartMode::Bid,
        currency_base: Currency::new("EUR")?,
        currency_profit: Currency::new("USD")?,
        currency_margin: Currency::new("EUR")?,
        margin_initial: 0.0,
        margin_maintenance: 0.0,
        margin_per_lot_buy: 1_100.0,
        margin_per_lot_sell: 1_100.0,
        swap_mode: SwapMode::Disabled,
        swap_long: 0.0,
        swap_short: 0.0,
        swap_triple_day: 3,
        sessions: [None; SymbolSpec::MAX_SESSIONS],
    })
}

fn account(now_ns: i64) -> Option<Account> {
    Some(Account {
        login: 42,
        currency: Currency::new("USD")?,
        balance: 10_000.0,
        equity: 10_000.0,
        margin: 0.0,
        margin_free: 10_000.0,
        leverage: 100,
        margin_mode: MarginMode::Hedging,
        trade_allowed: true,
        time: UnixNanos(now_ns),
    })
}

/// Prints what is waiting and tells the engine that nothing was sent.
fn print_and_skip(engine: &mut Engine, now_ns: i64) {
    while let Some(record) = engine.collect_decision() {
        match record.verdict {
            Verdict::Refused(refusal) => println!("refused: {refusal}"),
            Verdict::Order(intent) => {
                let risk = record.risk_money();
                let OrderIntent { side, lots, price, stop_loss, take_profit, .. } = intent;
                println!(
                    "{side:?} {lots:.2} at {price:.5}, stop {:.5}, target {:.5}, at risk {risk:.2}",
                    stop_loss.unwrap_or(0.0),
                    take_profit.unwrap_or(0.0),
                );
                engine.on_order_result(&OrderResult {
                    decision_id: record.id,
                    retcode: 0,
                    order_ticket: 0,
                    deal_ticket: 0,
                    lots: 0.0,
                    price: 0.0,
                    time: UnixNanos(now_ns),
                });
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let symbol = FixedText::new("EURUSD").ok_or("symbol too long")?;
    let loaded = load::<EngineSettings>(
        Source::new("quickstart", SETTINGS),
        Source::new("overrides", b""),
        Some("EURUSD"),
    )
    .map_err(|problems| format!("{problems:?}"))?;
    let identity = EngineIdentity { login: 42, symbol, magic: 7 };
    let pool = RiskPool::new();
    let member = pool.join(PoolKey { login: 42, group: 1 });
    let mut engine = Engine::new(identity, loaded.settings, loaded.hash.to_string(), None, member)
        .map_err(|problems| format!("{problems:?}"))?;
    engine.set_symbol(euro_dollar(symbol).ok_or("currency")?);
    for minute in 0..480 {
        let now_ns = START_NS + minute * MINUTE_NS;
        let phase = minute % 240; // two hours up, two hours down
        let bid = (110_000 + 5 * phase.min(240 - phase)) as f64 / 1e5;
        engine.on_account(account(now_ns).ok_or("currency")?);
        engine.on_positions(&[], now_ns); // there are none
        engine.on_tick(
            now_ns,
            Tick { time: UnixNanos(now_ns), bid, ask: bid + 0.000_02, last: 0.0, volume: 0.0 },
        )?;
        print_and_skip(&mut engine, now_ns);
    }
    let newest = engine.explain(0).unwrap_or_default();
    println!("the newest evaluation: {} bytes of JSON", newest.len());
    Ok(())
}
