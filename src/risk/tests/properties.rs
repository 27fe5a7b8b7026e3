//! Properties over random contracts, prices and accounts.

use proptest::prelude::*;

use super::*;

/// A contract whose profit currency is the account's: tick value = contract size * tick size.
#[derive(Clone, Debug)]
struct Case {
    world_spec: SymbolSpec,
    bid: f64,
    ask: f64,
    equity: f64,
    leverage: u32,
    stop_distance: f64,
    side: Side,
    config: RiskConfig,
}

fn case() -> impl Strategy<Value = Case> {
    let contract = (
        prop::sample::select(vec![0_u32, 1, 2, 3, 5]),
        prop::sample::select(vec![1.0, 10.0, 25.0, 100.0, 1_000.0, 100_000.0]),
        prop::sample::select(vec![1_i32, 5, 10]),
        prop::sample::select(vec![0.001, 0.01, 0.1, 1.0]),
    );
    let stop_frac = prop_oneof![0.0001..0.01_f64, 0.01..0.3_f64];
    let market = (100_i64..2_000_000, 0_i64..20, stop_frac, any::<bool>());
    let account = (1.0..10_000_000.0_f64, 0.0001..0.03_f64, 0.0..20.0_f64, 0_u32..50, 1_u32..10);
    (contract, market, account).prop_map(|(contract, market, account)| {
        let (digits, contract_size, tick_points, step_lots) = contract;
        let point = 1.0 / 10_f64.powi(digits as i32);
        let tick_size = point * f64::from(tick_points);
        let (bid_ticks, spread_ticks, stop_frac, buy) = market;
        let (equity, risk_frac, commission_per_lot, slippage_points, leverage) = account;
        let price = |ticks: i64| crate::types::PriceTicks(ticks).to_price(tick_size, digits);
        let bid = price(bid_ticks);
        let mut config = RiskConfig::default();
        (config.risk.risk_frac, config.risk.lots_max) = (risk_frac, 1e9);
        config.risk.commission_per_lot = commission_per_lot;
        config.risk.slippage_points = slippage_points;
        config.limits.spread_max_frac = 0.2;
        Case {
            world_spec: SymbolSpec {
                digits,
                point,
                tick_size,
                contract_size,
                tick_value_loss: contract_size * tick_size,
                tick_value_profit: contract_size * tick_size,
                calc_mode: CalcMode::CfdLeverage,
                volume: VolumeRules {
                    min_lots: step_lots,
                    max_lots: 1e6,
                    step_lots,
                    limit_lots: 0.0,
                },
                ..spec()
            },
            bid,
            ask: price(bid_ticks + spread_ticks),
            equity,
            leverage,
            stop_distance: bid * stop_frac,
            side: if buy { Side::Buy } else { Side::Sell },
            config,
        }
    })
}

fn order(case: &Case) -> Result<ApprovedEntry, Refusal> {
    let mut world = World::new();
    world.spec = case.world_spec;
    world.quote = Some(quote(case.bid, case.ask));
    let leverage = case.leverage;
    world.account = Some(Account { balance: case.equity, leverage, ..account(case.equity) });
    world.order(case.config.clone(), &signal(case.side, case.stop_distance))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn prop_an_order_never_loses_more_than_its_share_of_equity(case in case()) {
        let Ok(entry) = order(&case) else { return Ok(()) };
        let intent = *entry.intent.get();
        let spec = &case.world_spec;
        // Worked from the order alone: price distance x contract size, plus the costs.
        let distance = (intent.price - intent.stop_loss.unwrap()).abs();
        let slippage = f64::from(case.config.risk.slippage_points) * spec.point;
        let per_lot =
            (distance + slippage) * spec.contract_size + case.config.risk.commission_per_lot;
        let loss = intent.lots * per_lot;
        prop_assert!(loss <= case.equity * case.config.risk.risk_frac * (1.0 + 1e-6), "{loss}");
        prop_assert!(loss <= case.equity * 0.03 * (1.0 + 1e-6));
        prop_assert!(entry.sizing.margin_needed <= case.equity * 0.9 * (1.0 + 1e-6));
    }

    #[test]
    fn prop_lots_lie_on_the_step_and_prices_on_the_grid(case in case()) {
        let Ok(entry) = order(&case) else { return Ok(()) };
        let intent = *entry.intent.get();
        let spec = &case.world_spec;
        let whole = |value: f64, step: f64| {
            let count = value / step;
            (count - count.round()).abs() < 1e-6 * count.max(1.0)
        };
        prop_assert!(whole(intent.lots, spec.volume.step_lots), "{}", intent.lots);
        prop_assert!(intent.lots >= spec.volume.min_lots * (1.0 - 1e-9));
        for price in [intent.price, intent.stop_loss.unwrap()] {
            prop_assert!(whole(price, spec.tick_size), "{price}");
        }
        let stop_side = (intent.price - intent.stop_loss.unwrap()) * case.side.sign();
        prop_assert!(stop_side > 0.0 && stop_side <= case.stop_distance + 1e-9 * intent.price);
    }

    #[test]
    fn prop_most_ordinary_cases_give_an_order(equity in 10_000.0..1e6_f64, points in 20_u32..500) {
        // Guards the two properties above against holding because everything is refused.
        let mut world = World::new();
        world.account = Some(Account { balance: equity, ..account(equity) });
        let distance = f64::from(points) * 0.000_01;
        let result = world.order(RiskConfig::default(), &signal(Side::Buy, distance));
        prop_assert!(result.is_ok(), "{:?}", result);
    }

    #[test]
    fn prop_a_trailed_stop_never_loosens(
        steps in prop::collection::vec(-300_i64..300, 1..200),
        buy in any::<bool>(),
        stops_level_points in 0_u32..200,
        freeze_level_points in 0_u32..100,
    ) {
        let mut gate = gate_with(|config| config.trailing.enabled = true);
        let side = if buy { Side::Buy } else { Side::Sell };
        let mut own = position(side, 1.0, Some(1.0 - side.sign() * 0.02));
        let mut world = World::new();
        world.spec.stops_level_points = stops_level_points;
        world.spec.freeze_level_points = freeze_level_points;
        let mut bid_points = 100_000_i64;
        for step in steps {
            bid_points += step + if buy { 50 } else { -50 };
            let price = |points: i64| points as f64 / 100_000.0;
            world.quote = Some(quote(price(bid_points), price(bid_points + 10)));
            let Some(stop) = gate.trailing_stop(&world.position_context(&own), None) else {
                continue;
            };
            let present = own.stop_loss.unwrap();
            prop_assert!((stop - present) * side.sign() >= 0.001 - 1e-9, "{present} to {stop}");
            let order = gate.approve_modify(&world.position_context(&own), Some(stop), None);
            prop_assert!(order.is_ok(), "{:?}", order);
            own.stop_loss = Some(stop);
        }
    }

    #[test]
    fn prop_open_risk_of_an_account_never_exceeds_five_percent(
        entries in prop::collection::vec(
            (0_usize..6, 20_u32..3_000, 0.001..0.03_f64, any::<bool>()),
            1..60,
        ),
    ) {
        let pool = crate::sync::RiskPool::new();
        let mut members: Vec<PoolMember> =
            (0..6).map(|_| pool.join(PoolKey { login: LOGIN, group: 0 })).collect();
        let mut open_risks: [Option<f64>; 6] = [None; 6];
        for (index, points, risk_frac, close) in entries {
            if close {
                gate().hold_position(None, &spec(), &mut members[index]);
                open_risks[index] = None;
            } else if open_risks[index].is_none() {
                let mut gate = gate_with(|config| config.risk.risk_frac = risk_frac);
                let world = World::new();
                let distance = f64::from(points) * 0.000_01;
                let signal = signal(Side::Buy, distance);
                let decision = gate.approve_entry(&signal, &world.context(), &mut members[index]);
                if let Ok(decision) = decision {
                    let intent = opened(decision).intent.into_inner();
                    open_risks[index] = Some(
                        intent.lots * (intent.price - intent.stop_loss.unwrap()) * 100_000.0,
                    );
                }
            }
            let open: f64 = open_risks.iter().flatten().sum();
            prop_assert!(open <= 500.0 + 1e-6, "{open}");
        }
    }

    #[test]
    fn prop_states_round_trip(
        equities in prop::collection::vec(1_000.0..90_000.0_f64, 0..20),
        tickets in prop::collection::vec(1_u64..200, 0..60),
        halts in any::<bool>(),
    ) {
        let mut gate = gate();
        for (index, equity) in equities.iter().enumerate() {
            gate.on_account(&account(*equity), NOON_S + index as i64 * 40_000);
        }
        for ticket in tickets {
            gate.on_deal(&closing_deal(ticket, ticket, -1.0), at(NOON_S));
            gate.on_order_resent(at(NOON_S + ticket as i64));
        }
        if halts {
            gate.halt("test");
        }
        let bytes = gate.state().to_bytes();
        prop_assert_eq!(RiskState::from_bytes(&bytes, &key()), Ok(*gate.state()));
    }

    #[test]
    fn prop_random_bytes_are_never_a_state(bytes in prop::collection::vec(any::<u8>(), 0..1_100)) {
        prop_assert!(RiskState::from_bytes(&bytes, &key()).is_err());
    }
}
