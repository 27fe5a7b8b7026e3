//! A scripted terminal: what an Expert Advisor does through the C ABI, in process.
//!
//! [`Host`] opens an engine whose only rule is the crossing of the last close and the average of
//! the last two, so that a close of 99 followed by one of 100 asks for a purchase. A lot is worth
//! 10,000 at 100.00 and the stop is 5 % away: an account of 10,000 that risks 2 % buys 0.40 lots.
//! [`raw`] holds the exported functions without any check, for hosts that misbehave.

#![allow(dead_code, reason = "each test binary uses a part of the module")]
#![allow(clippy::unwrap_used, reason = "a test support module may panic")]

pub(crate) mod raw;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::HT_OK;

/// 2026-01-05 08:00, a Monday, on the server's clock, which is UTC here.
pub(crate) const START_MSC: i64 = 1_767_571_200_000 + 8 * 3_600_000;
pub(crate) const MINUTE_MSC: i64 = 60_000;

/// Something that no other test of this process uses.
pub(crate) fn unique() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let in_process = NEXT.fetch_add(1, Ordering::Relaxed);
    1_000_000 + u64::from(std::process::id()) * 100_000 + in_process
}

pub(crate) fn c_text<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    bytes
}

/// How an engine is opened.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) mode: i32,
    pub(crate) login: i64,
    pub(crate) magic: u64,
    pub(crate) risk_group: u64,
    pub(crate) period_s: u32,
    pub(crate) key: String,
    pub(crate) symbol: String,
    /// Path of a configuration file; empty for none.
    pub(crate) config: String,
    values: BTreeMap<String, String>,
}

impl Options {
    /// A replay engine of an account of its own.
    pub(crate) fn new() -> Self {
        let values = [
            ("engine.trading_enabled", "true"),
            ("features.columns", "[\"close\"]"),
            ("signals.ma_cross.fast", "1"),
            ("signals.ma_cross.slow", "2"),
            ("signals.ma_cross.sell", "false"),
            ("signals.rsi.enabled", "false"),
            ("signals.macd.enabled", "false"),
            ("signals.bollinger.enabled", "false"),
            ("signals.combine.votes_min", "1"),
            ("signals.combine.min_confidence_frac", "0.0"),
            ("signals.gates.news_gate", "\"off\""),
            ("signals.stops.mode", "\"percent\""),
            ("signals.stops.percent_frac", "0.05"),
            ("signals.stops.reward_to_risk", "0.0"),
        ];
        Self {
            mode: HT_MODE_REPLAY,
            login: unique() as i64,
            magic: 77,
            risk_group: 0,
            period_s: 60,
            key: String::new(),
            symbol: "ACME".to_owned(),
            config: String::new(),
            values: values.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        }
    }

    /// A paper engine with a state folder and an instance key of its own.
    pub(crate) fn lasting(folder: &std::path::Path) -> Self {
        let mut options = Self::new();
        options.mode = HT_MODE_PAPER;
        options.key = format!("key-{}", unique());
        options.set("engine.state_dir", &format!("{:?}", folder.display().to_string()))
    }

    /// Overrides a setting; the value is TOML.
    pub(crate) fn set(mut self, key: &str, value: &str) -> Self {
        self.values.insert(key.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn overrides(&self) -> String {
        self.values.iter().map(|(key, value)| format!("{key} = {value}\n")).collect()
    }

    pub(crate) fn params(&self) -> HtEngineParams {
        HtEngineParams {
            struct_size: size_of::<HtEngineParams>() as u32,
            mode: self.mode,
            magic: self.magic,
            login: self.login,
            risk_group: self.risk_group,
            period_s: self.period_s,
            reserved: 0,
            instance_key: c_text(&self.key),
            symbol: c_text(&self.symbol),
        }
    }

    /// Opens; the code, and the handle or 0.
    pub(crate) fn try_open(&self) -> (i32, i64) {
        let (params, overrides) = (self.params(), self.overrides());
        let mut handle = 0;
        let code = raw::open(
            &raw const params,
            self.config.as_ptr(),
            self.config.len() as i32,
            overrides.as_ptr(),
            overrides.len() as i32,
            &raw mut handle,
        );
        (code, handle)
    }
}

/// A symbol whose lot is worth 10,000 at a price of 100.00.
pub(crate) fn symbol() -> HtSymbol {
    HtSymbol {
        struct_size: size_of::<HtSymbol>() as u32,
        digits: 2,
        point: 0.01,
        tick_size: 0.01,
        tick_value_profit: 1.0,
        tick_value_loss: 1.0,
        contract_size: 100.0,
        volume_min: 0.01,
        volume_max: 100.0,
        volume_step: 0.01,
        volume_limit: 0.0,
        margin_initial: 0.0,
        margin_maintenance: 0.0,
        margin_per_lot_buy: 100.0,
        margin_per_lot_sell: 100.0,
        swap_long: 0.0,
        swap_short: 0.0,
        calc_mode: 4,
        trade_mode: 4,
        execution_mode: 2,
        filling_flags: 3,
        stops_level_points: 0,
        freeze_level_points: 0,
        chart_mode: 0,
        swap_mode: 0,
        swap_triple_day: 3,
        reserved: 0,
        sessions: [HtSession { day: 0, from_s: 0, to_s: 0, reserved: 0 }; 21],
        currency_base: c_text("USD"),
        currency_profit: c_text("USD"),
        currency_margin: c_text("USD"),
        reserved_text: [0; 48],
    }
}

pub(crate) fn account(login: i64) -> HtAccount {
    HtAccount {
        struct_size: size_of::<HtAccount>() as u32,
        margin_mode: 2,
        login,
        time_msc: START_MSC,
        balance: 10_000.0,
        equity: 10_000.0,
        margin: 0.0,
        margin_free: 10_000.0,
        leverage: 100,
        trade_allowed: 1,
        currency: c_text("USD"),
        reserved: [0; 8],
    }
}

pub(crate) fn empty_decision() -> HtDecision {
    HtDecision {
        struct_size: size_of::<HtDecision>() as u32,
        action: 0,
        id: 0,
        time_msc: 0,
        bar_time_s: 0,
        expires_msc: 0,
        position_ticket: 0,
        lots: 0.0,
        price: 0.0,
        stop_loss: 0.0,
        take_profit: 0.0,
        confidence_frac: 0.0,
        risk_money: 0.0,
        refusal_actual: 0.0,
        refusal_limit: 0.0,
        side: 0,
        deviation_points: 0,
        refusal_code: 0,
        attempt: 0,
    }
}

/// A structure of zero bytes but for its size.
pub(crate) fn empty_status() -> HtStatus {
    // SAFETY: HtStatus holds numbers only, for which all bits zero is a value.
    #[expect(unsafe_code, reason = "36 fields are zero")]
    let mut status: HtStatus = unsafe { std::mem::zeroed() };
    status.struct_size = size_of::<HtStatus>() as u32;
    status
}

/// The text of the last error of an engine, or of this thread for handle 0.
pub(crate) fn last_error(handle: i64) -> String {
    let mut buffer = [0_u8; 4_096];
    assert!(raw::last_error(handle, buffer.as_mut_ptr(), 4_096) >= 0);
    let end = buffer.iter().position(|&byte| byte == 0).unwrap();
    String::from_utf8(buffer[..end].to_vec()).unwrap()
}

/// The text that an exported function writes: first asks for its length, then for the text.
pub(crate) fn text_of(call: impl Fn(*mut u8, i32) -> i32) -> String {
    let length = call(std::ptr::null_mut(), 0);
    assert!(length >= 0, "{length}");
    let mut buffer = vec![0_u8; length as usize + 1];
    assert_eq!(call(buffer.as_mut_ptr(), length + 1), length);
    assert_eq!(buffer.pop(), Some(0));
    String::from_utf8(buffer).unwrap()
}

/// A terminal with one engine.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) handle: i64,
    pub(crate) options: Options,
    pub(crate) symbol: HtSymbol,
    pub(crate) account: HtAccount,
    pub(crate) positions: Vec<HtPosition>,
    pub(crate) now_msc: i64,
    pub(crate) spread: f64,
    next_ticket: u64,
}

impl Host {
    /// Opens an engine and hands in symbol, account and positions.
    pub(crate) fn open(options: Options) -> Self {
        let host = Self::open_only(options, HT_OK);
        assert_eq!(host.push_symbol(), HT_OK);
        host.snapshot();
        host
    }

    /// Opens an engine, expecting a code, and nothing else.
    pub(crate) fn open_only(options: Options, expected: i32) -> Self {
        let (code, handle) = options.try_open();
        assert_eq!(code, expected, "{}", last_error(0));
        Self {
            handle,
            symbol: symbol(),
            account: account(options.login),
            options,
            positions: Vec::new(),
            now_msc: START_MSC,
            spread: 0.02,
            next_ticket: 1_000,
        }
    }

    /// The same terminal with an engine opened anew after this one was closed or lost.
    pub(crate) fn reopen(&mut self, expected: i32) {
        let (code, handle) = self.options.try_open();
        assert_eq!(code, expected, "{}", last_error(0));
        self.handle = handle;
    }

    pub(crate) fn push_symbol(&self) -> i32 {
        raw::symbol(self.handle, &raw const self.symbol)
    }

    pub(crate) fn push_account(&self) -> i32 {
        let account = HtAccount { time_msc: self.now_msc, ..self.account };
        raw::account(self.handle, &raw const account)
    }

    pub(crate) fn push_positions(&self) -> i32 {
        let count = self.positions.len() as i32;
        raw::positions(self.handle, self.positions.as_ptr(), count, self.now_msc)
    }

    /// Account and positions as of now.
    pub(crate) fn snapshot(&self) {
        let code = self.push_account();
        assert!(code >= 0, "{}", last_error(self.handle));
        let code = self.push_positions();
        assert!(code >= 0, "{}", last_error(self.handle));
    }

    /// Sets equity and balance and hands the account in.
    pub(crate) fn equity(&mut self, equity: f64) {
        (self.account.equity, self.account.balance) = (equity, equity);
        self.account.margin_free = equity;
        let code = self.push_account();
        assert!(code >= 0, "{}", last_error(self.handle));
    }

    pub(crate) fn ticks(&self, ticks: &[HtMqlTick], now_msc: i64, flags: i32) -> i32 {
        raw::ticks(self.handle, ticks.as_ptr(), ticks.len() as i32, now_msc, flags)
    }

    pub(crate) fn quote(&self, bid: f64) -> HtMqlTick {
        HtMqlTick::new(self.now_msc, bid, bid + self.spread, 0.0, 0.0, 6)
    }

    /// One tick now.
    pub(crate) fn tick(&self, bid: f64) {
        let code = self.ticks(&[self.quote(bid)], 0, 0);
        assert!(code >= 0, "{}", last_error(self.handle));
    }

    pub(crate) fn advance_ms(&mut self, millis: i64) {
        self.now_msc += millis;
    }

    /// Moves to the beginning of the next bar.
    pub(crate) fn next_minute(&mut self) {
        let period_msc = i64::from(self.options.period_s) * 1_000;
        self.now_msc = (self.now_msc / period_msc + 1) * period_msc;
    }

    /// Begins the next bar at a price: the bar before closes.
    pub(crate) fn bar(&mut self, bid: f64) {
        self.next_minute();
        self.tick(bid);
    }

    /// Prices that ask for a purchase at 100, up to the tick before the one that does.
    pub(crate) fn prepare_buy(&mut self) {
        self.bar(100.0);
        self.bar(99.0);
        self.bar(100.0);
        self.drain();
        self.next_minute();
    }

    /// Prices and snapshots that ask for a purchase at 100; the decisions.
    pub(crate) fn buy(&mut self) -> Vec<HtDecision> {
        self.prepare_buy();
        self.snapshot();
        self.tick(100.0);
        self.drain()
    }

    /// Prices and snapshots that ask for a sale at 100; the decisions of the last tick.
    pub(crate) fn sell(&mut self) -> Vec<HtDecision> {
        self.bar(100.0);
        self.bar(101.0);
        self.bar(100.0);
        self.drain();
        self.next_minute();
        self.snapshot();
        self.tick(100.0);
        self.drain()
    }

    /// A purchase that must be refused; the refusal.
    pub(crate) fn refused(&mut self) -> (i32, f64, f64) {
        refusal(&self.buy())
    }

    /// A purchase that must be approved.
    pub(crate) fn approved(&mut self) -> HtDecision {
        order(&self.buy())
    }

    /// Collects all decisions.
    pub(crate) fn drain(&self) -> Vec<HtDecision> {
        let mut decisions = Vec::new();
        loop {
            let mut decision = empty_decision();
            match raw::decision(self.handle, &raw mut decision) {
                0 => return decisions,
                1 => decisions.push(decision),
                code => panic!("{code}: {}", last_error(self.handle)),
            }
        }
    }

    pub(crate) fn result(&self, id: u64, retcode: u32, lots: f64, price: f64) -> i32 {
        let order_ticket =
            if matches!(retcode, 10_008..=10_010) { id.wrapping_add(500_000) } else { 0 };
        let result = HtOrderResult {
            decision_id: id,
            order_ticket,
            deal_ticket: 0,
            lots,
            price,
            time_msc: self.now_msc,
            retcode,
            reserved: 0,
        };
        raw::order_result(self.handle, &raw const result)
    }

    /// The position that an opening order makes.
    pub(crate) fn position_of(&mut self, decision: &HtDecision, lots: f64) -> HtPosition {
        self.next_ticket += 1;
        HtPosition {
            ticket: self.next_ticket,
            magic: self.options.magic,
            time_msc: self.now_msc,
            lots,
            open_price: decision.price,
            stop_loss: decision.stop_loss,
            take_profit: decision.take_profit,
            side: decision.side,
            reserved: 0,
            symbol: c_text(&self.options.symbol),
        }
    }

    pub(crate) fn deal(&mut self, position: &HtPosition, entry: i32, profit: f64) -> HtDeal {
        self.next_ticket += 1;
        HtDeal {
            ticket: 900_000 + self.next_ticket,
            order_ticket: 0,
            position_ticket: position.ticket,
            magic: position.magic,
            time_msc: self.now_msc,
            lots: position.lots,
            price: position.open_price,
            profit,
            commission: 0.0,
            swap: 0.0,
            side: if entry == 0 { position.side } else { 1 - position.side },
            entry,
            symbol: position.symbol,
        }
    }

    pub(crate) fn push_deal(&self, deal: &HtDeal) -> i32 {
        raw::deal(self.handle, deal)
    }

    /// Executes an order as a broker does: result, deal, positions.
    pub(crate) fn execute(&mut self, decision: &HtDecision) {
        let code = self.result(decision.id, 10_009, decision.lots, decision.price);
        assert!(code >= 0, "{}", last_error(self.handle));
        match decision.action {
            HT_ACTION_OPEN => {
                let position = self.position_of(decision, decision.lots);
                let deal = self.deal(&position, 0, 0.0);
                assert!(self.push_deal(&deal) >= 0);
                self.positions.push(position);
            }
            HT_ACTION_CLOSE => {
                let at = self.positions.iter().position(|p| p.ticket == decision.position_ticket);
                let position = self.positions.remove(at.unwrap());
                let deal = self.deal(&position, 1, 0.0);
                assert!(self.push_deal(&deal) >= 0);
            }
            _ => {
                for position in &mut self.positions {
                    if position.ticket == decision.position_ticket {
                        position.stop_loss = decision.stop_loss;
                        position.take_profit = decision.take_profit;
                    }
                }
            }
        }
        self.advance_ms(1_000);
        self.snapshot();
    }

    /// A position that is bought and confirmed.
    pub(crate) fn bought(&mut self) -> HtPosition {
        let decision = self.approved();
        self.execute(&decision);
        assert_eq!(self.drain().len(), 0);
        *self.positions.last().unwrap()
    }

    /// The position is closed at the broker with a result.
    pub(crate) fn closed_outside(&mut self, profit: f64) {
        let position = self.positions.pop().unwrap();
        let deal = self.deal(&position, 1, profit);
        assert!(self.push_deal(&deal) >= 0);
        self.advance_ms(1_000);
        self.snapshot();
    }

    pub(crate) fn command(&self, command: i32) -> i32 {
        raw::command(self.handle, command)
    }

    pub(crate) fn timer(&self, utc_s: i64) -> i32 {
        raw::timer(self.handle, self.now_msc, utc_s)
    }

    pub(crate) fn status(&self) -> HtStatus {
        let mut status = empty_status();
        assert_eq!(raw::status(self.handle, &raw mut status), HT_OK);
        status
    }

    pub(crate) fn error(&self) -> String {
        last_error(self.handle)
    }

    pub(crate) fn close(&self) {
        assert_eq!(raw::close(self.handle), HT_OK);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        raw::close(self.handle); // of a handle that is closed already: an error code
    }
}

/// The only decision, which must be an order.
#[track_caller]
pub(crate) fn order(decisions: &[HtDecision]) -> HtDecision {
    assert_eq!(decisions.len(), 1, "{decisions:?}");
    assert_ne!(decisions[0].action, HT_ACTION_REFUSED, "{:?}", decisions[0]);
    decisions[0]
}

/// The only decision, which must be a refusal: code, actual, limit.
#[track_caller]
pub(crate) fn refusal(decisions: &[HtDecision]) -> (i32, f64, f64) {
    assert_eq!(decisions.len(), 1, "{decisions:?}");
    let decision = &decisions[0];
    assert_eq!(decision.action, HT_ACTION_REFUSED, "{decision:?}");
    assert!(decision.lots == 0.0 && decision.risk_money == 0.0, "{decision:?}");
    (decision.refusal_code, decision.refusal_actual, decision.refusal_limit)
}

/// A folder of its own, removed at the end.
#[derive(Debug)]
pub(crate) struct Scratch(pub(crate) std::path::PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hypertrader-{name}-{}", unique()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// SplitMix64. Source: Steele, Lea, Flood: "Fast splittable pseudorandom number generators".
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(crate) fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize]
    }
}
