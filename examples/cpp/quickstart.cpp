// A first session in C++: check the library, open a replay engine, print the orders it asks for.
//
// A real host sends the orders and reports results, deals and positions; this one sends none.
#include <cstdio>

#include "hypertrader.hpp"

namespace {

constexpr const char *settings = "[engine]\ntrading_enabled = true\n"
                                 "[signals.ma_cross]\nfast = 5\nslow = 20\n"
                                 "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";

int fail(const std::string &text) {
    std::printf("%s\n", text.c_str());
    return 1;
}

bool fill_in(HtEngineParams &params, HtSymbol &symbol, HtAccount &account) {
    params.mode = HT_MODE_REPLAY;
    params.magic = 7;
    params.login = account.login = 42;
    params.period_s = 60;
    symbol.digits = 5;
    symbol.point = symbol.tick_size = 0.00001;
    symbol.tick_value_profit = symbol.tick_value_loss = 1.0;
    symbol.contract_size = 100000.0;
    symbol.volume_min = symbol.volume_step = 0.01;
    symbol.volume_max = 100.0;
    symbol.trade_mode = 4;
    symbol.execution_mode = 2;
    symbol.filling_flags = 3;
    symbol.margin_per_lot_buy = symbol.margin_per_lot_sell = 1100.0;
    account.margin_mode = 2;
    account.balance = account.equity = account.margin_free = 10000.0;
    account.leverage = 100;
    account.trade_allowed = 1;
    return ht::set_text(params.symbol, "EURUSD") && ht::set_text(symbol.currency_base, "EUR")
        && ht::set_text(symbol.currency_profit, "USD")
        && ht::set_text(symbol.currency_margin, "EUR") && ht::set_text(account.currency, "USD");
}

void print_and_skip(ht::Engine &engine, const HtDecision &decision) {
    if (decision.action == HT_ACTION_REFUSED) {
        std::printf("refused with code %d (docs/refusals.md)\n", int{decision.refusal_code});
        return;
    }
    std::printf("%s %.2f lots at %.5f, stop %.5f, target %.5f, at risk %.2f USD\n",
        decision.side == HT_SIDE_BUY ? "buy" : "sell", decision.lots, decision.price,
        decision.stop_loss, decision.take_profit, decision.risk_money);
    auto not_sent = ht::make<HtOrderResult>();
    not_sent.decision_id = decision.id;
    not_sent.time_msc = decision.time_msc;
    engine.order_result(not_sent);
}

} // namespace

int main() {
    if (const ht::Error error = ht::check_library()) {
        return fail(error.text);
    }
    auto params = ht::make<HtEngineParams>();
    auto symbol = ht::make<HtSymbol>();
    auto account = ht::make<HtAccount>();
    if (!fill_in(params, symbol, account)) {
        return fail("a text does not fit its field");
    }
    ht::Result<ht::Engine> opened = ht::Engine::open(params, {}, settings);
    if (!opened) {
        return fail(opened.error().text);
    }
    ht::Engine &engine = opened.value(); // closes itself
    if (engine.symbol(symbol) < 0) {
        return fail(engine.last_error());
    }
    for (int minute = 0; minute < 480; minute++) {
        // Two hours up, two hours down.
        const int swing = minute % 240 < 120 ? minute % 240 : 240 - minute % 240;
        auto tick = ht::make<HtMqlTick>();
        tick.time_msc = account.time_msc = 1700000040000 + minute * INT64_C(60000);
        tick.bid = (110000 + 5 * swing) / 100000.0;
        tick.ask = tick.bid + 0.00002;
        tick.flags = 6;
        engine.account(account);
        engine.positions(nullptr, 0, account.time_msc); // there are none
        if (engine.ticks(&tick, 1) < 0) {
            return fail(engine.last_error());
        }
        engine.for_each_decision(
            [&](const HtDecision &decision) { print_and_skip(engine, decision); });
    }
    return 0;
}
