// OrderCheck, OrderSend and OrderSendAsync: what happens in the terminal before and after the
// trade server.
#include "../checks.hpp"
#include "../engine.hpp"
#include "../native_records.hpp"
#include "../retcodes.hpp"
#include "../valuation.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

using terminal::engine;
using terminal::engine_of_program;
using terminal::trade_request;
using terminal::trade_result;

namespace {

trade_request plain(const MqlTradeRequest& from) {
    trade_request to;
    to.action = from.action;
    to.magic = from.magic;
    to.order = from.order;
    to.symbol = to_utf8(from.symbol);
    to.volume = from.volume;
    to.price = from.price;
    to.stoplimit = from.stoplimit;
    to.sl = from.sl;
    to.tp = from.tp;
    to.deviation = from.deviation;
    to.type = from.type;
    to.filling = from.type_filling;
    to.type_time = from.type_time;
    to.expiration = from.expiration.value;
    to.comment = to_utf8(from.comment).substr(0, 31);
    to.position = from.position;
    to.position_by = from.position_by;
    to.reason = ORDER_REASON_EXPERT;
    return to;
}

// Errors of the terminal for what was not done.
bool failed(uint32_t retcode) {
    return terminal::refuse(retcode == TRADE_RETCODE_CLIENT_DISABLES_AT ? ERR_TRADE_DISABLED
                                                            : ERR_TRADE_SEND_FAILED);
}

trade_result refusal(const engine& world, const trade_request& wanted, uint32_t code) {
    trade_result result;
    result.retcode = code;
    result.comment = terminal::retcode_comment(code);
    terminal::log("refused", {{"retcode", code},
                              {"action", wanted.action},
                              {"symbol", wanted.symbol},
                              {"lots", wanted.volume},
                              {"price", wanted.price},
                              {"sl", wanted.sl},
                              {"tp", wanted.tp},
                              {"connected", world.is_connected}});
    return result;
}

// What the terminal itself knows before anything is sent.
uint32_t terminal_refuses(const engine& world, const trade_request& wanted) {
    if (!terminal::program_trade_allowed()) {
        return TRADE_RETCODE_CLIENT_DISABLES_AT;
    }
    return terminal::check_request(world, wanted, terminal::check_stage::terminal);
}

// Sends and waits for the answer: the request is on its way for half of the time.
trade_result exchange(engine& world, const trade_request& wanted, uint32_t request_id) {
    const int64_t latency = world.trade.next_latency_msc();
    const int64_t there = latency / 2;
    trade_result lost;
    lost.retcode = TRADE_RETCODE_CONNECTION;
    lost.comment = terminal::retcode_comment(lost.retcode);
    lost.request_id = request_id;
    if (there > 0) {
        terminal::wait_until(world.now_msc + there);
    }
    if (!world.is_connected) {
        return lost;
    }
    const trade_result answer = world.trade.receive(wanted, request_id);
    if (latency > there) {
        terminal::wait_until(world.now_msc + (latency - there));
    }
    // What the server has done is not known when the answer does not come.
    return world.is_connected ? answer : lost;
}

}  // namespace

bool OrderCheck(MqlTradeRequest& request, MqlTradeCheckResult& result) {
    const uncounted pause;
    const terminal::world_lock lock;
    result = MqlTradeCheckResult{};
    const engine& world = engine_of_program();
    const trade_request wanted = plain(request);
    const uint32_t code = terminal_refuses(world, wanted);
    const terminal::account_sums sums = terminal::sums_of(world);
    terminal::money margin = sums.margin;
    const auto symbol = world.symbols.find(wanted.symbol);
    // As the account is after a deal, or as it is.
    if (code == 0 && wanted.action == TRADE_ACTION_DEAL && symbol != world.symbols.end()) {
        margin += terminal::margin_change(world, symbol->second, wanted);
    }
    result.retcode = code;
    result.balance = world.trade.account.balance.units();
    result.equity = sums.equity.units();
    result.profit = sums.profit.units();
    result.margin = margin.units();
    result.margin_free = (sums.equity - margin).units();
    result.margin_level = terminal::margin_level(sums.equity, margin);
    result.comment = from_utf8(terminal::retcode_comment(code));
    return code == 0 || failed(code);
}

bool OrderSend(MqlTradeRequest& request, MqlTradeResult& result) {
    const uncounted pause;
    const terminal::world_lock lock;
    result = MqlTradeResult{};
    engine& world = engine_of_program();
    const trade_request wanted = plain(request);
    if (const uint32_t code = terminal_refuses(world, wanted)) {
        result = terminal::native(refusal(world, wanted, code));
        return failed(code);
    }
    result = terminal::native(exchange(world, wanted, world.trade.next_request_id()));
    return terminal::is_done(result.retcode) || failed(result.retcode);
}

bool OrderSendAsync(MqlTradeRequest& request, MqlTradeResult& result) {
    const uncounted pause;
    const terminal::world_lock lock;
    result = MqlTradeResult{};
    engine& world = engine_of_program();
    const trade_request wanted = plain(request);
    if (const uint32_t code = terminal_refuses(world, wanted)) {
        result = terminal::native(refusal(world, wanted, code));
        return failed(code);
    }
    const uint32_t id = world.trade.next_request_id();
    world.future.at(world.now_msc + world.trade.next_latency_msc() / 2, [&world, wanted, id] {
        if (world.is_connected) {
            world.trade.receive(wanted, id);
        }
    });
    result.retcode = TRADE_RETCODE_PLACED;
    result.comment = from_utf8(terminal::retcode_comment(result.retcode));
    result.request_id = id;
    return true;
}

double TesterStatistics(ENUM_STATISTICS statistic_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::program_market().statistic(statistic_id);
}

}  // namespace mql
