//! Random sequences of calls, sound and unsound, over the whole C ABI.
//!
//! Whatever a host does: no panic, no crash, never more than one order on its way, every order on
//! the volume step and within 3 % of equity, its stop on the right side, numbers that rise.
//! A fixed number of sequences runs in the suite; `HT_FUZZ_SECONDS=180` runs for that long instead,
//! from another part of the sequence for each `HT_FUZZ_SEED`.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use std::time::{Duration, Instant};

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::*;
use support::{Host, Options, Random, Scratch, c_text, last_error, raw};

const SEQUENCES: u64 = 150;
const CALLS: u64 = 400;

/// Numbers that hosts have been seen to hand in, and worse.
const ODD: [f64; 14] = [
    0.0,
    -0.0,
    -1.0,
    1.0,
    0.01,
    99.99,
    100.0,
    1e-300,
    1e300,
    f64::MAX,
    f64::MIN_POSITIVE,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];
const TIMES: [i64; 10] = [
    0,
    1,
    -1,
    60_000,
    7_258_118_400_000,
    7_258_118_400_001,
    i64::MAX,
    i64::MIN,
    support::START_MSC,
    4_102_444_800_000,
];

/// One engine in the hands of a wild host, and what must hold of it.
struct Wild {
    host: Host,
    random: Random,
    price: f64,
    last_id: u64,
    /// Largest equity handed in since decisions were last collected: one of them may be that old.
    equity: f64,
    /// Orders that were handed out and not answered finally.
    collected: Vec<HtDecision>,
    calls: u64,
    orders: u64,
}

impl Wild {
    fn new(seed: u64, folder: &Scratch) -> Self {
        let mut random = Random(seed);
        let mut options =
            if random.below(4) == 0 { Options::lasting(&folder.0) } else { Options::new() };
        options = options
            .set("signals.ma_cross.sell", "true")
            .set("risk.opposite", random.pick(&["\"ignore\"", "\"exit\"", "\"flip\""]))
            .set("risk.risk_frac", random.pick(&["0.03", "0.02", "0.001"]))
            .set("signals.stops.percent_frac", random.pick(&["0.05", "0.001", "0.2"]))
            .set("signals.stops.reward_to_risk", random.pick(&["0.0", "2.0"]))
            .set("trailing.enabled", random.pick(&["true", "false"]));
        let mut host = Host::open_only(options, HT_OK);
        host.account.margin_mode = random.pick(&[0, 2]);
        if random.below(8) > 0 {
            assert_eq!(host.push_symbol(), HT_OK);
        }
        if random.below(8) > 0 {
            host.push_account();
            host.push_positions();
        }
        Self {
            equity: host.account.equity,
            host,
            random,
            price: 100.0,
            last_id: 0,
            collected: Vec::new(),
            calls: 0,
            orders: 0,
        }
    }

    fn odd(&mut self, sound: f64) -> f64 {
        if self.random.below(40) == 0 { self.random.pick(&ODD) } else { sound }
    }

    fn time(&mut self) -> i64 {
        match self.random.below(400) {
            0 => self.random.pick(&TIMES),
            1..=20 => self.host.now_msc - self.random.below(120_000) as i64,
            _ => self.host.now_msc,
        }
    }

    fn code(&mut self, code: i32) -> i32 {
        self.calls += 1;
        assert_ne!(code, HT_E_PANIC, "{}", last_error(0));
        assert_ne!(code, HT_E_FAULTED, "{}", last_error(0));
        assert!(code >= HT_E_ABI, "{code}");
        code
    }

    /// One call, mostly of a host in its right mind.
    fn step(&mut self) {
        match self.random.below(100) {
            0..=49 => self.push_ticks(),
            50..=59 => self.push_account(),
            60..=69 => self.push_positions(),
            70..=79 => self.answer(),
            80..=83 => self.push_deal(),
            84..=87 => {
                self.host.advance_ms(1_000);
                let (time, utc) = (self.time(), self.random.pick(&[0, 0, 0, 1, -1, i64::MAX]));
                let code = raw::timer(self.host.handle, time, utc);
                self.code(code);
            }
            88..=89 => {
                let command = self.random.pick(&[1, 2, 2, 3, 4, 4, 4, 5, 0, 99, -1]);
                let code = self.host.command(command);
                self.code(code);
            }
            90..=91 => self.push_symbol(),
            92 => self.push_history(),
            93 => self.push_calendar(),
            94..=95 => self.reopen(),
            _ => self.look(),
        }
        self.collect();
        self.check_status();
    }

    fn push_ticks(&mut self) {
        let count = self.random.below(4) + 1;
        let mut ticks = Vec::new();
        for _ in 0..count {
            self.host.advance_ms(self.random.pick(&[0, 1, 500, 20_000, 60_000, 60_000]));
            self.price += self.random.pick(&[-1.0, -0.5, -0.01, 0.0, 0.01, 0.5, 1.0]);
            self.price = self.price.clamp(50.0, 200.0);
            let spread = self.random.pick(&[0.0, 0.02, 0.02, 0.02, 0.5]);
            let price = (self.price * 100.0).round() / 100.0;
            let (bid, ask) = (self.odd(price), self.odd(price + spread));
            ticks.push(HtMqlTick::new(self.time(), bid, ask, 0.0, 0.0, 6));
        }
        if self.random.below(3) > 0 {
            self.push_account();
            self.push_positions();
        }
        let flags = self.random.pick(&[0, 0, 1, 1, 1, 2]);
        let now_msc = self.random.pick(&[0, 0, 0, self.host.now_msc]);
        let code = self.host.ticks(&ticks, now_msc, flags);
        self.code(code);
    }

    fn push_account(&mut self) {
        let mut account = HtAccount { time_msc: self.time(), ..self.host.account };
        let equity = 9_800.0 + self.random.below(400) as f64;
        account.equity = self.odd(equity);
        account.balance = self.odd(10_000.0);
        account.margin_free = self.odd(10_000.0);
        account.trade_allowed = self.random.pick(&[1, 1, 1, 1, 1, 1, 1, 0, 2]);
        account.leverage = self.random.pick(&[100, 100, 100, 100, 0]);
        let code = raw::account(self.host.handle, &raw const account);
        if self.code(code) >= 0 {
            (self.host.account.equity, self.host.account.balance) =
                (account.equity, account.balance);
            self.equity = self.equity.max(account.equity);
        }
    }

    fn push_positions(&mut self) {
        let mut positions = self.host.positions.clone();
        match self.random.below(60) {
            0 => positions.clear(),
            1 => {
                let mut foreign = self.host.position_of(&support::empty_decision(), 0.1);
                (foreign.magic, foreign.open_price) = (3, 100.0);
                positions.push(foreign);
            }
            2 => positions.iter_mut().for_each(|position| position.stop_loss = 0.0),
            3 => positions.iter_mut().for_each(|position| position.lots = f64::NAN),
            _ => {}
        }
        let (handle, time) = (self.host.handle, self.time());
        let code = raw::positions(handle, positions.as_ptr(), positions.len() as i32, time);
        self.code(code);
    }

    fn answer(&mut self) {
        let retcodes = [10_009, 10_009, 10_009, 10_009, 10_010, 10_008, 10_004, 10_004, 10_006];
        let more = [10_012, 10_019, 10_024, 10_025, 10_029, 10_036, 0, 1, 77];
        let retcode = if self.random.below(4) > 0 {
            self.random.pick(&retcodes)
        } else {
            self.random.pick(&more)
        };
        let Some(decision) = self.collected.pop() else {
            let id = self.random.pick(&[0, 1, 2, 3, u64::MAX]);
            let code = self.host.result(id, retcode, 0.1, 100.0);
            self.code(code);
            return;
        };
        let lots = if retcode == 10_010 { decision.lots / 2.0 } else { decision.lots };
        let (lots, price) = (self.odd(lots), self.odd(decision.price));
        let code = self.host.result(decision.id, retcode, lots, price);
        self.code(code);
        if matches!(retcode, 10_009 | 10_008 | 10_010 | 10_012) && self.random.below(8) > 0 {
            self.carry_out(&decision);
        }
    }

    fn carry_out(&mut self, decision: &HtDecision) {
        let at = self.host.positions.iter().position(|p| p.ticket == decision.position_ticket);
        match (decision.action, at) {
            (HT_ACTION_OPEN, _) if self.host.positions.is_empty() => {
                let position = self.host.position_of(decision, decision.lots);
                self.host.positions.push(position);
            }
            (HT_ACTION_CLOSE, Some(at)) => drop(self.host.positions.remove(at)),
            (HT_ACTION_MODIFY, Some(at)) => {
                self.host.positions[at].stop_loss = decision.stop_loss;
                self.host.positions[at].take_profit = decision.take_profit;
            }
            _ => {}
        }
    }

    fn push_deal(&mut self) {
        let template = support::empty_decision();
        let position = match self.host.positions.first() {
            Some(position) => *position,
            None => self.host.position_of(&template, 0.1),
        };
        let entry = self.random.pick(&[0, 1, 1, 1, 2, 3, 4]);
        let profit = self.random.pick(&[-5.0, 5.0, 5.0]);
        let mut deal = self.host.deal(&position, entry, profit);
        deal.price = self.odd(100.0);
        deal.lots = self.odd(deal.lots);
        deal.time_msc = self.time();
        let code = self.host.push_deal(&deal);
        self.code(code);
        if code >= 0 && entry == 1 {
            self.host.positions.clear();
        }
    }

    fn push_symbol(&mut self) {
        if self.host.status().order_in_flight == 1 {
            return; // an order keeps the volume it was sized to; the broker has the last word
        }
        let mut symbol = support::symbol();
        symbol.volume_step = self.odd(0.01);
        symbol.tick_value_loss = self.odd(1.0);
        symbol.contract_size = self.odd(100.0);
        symbol.stops_level_points = self.random.pick(&[0, 0, 0, 50, -1, i32::MAX]);
        symbol.freeze_level_points = self.random.pick(&[0, 0, 0, 50, -1]);
        symbol.trade_mode = self.random.pick(&[4, 4, 4, 4, 4, 1, 3, 9]);
        let code = raw::symbol(self.host.handle, &raw const symbol);
        if self.code(code) == HT_OK {
            self.host.symbol = symbol;
        }
    }

    fn push_history(&mut self) {
        let first = self.host.now_msc / 60_000 * 60 - 600;
        let bars: Vec<HtMqlRates> = (0..10)
            .map(|n| {
                let price = self.odd(100.0 + n as f64);
                HtMqlRates::new(first + n * 60, [100.0, 130.0, 70.0, price], 5, 2)
            })
            .collect();
        let flags = self.random.pick(&[0, 1, 2]);
        let code = raw::history(self.host.handle, bars.as_ptr(), 10, flags);
        self.code(code);
    }

    fn push_calendar(&mut self) {
        let event = HtCalendarEvent {
            id: self.random.next(),
            time_s: self.time() / 1_000 + 4_000,
            importance: self.random.pick(&[1, 3, 3, 4]),
            reserved: 0,
            currency: c_text(self.random.pick(&["USD", "EUR", ""])),
        };
        let code = raw::calendar(self.host.handle, &raw const event, 1);
        self.code(code);
    }

    /// Closes and opens again; an engine that lasts must know what it knew.
    fn reopen(&mut self) {
        let before = self.host.status();
        assert_eq!(raw::close(self.host.handle), HT_OK);
        assert_eq!(raw::close(self.host.handle), HT_E_HANDLE);
        let (code, handle) = self.host.options.try_open();
        self.code(code);
        assert!(code >= 0, "{}", last_error(0));
        self.host.handle = handle;
        let after = self.host.status();
        if self.host.options.mode == HT_MODE_PAPER {
            assert!(code > 0);
            assert_eq!((after.state, after.losses_in_row), (before.state, before.losses_in_row));
            assert_eq!(after.last_decision_id, before.last_decision_id);
        } else {
            self.last_id = 0;
            self.collected.clear();
        }
    }

    fn look(&mut self) {
        let mut text = vec![0_u8; 600];
        let (handle, capacity) = (self.host.handle, self.random.pick(&[0, 1, 10, 512, 600, -1]));
        let id = self.random.pick(&[0, self.last_id, 1, u64::MAX]);
        let codes = [
            raw::explain(handle, id, text.as_mut_ptr(), capacity),
            raw::feature_name(handle, 0, text.as_mut_ptr(), capacity),
            raw::log_drain(handle, text.as_mut_ptr(), capacity),
            raw::last_error(handle, text.as_mut_ptr(), capacity),
        ];
        for code in codes {
            self.code(code);
        }
    }

    fn collect(&mut self) {
        if self.random.below(10) == 0 {
            return; // a host that is late
        }
        let decisions = self.host.drain();
        let orders = decisions.iter().filter(|decision| decision.action != HT_ACTION_REFUSED);
        assert!(orders.count() <= 1, "one order on its way: {decisions:?}");
        for decision in decisions {
            assert!(decision.id > self.last_id, "{decision:?} after {}", self.last_id);
            self.last_id = decision.id;
            if decision.action == HT_ACTION_REFUSED {
                assert!(decision.refusal_code > 100, "{decision:?}");
                // Of an absurd contract the order's own check is the last to see it.
                let spec = &self.host.symbol;
                let sane = spec.tick_value_loss > 1e-100 && spec.volume_step <= spec.volume_max;
                // Or the equity fell between two attempts.
                let fell = decision.refusal_actual > decision.refusal_limit;
                assert!(decision.refusal_code != 310 || !sane || fell, "{decision:?}");
                continue;
            }
            self.orders += 1;
            self.check_order(&decision);
            self.collected.push(decision);
        }
        self.equity = self.host.account.equity;
    }

    fn check_order(&self, decision: &HtDecision) {
        let spec = &self.host.symbol;
        let finite = [decision.lots, decision.price, decision.stop_loss, decision.risk_money];
        assert!(finite.iter().all(|value| value.is_finite() && *value >= 0.0), "{decision:?}");
        assert!(decision.expires_msc >= decision.time_msc, "{decision:?}");
        match decision.action {
            HT_ACTION_OPEN => {
                let steps = decision.lots / spec.volume_step;
                assert!(
                    (steps - steps.round()).abs() < 1e-6 && decision.lots > 0.0,
                    "{decision:?}"
                );
                let equity = self.equity;
                // A repeated attempt reports what it was sized for; its loss is held below.
                let first = decision.attempt == 1;
                let within = decision.risk_money <= equity * 0.03 * (1.0 + 1e-9);
                assert!(!first || within, "{decision:?} {equity}");
                let distance = if decision.side == HT_SIDE_BUY {
                    decision.price - decision.stop_loss
                } else {
                    decision.stop_loss - decision.price
                };
                assert!(distance > 0.0 && decision.stop_loss > 0.0, "{decision:?}");
                let loss = distance / spec.tick_size * spec.tick_value_loss * decision.lots;
                assert!(loss <= equity * 0.03 * (1.0 + 1e-6), "{decision:?} loses {loss}");
                assert_eq!(self.host.status().state, HT_STATE_ACTIVE, "{decision:?}");
            }
            HT_ACTION_CLOSE => assert!(decision.position_ticket != 0 && decision.lots > 0.0),
            HT_ACTION_MODIFY => assert!(decision.position_ticket != 0 && decision.stop_loss > 0.0),
            action => panic!("action {action}"),
        }
    }

    fn check_status(&mut self) {
        let status = self.host.status();
        assert!((0..=2).contains(&status.state), "{status:?}");
        assert!((0..=1).contains(&status.order_in_flight));
        assert!((0..=64).contains(&status.decisions_waiting), "{status:?}");
        assert!(status.last_decision_id >= self.last_id);
        assert!(status.open_risk >= 0.0 && status.open_risk_total >= status.open_risk);
        assert!(status.bid.is_finite() && status.ask >= status.bid);
        self.calls += 1;
    }
}

#[test]
fn no_sequence_of_calls_breaks_the_rules() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seconds = number("HT_FUZZ_SECONDS");
    let first = number("HT_FUZZ_SEED").unwrap_or(1);
    let folder = Scratch::new("sequences");
    #[expect(clippy::disallowed_methods, reason = "the host's clock bounds the run")]
    let start = Instant::now();
    let (mut sequences, mut calls, mut orders) = (0, 0, 0);
    loop {
        let done = match seconds {
            Some(seconds) => start.elapsed() >= Duration::from_secs(seconds),
            None => sequences == SEQUENCES,
        };
        if done {
            break;
        }
        let seed = first.wrapping_mul(1_000_003).wrapping_add(sequences);
        let outcome = std::panic::catch_unwind(|| {
            let mut wild = Wild::new(seed, &folder);
            for _ in 0..CALLS {
                wild.step();
            }
            (wild.calls, wild.orders)
        });
        let Ok((made, ordered)) = outcome else { panic!("sequence {seed} broke a rule") };
        sequences += 1;
        calls += made;
        orders += ordered;
    }
    println!("{sequences} sequences, {calls} calls, {orders} orders");
    assert!(orders > 0, "no sequence traded");
}
