#include "trade_server.hpp"

#include <algorithm>

#include "checks.hpp"
#include "civil_time.hpp"
#include "engine.hpp"
#include "execution.hpp"
#include "host.hpp"
#include "levels.hpp"
#include "pending.hpp"
#include "retcodes.hpp"
#include "transactions.hpp"
#include "valuation.hpp"

namespace terminal {

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
    result = answer_of(fault.retcode);
    executes = fault.is_executed;
    return true;
}

trade_result trade_server::receive(const trade_request& request, uint32_t request_id) {
    ++requests;
    bool executes = true;
    trade_result wrong;
    trade_result result;
    transaction_batch batch(home_);
    const bool is_wrong = take_fault(wrong, executes);
    if (executes) {
        uint32_t code = check_request(home_, request, check_stage::server);
        code = code == 0 && faults.rejects_all ? mql::TRADE_RETCODE_REJECT : code;
        result = code != 0 ? answer_of(code) : execute(home_, batch, request);
    }
    if (is_wrong) {
        result = wrong;
    }
    result.request_id = request_id;
    const symbol_state* symbol = home_.find(request.symbol);
    if (symbol != nullptr && request.action == mql::TRADE_ACTION_DEAL) {
        result.bid = symbol->server.bid;
        result.ask = symbol->server.ask;
    }
    result.comment = retcode_comment(result.retcode);
    note_answer(request, result);
    batch.request(request, result);
    batch.deliver();
    return result;
}

void trade_server::note_answer(const trade_request& request, const trade_result& result) {
    if (!is_done(result.retcode)) {
        ++refusals;
        ++refusals_by_code[result.retcode];
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
}

void trade_server::on_quote(symbol_state& symbol) {
    if (account.positions.empty() && account.orders.empty()) {
        return;
    }
    if (symbol.is_trading_at(home_.now_msc)) {
        check_pending(home_, symbol);
        go_on_filling(home_, symbol);
        check_levels(home_, symbol);
    }
    if (!account.positions.empty()) {
        check_margin(home_);
        equity.take(sums_of(home_).equity.units());
    }
}

void trade_server::note_margin_call(bool is_low) {
    if (is_low && !is_margin_low_) {
        ++margin_calls;
        log("margin-call", {{"level", sums_of(home_).level}});
    }
    is_margin_low_ = is_low;
}

void trade_server::note_positions() {
    for (const position_record& open : account.positions) {
        const int64_t count = std::count_if(
            account.positions.begin(), account.positions.end(), [&](const position_record& other) {
                return other.magic == open.magic && other.symbol == open.symbol;
            });
        if (open.magic != 0) {
            own_positions_most = std::max(own_positions_most, count);
        }
    }
    equity.take(sums_of(home_).equity.units());
}

void trade_server::log_in(int64_t login) {
    const bool is_used = !account.deals.empty() || !account.orders.empty();
    const auto known = others_.find(login);
    if (login == account.login || (!is_used && known == others_.end())) {
        account.login = login;
        return;
    }
    account_state next = account;
    if (known != others_.end()) {
        next = known->second;
    } else {
        next.login = login;
        next.balance = next.credit = next.margin = money();
        next.positions.clear();
        next.orders.clear();
        next.done_orders.clear();
        next.deals.clear();
    }
    others_[account.login] = account;
    account = next;
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
            charge_swaps(day);
        }
    }
}

json trade_server::summary() const {
    int64_t naked = 0;
    int64_t own = 0;
    for (const position_record& open : account.positions) {
        naked += open.sl == 0.0 ? 1 : 0;
        own += open.magic != 0 && open.reason == mql::POSITION_REASON_EXPERT ? 1 : 0;
    }
    const int64_t trades = std::count_if(
        account.deals.begin(), account.deals.end(),
        [](const deal_record& deal) { return deal.type <= side_sell; });
    const auto positions = static_cast<int64_t>(account.positions.size());
    json result;
    result.add("requests", requests).add("refusals", refusals).add("deals", trades);
    result.add("positions", positions).add("positions_without_stop", naked);
    result.add("positions_own", own).add("positions_foreign", positions - own);
    result.add("own_positions_most", own_positions_most).add("stop_outs", stop_outs);
    result.add("margin_calls", margin_calls);
    result.add("balance", account.balance.units());
    result.add("equity", sums_of(home_).equity.units()).add("margin", account.margin.units());
    result.add("orders", account.orders.size());
    result.add("orders_done", account.done_orders.size());
    for (const auto& entry : refusals_by_code) {
        result.add("refused_" + std::to_string(entry.first), entry.second);
    }
    return result;
}

}  // namespace terminal
