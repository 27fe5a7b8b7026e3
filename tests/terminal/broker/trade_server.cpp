#include "trade_server.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "checks.hpp"
#include "civil_time.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "host.hpp"
#include "transactions.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr int execution_market = 2;

trade_result answer(uint32_t retcode) {
    trade_result result;
    result.retcode = retcode;
    return result;
}

std::string level_comment(const char* kind, double level, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "[%s %.*f]", kind, digits, level);
    return text;
}

}  // namespace

int64_t trade_server::next_latency_msc() {
    const auto jitter = static_cast<uint64_t>(faults.jitter_msc + 1);
    return faults.latency_msc + static_cast<int64_t>(home_.random.below(jitter));
}

// The oldest fault that applies to this request. False when there is none.
bool trade_server::take_fault(trade_result& result, bool& executes) {
    auto& answers = faults.answers;
    while (!answers.empty() &&
           (answers.front().left <= 0 || answers.front().until_msc <= home_.now_msc)) {
        answers.pop_front();
    }
    if (answers.empty() || requests % answers.front().every != 0) {
        return false;
    }
    answer_fault& fault = answers.front();
    --fault.left;
    result = answer(fault.retcode);
    executes = fault.is_executed;
    return true;
}

trade_result trade_server::send(const trade_request& request) {
    ++requests;
    trade_result result;
    bool executes = true;
    trade_result wrong;
    const bool is_wrong = take_fault(wrong, executes);
    if (executes) {
        const uint32_t code = check_request(home_, request);
        result = code != 0 ? answer(code) : execute(request);
    }
    if (is_wrong) {
        result = wrong;
    }
    refusals += result.retcode == mql::TRADE_RETCODE_DONE ||
                        result.retcode == mql::TRADE_RETCODE_DONE_PARTIAL
                    ? 0
                    : 1;
    result.request_id = ++last_request_;
    if (const symbol_state* symbol = home_.find(request.symbol)) {
        result.bid = symbol->server.bid;
        result.ask = symbol->server.ask;
    }
    log("answer", {{"retcode", result.retcode},
                   {"action", request.action},
                   {"symbol", request.symbol},
                   {"type", request.type},
                   {"lots", request.volume},
                   {"sl", request.sl},
                   {"tp", request.tp},
                   {"price", result.price},
                   {"comment", request.comment}});
    transaction_batch batch(home_);
    batch.request(request, result);
    batch.deliver();
    return result;
}

trade_result trade_server::execute(const trade_request& request) {
    if (request.action == mql::TRADE_ACTION_SLTP) {
        return modify(request);
    }
    return deal(*home_.find(request.symbol), request);
}

trade_result trade_server::deal(symbol_state& symbol, const trade_request& request) {
    const contract_spec& spec = symbol.spec;
    const bool is_buy = request.type == side_buy;
    const double quote = is_buy ? symbol.server.ask : symbol.server.bid;
    const double allowed = (static_cast<double>(request.deviation) + 0.1) * spec.point();
    if (spec.execution < execution_market && std::fabs(quote - request.price) > allowed) {
        return answer(mql::TRADE_RETCODE_REQUOTE);
    }
    const auto worst = static_cast<uint64_t>(faults.slippage_points + 1);
    const double slipped = static_cast<double>(home_.random.below(worst)) * spec.point();
    deal_plan plan;
    plan.side = request.type;
    plan.lots = request.volume;
    plan.price = nearest_price(quote + sign_of(plan.side) * slipped, spec.tick_size, spec.digits);
    plan.position = request.position;
    plan.magic = request.magic;
    plan.comment = request.comment;
    plan.sl = request.sl;
    plan.tp = request.tp;
    bool is_partial = false;
    if (faults.fill_part < 1.0) {
        const double steps = std::floor(plan.lots * faults.fill_part / spec.volume_step + 1e-6);
        const double lots = steps * spec.volume_step;
        is_partial = lots < plan.lots - 1e-9;
        if (is_partial && (request.filling == mql::ORDER_FILLING_FOK || lots < spec.volume_min)) {
            return answer(mql::TRADE_RETCODE_REJECT);
        }
        plan.lots = is_partial ? std::round(lots * 1e8) / 1e8 : plan.lots;
    }
    const deal_record booked = book_deal(home_, symbol, plan);
    note_positions();
    trade_result result =
        answer(is_partial ? mql::TRADE_RETCODE_DONE_PARTIAL : mql::TRADE_RETCODE_DONE);
    result.deal = booked.ticket;
    result.order = booked.order;
    result.volume = booked.volume;
    result.price = booked.price;
    return result;
}

trade_result trade_server::modify(const trade_request& request) {
    position_record& open = *account.position(request.position);
    open.sl = request.sl;
    open.tp = request.tp;
    open.update_msc = home_.now_msc;
    transaction_batch batch(home_);
    batch.position(open);
    batch.deliver();
    return answer(mql::TRADE_RETCODE_DONE);
}

void trade_server::close_at(symbol_state& symbol, uint64_t ticket, double price, int reason,
                            const std::string& comment) {
    const position_record& open = *account.position(ticket);
    deal_plan plan;
    plan.side = opposite(open.side);
    plan.lots = open.volume;
    plan.price = nearest_price(price, symbol.spec.tick_size, symbol.spec.digits);
    plan.position = ticket;
    // What the server does by itself carries the magic number of the position, as MT5 books it.
    plan.magic = open.magic;
    plan.comment = comment;
    plan.reason = reason;
    book_deal(home_, symbol, plan);
}

void trade_server::on_quote(symbol_state& symbol) {
    if (account.positions.empty()) {
        return;
    }
    if (symbol.is_trading_at(home_.now_msc)) {
        check_levels(symbol);
    }
    check_margin();
    note_equity();
}

// A stop is filled at the quote that reaches it, a target at its own price.
void trade_server::check_levels(symbol_state& symbol) {
    for (size_t index = 0; index < account.positions.size();) {
        const position_record open = account.positions[index];
        const double price = closing_price(symbol, open.side);
        const double sign = sign_of(open.side);
        const int digits = symbol.spec.digits;
        if (open.symbol != symbol.spec.name) {
            ++index;
        } else if (open.sl != 0.0 && sign * (price - open.sl) <= 0.0) {
            close_at(symbol, open.ticket, price, mql::DEAL_REASON_SL,
                     level_comment("sl", open.sl, digits));
        } else if (open.tp != 0.0 && sign * (price - open.tp) >= 0.0) {
            close_at(symbol, open.ticket, open.tp, mql::DEAL_REASON_TP,
                     level_comment("tp", open.tp, digits));
        } else {
            ++index;
        }
    }
}

// The broker closes the largest loss first until the margin level is above the limit.
void trade_server::check_margin() {
    while (!account.positions.empty()) {
        const account_sums sums = sums_of(home_);
        if (sums.margin.micros <= 0 || sums.level > account.stop_out_percent) {
            return;
        }
        const position_record* worst = nullptr;
        double loss = 0.0;
        for (const position_record& open : account.positions) {
            symbol_state* symbol = home_.find(open.symbol);
            if (symbol == nullptr || !symbol->has_quote()) {
                continue;
            }
            const double profit = profit_of(home_, *symbol, open.side, open.volume,
                                            open.price_open, closing_price(*symbol, open.side));
            if (worst == nullptr || profit < loss) {
                worst = &open;
                loss = profit;
            }
        }
        if (worst == nullptr) {
            return;
        }
        ++stop_outs;
        symbol_state& symbol = *home_.find(worst->symbol);
        close_at(symbol, worst->ticket, closing_price(symbol, worst->side), mql::DEAL_REASON_SO,
                 "[so]");
    }
}

void trade_server::note_equity() {
    const double equity = sums_of(home_).equity.units();
    equity_highest = std::max(equity_highest, std::max(equity, account.balance.units()));
    const double fall = equity_highest - equity;
    equity_fall_most = std::max(equity_fall_most, fall);
    if (equity_highest > 0.0) {
        equity_fall_most_frac = std::max(equity_fall_most_frac, fall / equity_highest);
    }
}

void trade_server::note_positions() {
    std::map<std::pair<std::string, uint64_t>, int64_t> counts;
    for (const position_record& open : account.positions) {
        const int64_t count = ++counts[{open.symbol, open.magic}];
        if (open.magic != 0) {
            own_positions_most = std::max(own_positions_most, count);
        }
    }
}

void trade_server::on_time(int64_t from_msc, int64_t to_msc) {
    constexpr int64_t day_msc = seconds_per_day * 1000;
    int64_t day = floor_divide(from_msc, day_msc);
    const int64_t last = floor_divide(to_msc, day_msc);
    if (from_msc <= 0 || account.positions.empty()) {
        return;
    }
    for (; day < last; ++day) {
        const int32_t weekday = day_of_week(day);
        if (weekday != 0 && weekday != 6) {
            charge_swaps();
        }
    }
}

json trade_server::summary() const {
    const account_sums sums = sums_of(home_);
    json result;
    int64_t naked = 0;
    for (const position_record& open : account.positions) {
        naked += open.sl == 0.0 ? 1 : 0;
    }
    int64_t trades = 0;
    for (const deal_record& deal : account.deals) {
        trades += deal.type <= side_sell ? 1 : 0;
    }
    result.add("requests", requests).add("refusals", refusals).add("deals", trades);
    result.add("positions", account.positions.size()).add("positions_without_stop", naked);
    result.add("own_positions_most", own_positions_most).add("stop_outs", stop_outs);
    result.add("balance", account.balance.units()).add("equity", sums.equity.units());
    result.add("orders", account.orders.size());
    return result;
}

}  // namespace terminal
