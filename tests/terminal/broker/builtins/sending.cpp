// OrderCheck and OrderSend: what happens in the terminal before and after the trade server.
#include "../checks.hpp"
#include "../engine.hpp"
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
    return to;
}

void fill(MqlTradeResult& to, const trade_result& from) {
    to.retcode = from.retcode;
    to.deal = from.deal;
    to.order = from.order;
    to.volume = from.volume;
    to.price = from.price;
    to.bid = from.bid;
    to.ask = from.ask;
    to.comment = from_utf8(from.comment);
    to.request_id = from.request_id;
    to.retcode_external = from.retcode_external;
}

bool refuse(uint32_t& retcode, uint32_t code) {
    retcode = code;
    terminal::set_last_error(ERR_TRADE_SEND_FAILED);
    return false;
}

// What the terminal itself knows before anything is sent.
uint32_t terminal_refuses(const engine& world) {
    if (!terminal::program_trade_allowed()) {
        return TRADE_RETCODE_CLIENT_DISABLES_AT;
    }
    return world.is_connected ? 0 : TRADE_RETCODE_CONNECTION;
}

}  // namespace

bool OrderCheck(MqlTradeRequest& request, MqlTradeCheckResult& result) {
    const uncounted pause;
    const terminal::world_lock lock;
    result = MqlTradeCheckResult{};
    const engine& world = engine_of_program();
    const trade_request wanted = plain(request);
    uint32_t code = terminal_refuses(world);
    code = code != 0 ? code : terminal::check_request(world, wanted);
    const terminal::account_sums sums = terminal::sums_of(world);
    result.balance = world.trade.account.balance.units();
    result.equity = sums.equity.units();
    result.profit = sums.profit.units();
    result.margin = sums.margin.units();
    result.margin_free = sums.free.units();
    result.margin_level = sums.level;
    return code == 0 || refuse(result.retcode, code);
}

bool OrderSend(MqlTradeRequest& request, MqlTradeResult& result) {
    const uncounted pause;
    const terminal::world_lock lock;
    result = MqlTradeResult{};
    engine& world = engine_of_program();
    const trade_request wanted = plain(request);
    uint32_t code = terminal_refuses(world);
    code = code != 0 ? code : terminal::check_request(world, wanted);
    if (code != 0) {
        return refuse(result.retcode, code);
    }
    const int64_t latency = world.trade.next_latency_msc();
    if (latency > 0) {
        terminal::wait_until(world.now_msc + latency);
        if (!world.is_connected) {
            return refuse(result.retcode, TRADE_RETCODE_CONNECTION);
        }
    }
    fill(result, world.trade.send(wanted));
    const bool is_done = result.retcode == TRADE_RETCODE_DONE ||
                         result.retcode == TRADE_RETCODE_DONE_PARTIAL ||
                         result.retcode == TRADE_RETCODE_PLACED;
    return is_done || refuse(result.retcode, result.retcode);
}

double TesterStatistics(ENUM_STATISTICS statistic_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::program_market().statistic(statistic_id);
}

}  // namespace mql
