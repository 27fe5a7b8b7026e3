//! The broker against arithmetic by hand.

use proptest::prelude::*;

use super::*;
use crate::engine::EngineIdentity;
use crate::types::{
    CalcMode, ChartMode, Currency, ExecutionMode, ExitReason, FillingFlags, FixedText, OrderAction,
    OrderIntent, OrderResult, Session, Side, SwapMode, SymbolSpec, TradeMode, UnixNanos,
    VolumeRules,
};

const MINUTE_NS: i64 = 60 * 1_000_000_000;
/// 2026-01-05 08:00, a Monday.
const START_NS: i64 = (1_767_571_200 + 8 * 3_600) * 1_000_000_000;

/// A lot moves 1 dollar a point: 100,000 units in points of 0.00001.
pub(super) fn spec() -> SymbolSpec {
    let usd = Currency::new("USD").unwrap();
    SymbolSpec {
        name: FixedText::new("EURUSD").unwrap(),
        digits: 5,
        point: 0.000_01,
        tick_size: 0.000_01,
        tick_value_profit: 1.0,
        tick_value_loss: 1.0,
        contract_size: 100_000.0,
        calc_mode: CalcMode::Forex,
        trade_mode: TradeMode::Full,
        execution_mode: ExecutionMode::Market,
        filling: FillingFlags(3),
        volume: VolumeRules { min_lots: 0.01, max_lots: 100.0, step_lots: 0.01, limit_lots: 0.0 },
        stops_level_points: 0,
        freeze_level_points: 0,
        chart_mode: ChartMode::Bid,
        currency_base: Currency::new("EUR").unwrap(),
        currency_profit: usd,
        currency_margin: Currency::new("EUR").unwrap(),
        margin_initial: 0.0,
        margin_maintenance: 0.0,
        margin_per_lot_buy: 1_000.0,
        margin_per_lot_sell: 1_000.0,
        swap_mode: SwapMode::Disabled,
        swap_long: 0.0,
        swap_short: 0.0,
        swap_triple_day: 3,
        sessions: [None; SymbolSpec::MAX_SESSIONS],
    }
}

/// A broker with the market of the tests in front of it.
struct Desk {
    broker: Broker,
    now_ns: i64,
    decisions: u64,
    results: Vec<OrderResult>,
}

impl Desk {
    fn new(spec: SymbolSpec, terms: &BrokerSettings) -> Self {
        let identity =
            EngineIdentity { login: 1, symbol: FixedText::new("EURUSD").unwrap(), magic: 7 };
        let broker = Broker::new(identity, spec, ProfitRate::Fixed(1.0), terms.clone()).unwrap();
        Self { broker, now_ns: START_NS, decisions: 0, results: Vec::new() }
    }

    fn plain() -> Self {
        Self::new(spec(), &BrokerSettings::default())
    }

    /// A quote after some nanoseconds; the spread is a pip.
    fn quote_after(&mut self, after_ns: i64, bid: f64, arrival: Arrival) {
        self.now_ns += after_ns;
        let quote = Quote {
            time: UnixNanos(self.now_ns),
            server_ns: self.now_ns,
            bid,
            ask: bid + 0.000_1,
            arrival,
        };
        self.broker.on_quote(&quote).unwrap();
        self.results.extend(self.broker.take_results());
    }

    fn jump(&mut self, bid: f64) {
        self.quote_after(MINUTE_NS, bid, Arrival::Jump);
    }

    fn glide(&mut self, bid: f64) {
        self.quote_after(MINUTE_NS, bid, Arrival::Continuous);
    }

    /// Sends an order; the answer, if there is one at once.
    fn send(&mut self, intent: OrderIntent) -> u32 {
        self.decisions += 1;
        self.broker.submit(self.decisions, &intent).unwrap();
        self.results.extend(self.broker.take_results());
        self.results.last().map_or(u32::MAX, |result| result.retcode)
    }

    fn open(&mut self, side: Side, lots: f64, stop: f64, target: f64) -> u32 {
        let level = |price: f64| (price > 0.0).then_some(price);
        self.send(OrderIntent {
            action: OrderAction::Open,
            side,
            lots,
            price: 1.1,
            stop_loss: level(stop),
            take_profit: level(target),
            deviation_points: 10,
            position_ticket: 0,
            expires: UnixNanos(self.now_ns + MINUTE_NS),
        })
    }

    fn close(&mut self) -> u32 {
        let position = self.broker.open_positions()[0];
        self.send(OrderIntent {
            action: OrderAction::Close,
            side: position.side.opposite(),
            lots: position.lots,
            price: 1.1,
            stop_loss: None,
            take_profit: None,
            deviation_points: 10,
            position_ticket: position.ticket,
            expires: UnixNanos(self.now_ns + MINUTE_NS),
        })
    }

    fn equity(&self) -> f64 {
        self.broker.equity().unwrap().to_f64()
    }

    fn trade(&self) -> Trade {
        *self.broker.trades().last().unwrap()
    }
}

#[test]
fn a_purchase_costs_the_spread_and_gains_a_dollar_a_point() {
    let mut desk = Desk::plain();
    desk.jump(1.1);
    assert_eq!(desk.open(Side::Buy, 0.5, 1.09, 0.0), 10_009);
    assert_eq!(desk.equity(), 9_995.0, "half a lot, ten points");
    assert_eq!(desk.broker.margin(), 500.0);
    desk.jump(1.102);
    assert_eq!(desk.close(), 10_009);
    let trade = desk.trade();
    assert_eq!((trade.open_price, trade.close_price), (1.1001, 1.102));
    assert_eq!((trade.profit.to_f64(), desk.equity()), (95.0, 10_095.0));
    assert!((trade.adverse + 5.0).abs() < 1e-9 && (trade.favourable - 95.0).abs() < 1e-9);
    assert!((trade.initial_risk.unwrap() - 505.0).abs() < 1e-9);
    assert_eq!(trade.reason, ExitReason::Signal);
}

#[test]
fn a_stop_is_filled_beyond_a_gap_and_at_its_price_inside_a_bar() {
    for (arrival, expected) in [(Arrival::Jump, 1.095), (Arrival::Continuous, 1.098)] {
        let mut desk = Desk::plain();
        desk.jump(1.1);
        desk.open(Side::Buy, 1.0, 1.098, 1.11);
        desk.quote_after(MINUTE_NS, 1.095, arrival);
        assert_eq!((desk.trade().close_price, desk.trade().reason), (expected, ExitReason::Stop));
    }
    let mut desk = Desk::plain();
    desk.jump(1.1);
    desk.open(Side::Sell, 1.0, 1.11, 1.095);
    desk.jump(1.09);
    assert_eq!(desk.trade().reason, ExitReason::Target);
    assert_eq!(desk.trade().close_price, 1.095, "a target is never better than its price");
    assert_eq!(desk.trade().profit.to_f64(), 500.0);
}

#[test]
fn a_short_is_closed_by_the_ask() {
    let mut desk = Desk::plain();
    desk.jump(1.1);
    desk.open(Side::Sell, 1.0, 1.101, 0.0);
    desk.jump(1.100_89);
    assert_eq!(desk.broker.trades().len(), 0, "the ask is at 1.10099");
    desk.jump(1.100_9);
    assert_eq!(desk.broker.trades().len(), 1);
}

#[test]
fn commission_and_slippage_are_charged_on_both_deals() {
    let terms = BrokerSettings {
        costs: CostSettings {
            commission_per_lot: 3.5,
            slippage_points: 2,
            ..CostSettings::default()
        },
        ..BrokerSettings::default()
    };
    let mut desk = Desk::new(spec(), &terms);
    desk.jump(1.1);
    desk.open(Side::Buy, 2.0, 0.0, 0.0);
    desk.close();
    let trade = desk.trade();
    assert!((trade.open_price - 1.100_12).abs() < 1e-9);
    assert!((trade.close_price - 1.099_98).abs() < 1e-9);
    assert_eq!((trade.profit.to_f64(), trade.commission.to_f64()), (-28.0, -14.0));
    assert_eq!(desk.equity(), 9_958.0);
}

#[test]
fn an_order_arrives_after_its_latency_at_the_price_of_then() {
    let terms = BrokerSettings {
        execution: ExecutionModel { latency_ms: 200, ..ExecutionModel::default() },
        ..BrokerSettings::default()
    };
    let mut desk = Desk::new(spec(), &terms);
    desk.jump(1.1);
    assert_eq!(desk.open(Side::Buy, 1.0, 1.0, 0.0), u32::MAX, "no answer yet");
    desk.quote_after(199_000_000, 1.2, Arrival::Jump);
    assert!(desk.results.is_empty());
    desk.quote_after(1_000_000, 1.3, Arrival::Jump);
    assert_eq!((desk.results[0].retcode, desk.results[0].price), (10_009, 1.3001));
}

#[test]
fn what_the_server_cannot_do_is_refused_with_metatraders_code() {
    let level = SymbolSpec { stops_level_points: 50, freeze_level_points: 50, ..spec() };
    let mut desk = Desk::new(level, &BrokerSettings::default());
    assert_eq!(desk.open(Side::Buy, 1.0, 0.0, 0.0), 10_021, "no quotes");
    desk.jump(1.1);
    assert_eq!(desk.open(Side::Buy, 1.0, 1.099_6, 0.0), 10_016, "40 points");
    assert_eq!(desk.open(Side::Buy, 1.0, 1.101, 0.0), 10_016, "the wrong side");
    assert_eq!(desk.open(Side::Buy, 10.01, 1.0, 0.0), 10_019, "10,010 of margin, 10,000 at hand");
    assert_eq!(desk.open(Side::Buy, 1.0, 1.09, 0.0), 10_009);
    let mut change = OrderIntent {
        action: OrderAction::Modify,
        side: Side::Buy,
        lots: 0.0,
        price: 1.1,
        stop_loss: Some(1.095),
        take_profit: None,
        deviation_points: 0,
        position_ticket: desk.broker.open_positions()[0].ticket,
        expires: UnixNanos(desk.now_ns + 1_000 * MINUTE_NS),
    };
    assert_eq!(desk.send(change), 10_009);
    desk.jump(1.095_4);
    change.stop_loss = Some(1.094);
    assert_eq!(desk.send(change), 10_029, "frozen: 40 points from the stop");
    desk.jump(1.094);
    assert_eq!(desk.trade().reason, ExitReason::Trailing);
    assert_eq!(desk.send(change), 10_036, "the position is gone");
    change.expires = UnixNanos(desk.now_ns - 1);
    assert_eq!(desk.send(change), 0, "expired: not sent");
}

#[test]
fn large_orders_are_filled_in_parts() {
    let terms = BrokerSettings {
        execution: ExecutionModel { fill_lots_max: 0.3, ..ExecutionModel::default() },
        costs: CostSettings { commission_per_lot: 1.0, ..CostSettings::default() },
        ..BrokerSettings::default()
    };
    let mut desk = Desk::new(spec(), &terms);
    desk.jump(1.1);
    assert_eq!(desk.open(Side::Buy, 1.0, 0.0, 0.0), 10_010);
    assert_eq!(desk.broker.open_positions()[0].lots, 0.3);
    let terms = BrokerSettings { execution: ExecutionModel::default(), ..terms };
    let mut desk = Desk::new(spec(), &terms);
    desk.jump(1.1);
    desk.open(Side::Buy, 1.0, 0.0, 0.0);
    desk.broker.set_fill_lots_max(0.3);
    for (code, left) in [(10_010, 0.7), (10_010, 0.4), (10_010, 0.1), (10_009, 0.0)] {
        assert_eq!(desk.close(), code);
        let lots = desk.broker.open_positions().first().map_or(0.0, |position| position.lots);
        assert_eq!(lots, left);
    }
    let net: i64 = desk.broker.trades().iter().map(Trade::net_micros).sum();
    assert_eq!(net, -12_000_000, "ten points and two commissions");
    assert_eq!(desk.equity(), 9_988.0);
}

#[test]
fn nothing_is_traded_outside_the_sessions() {
    // Mondays from 08:00 to 08:10; the desk opens at 08:00.
    let hours = Session { day: 1, from_s: 8 * 3_600, to_s: 8 * 3_600 + 600 };
    let mut sessions = [None; SymbolSpec::MAX_SESSIONS];
    sessions[0] = Some(hours);
    let mut desk = Desk::new(SymbolSpec { sessions, ..spec() }, &BrokerSettings::default());
    desk.jump(1.1);
    assert_eq!(desk.open(Side::Buy, 1.0, 1.098, 1.11), 10_009);
    desk.quote_after(9 * MINUTE_NS, 1.09, Arrival::Continuous);
    assert_eq!(desk.broker.trades().len(), 0, "08:10: the price is below the stop, and closed");
    assert_eq!(desk.close(), 10_018);
    desk.quote_after((7 * 24 * 60 - 10) * MINUTE_NS, 1.091, Arrival::Continuous);
    assert_eq!(
        desk.trade().close_price,
        1.091,
        "the next Monday at 08:00 the stop was jumped over"
    );
}

#[test]
fn nights_are_charged_and_paid_with_the_position() {
    let swapped = SymbolSpec { swap_mode: SwapMode::Points, swap_long: -5.0, ..spec() };
    let mut desk = Desk::new(swapped, &BrokerSettings::default());
    desk.jump(1.1);
    desk.open(Side::Buy, 1.0, 0.0, 0.0);
    desk.quote_after(3 * 24 * 60 * MINUTE_NS, 1.1001, Arrival::Jump);
    // Monday, Tuesday, and Wednesday three times: 5 nights of 5 dollars.
    assert_eq!(desk.equity(), 9_975.0);
    desk.close();
    assert_eq!(desk.trade().swap.to_f64(), -25.0);
    assert_eq!(desk.equity(), 9_975.0);
}

#[test]
fn the_broker_closes_when_margin_runs_out() {
    let mut desk = Desk::plain();
    desk.jump(1.1);
    desk.open(Side::Buy, 9.0, 0.0, 0.0);
    desk.jump(1.095);
    assert_eq!(desk.broker.trades().len(), 0, "equity 5,410, half of the margin is 4,500");
    desk.jump(1.093);
    assert_eq!(desk.trade().reason, ExitReason::StopOut);
    assert_eq!(desk.equity(), 3_610.0);
}

#[test]
fn netting_has_one_position() {
    let terms = BrokerSettings {
        account: AccountSettings { hedging: false, ..AccountSettings::default() },
        ..BrokerSettings::default()
    };
    let mut desk = Desk::new(spec(), &terms);
    desk.jump(1.1);
    desk.open(Side::Buy, 1.0, 0.0, 0.0);
    desk.jump(1.101);
    desk.open(Side::Buy, 3.0, 0.0, 0.0);
    let position = desk.broker.open_positions()[0];
    assert_eq!((desk.broker.open_positions().len(), position.lots), (1, 4.0));
    assert!((position.open_price - 1.100_85).abs() < 1e-12);
    desk.open(Side::Sell, 5.0, 0.0, 0.0);
    let position = desk.broker.open_positions()[0];
    assert_eq!((position.side, position.lots, position.open_price), (Side::Sell, 1.0, 1.101));
    assert_eq!(desk.trade().profit.to_f64(), 60.0);
}

#[test]
fn a_bar_that_holds_stop_and_target_is_counted() {
    for (low, is_ambiguous) in [(1.097, true), (1.0995, false)] {
        let mut desk = Desk::plain();
        desk.jump(1.1);
        desk.open(Side::Buy, 1.0, 1.098, 1.103);
        let bar = crate::types::Bar { low, high: 1.104, ..Default::default() };
        desk.broker.set_bar(Some(&bar));
        desk.glide(1.104);
        assert_eq!(
            (desk.trade().reason, desk.trade().is_ambiguous),
            (ExitReason::Target, is_ambiguous)
        );
    }
}

#[derive(Clone, Debug)]
enum Event {
    Quote(f64, bool),
    Open(bool, f64, f64),
    Close,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (1.0_f64..1.2, any::<bool>())
            .prop_map(|(bid, glide)| Event::Quote((bid * 1e5).round() / 1e5, glide)),
        2 => (any::<bool>(), 1_u32..300, 10_u32..3_000).prop_map(|(buy, lots, distance)| {
            Event::Open(buy, f64::from(lots) / 100.0, f64::from(distance) * 1e-5)
        }),
        1 => Just(Event::Close),
    ]
}

proptest! {
    /// Cash and open results are equity at every event, and the trades say how it came to be.
    #[test]
    fn money_is_neither_made_nor_lost(
        events in prop::collection::vec(event(), 1..120),
        hedging in any::<bool>(),
        fill in prop_oneof![Just(0.0), Just(0.37)],
    ) {
        let terms = BrokerSettings {
            account: AccountSettings { hedging, ..AccountSettings::default() },
            costs: CostSettings {
                commission_per_lot: 3.3,
                slippage_random_points: 4,
                ..CostSettings::default()
            },
            execution: ExecutionModel {
                fill_lots_max: fill,
                reject_prob: 0.1,
                ..ExecutionModel::default()
            },
        };
        let swapped = SymbolSpec {
            swap_mode: SwapMode::Points,
            swap_long: -3.3,
            swap_short: 1.7,
            ..spec()
        };
        let mut desk = Desk::new(swapped, &terms);
        desk.jump(1.1);
        let mut bid = 1.1;
        let mut deals = Vec::new();
        for event in events {
            match event {
                Event::Quote(next, glide) => {
                    bid = next;
                    let arrival = if glide { Arrival::Continuous } else { Arrival::Jump };
                    desk.quote_after(7 * 3_600 * 1_000_000_000, bid, arrival);
                }
                Event::Open(true, lots, distance) => {
                    desk.open(Side::Buy, lots, bid - distance, bid + 2.0 * distance);
                }
                Event::Open(false, lots, distance) => {
                    desk.open(Side::Sell, lots, bid + 0.0001 + distance, bid - distance);
                }
                Event::Close if desk.broker.open_positions().is_empty() => {}
                Event::Close => { desk.close(); }
            }
            deals.extend(desk.broker.take_deals());
            let micros = |value: f64| (value * 1e6).round() as i64;
            let of_deals: i64 = deals.iter()
                .map(|deal| micros(deal.profit) + micros(deal.commission) + micros(deal.swap))
                .sum();
            let balance = desk.broker.ledger().balance().unwrap().micros;
            prop_assert_eq!(balance, 10_000_000_000 + of_deals);
            let of_trades: i64 = desk.broker.trades().iter().map(Trade::net_micros).sum();
            let entries: i64 =
                desk.broker.open_positions().iter().map(|it| it.commission.micros).sum();
            prop_assert_eq!(balance, 10_000_000_000 + of_trades + entries);
            // Floating results by hand: points times lots.
            let floating: i64 = desk.broker.open_positions().iter().map(|it| {
                let (sign, price) =
                    if it.side == Side::Buy { (1.0, bid) } else { (-1.0, bid + 0.0001) };
                let points = (price - it.open_price) * 1e5 * sign;
                let whole = points.round();
                let points = if (points - whole).abs() < 1e-4 { whole } else { points };
                micros(points * it.lots) + it.swap.micros
            }).sum();
            let equity = desk.broker.equity().unwrap().micros;
            let open = desk.broker.open_positions().len() as i64;
            let difference = equity - balance - floating;
            prop_assert!(difference.abs() <= 2 * open, "{equity} {balance} {floating}");
            if !hedging {
                prop_assert!(open <= 1);
            }
        }
    }
}
