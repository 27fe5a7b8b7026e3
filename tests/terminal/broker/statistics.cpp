#include "statistics.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine.hpp"
#include "host.hpp"

namespace terminal {

namespace {

struct results {
    double deposit = 0.0;
    double profit = 0.0;
    double gross_profit = 0.0;
    double gross_loss = 0.0;
    double best = 0.0;
    double worst = 0.0;
    int trades = 0;
    int won = 0;
    int lost = 0;
    int shorts = 0;
    int deals = 0;
    double balance_lowest = 0.0;
    double balance_fall = 0.0;
    double balance_fall_frac = 0.0;
    std::vector<double> returns;
};

results of_deals(const account_state& account) {
    results sum;
    double balance = 0.0;
    double highest = 0.0;
    for (const deal_record& deal : account.deals) {
        const double amount = deal.result().units();
        if (deal.type == mql::DEAL_TYPE_BALANCE) {
            sum.deposit = balance == 0.0 ? amount : sum.deposit;
            balance += amount;
            highest = std::max(highest, balance);
            sum.balance_lowest = balance;
            continue;
        }
        ++sum.deals;
        if (deal.entry != mql::DEAL_ENTRY_IN) {
            ++sum.trades;
            sum.won += amount > 0.0 ? 1 : 0;
            sum.lost += amount > 0.0 ? 0 : 1;
            // A buy closes a short.
            sum.shorts += deal.type == side_buy ? 1 : 0;
            sum.returns.push_back(balance > 0.0 ? amount / balance : 0.0);
        }
        balance += amount;
        sum.profit += amount;
        (amount > 0.0 ? sum.gross_profit : sum.gross_loss) += amount;
        sum.best = std::max(sum.best, amount);
        sum.worst = std::min(sum.worst, amount);
        sum.balance_lowest = std::min(sum.balance_lowest, balance);
        highest = std::max(highest, balance);
        sum.balance_fall = std::max(sum.balance_fall, highest - balance);
        if (highest > 0.0) {
            sum.balance_fall_frac = std::max(sum.balance_fall_frac, (highest - balance) / highest);
        }
    }
    return sum;
}

// Mean return of a trade by its deviation.
double sharpe_ratio(const std::vector<double>& returns) {
    if (returns.size() < 2) {
        return 0.0;
    }
    double mean = 0.0;
    for (const double value : returns) {
        mean += value;
    }
    mean /= static_cast<double>(returns.size());
    double squares = 0.0;
    for (const double value : returns) {
        squares += (value - mean) * (value - mean);
    }
    const double deviation = std::sqrt(squares / static_cast<double>(returns.size() - 1));
    return deviation > 0.0 ? mean / deviation : 0.0;
}

}  // namespace

double statistic_of(const engine& world, int32_t id) {
    const results sum = of_deals(world.trade.account);
    const trade_server& server = world.trade;
    switch (id) {
        case mql::STAT_INITIAL_DEPOSIT: return sum.deposit;
        case mql::STAT_PROFIT: return sum.profit;
        case mql::STAT_GROSS_PROFIT: return sum.gross_profit;
        case mql::STAT_GROSS_LOSS: return sum.gross_loss;
        case mql::STAT_MAX_PROFITTRADE: return sum.best;
        case mql::STAT_MAX_LOSSTRADE: return sum.worst;
        case mql::STAT_BALANCEMIN: return sum.balance_lowest;
        case mql::STAT_BALANCE_DD: return sum.balance_fall;
        case mql::STAT_BALANCEDD_PERCENT:
        case mql::STAT_BALANCE_DDREL_PERCENT: return sum.balance_fall_frac * 100.0;
        case mql::STAT_EQUITY_DD: return server.equity_fall_most;
        case mql::STAT_EQUITYDD_PERCENT:
        case mql::STAT_EQUITY_DDREL_PERCENT: return server.equity_fall_most_frac * 100.0;
        case mql::STAT_EXPECTED_PAYOFF: return sum.trades > 0 ? sum.profit / sum.trades : 0.0;
        case mql::STAT_PROFIT_FACTOR:
            return sum.gross_loss < 0.0 ? sum.gross_profit / -sum.gross_loss : 0.0;
        case mql::STAT_RECOVERY_FACTOR:
            return server.equity_fall_most > 0.0 ? sum.profit / server.equity_fall_most : 0.0;
        case mql::STAT_SHARPE_RATIO: return sharpe_ratio(sum.returns);
        case mql::STAT_DEALS: return sum.deals;
        case mql::STAT_TRADES: return sum.trades;
        case mql::STAT_PROFIT_TRADES: return sum.won;
        case mql::STAT_LOSS_TRADES: return sum.lost;
        case mql::STAT_SHORT_TRADES: return sum.shorts;
        case mql::STAT_LONG_TRADES: return sum.trades - sum.shorts;
        default: not_simulated("TesterStatistics(" + std::to_string(id) + ")");
    }
}

}  // namespace terminal
