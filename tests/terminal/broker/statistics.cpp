#include "statistics.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>
#include <vector>

#include "engine.hpp"
#include "equity_curve.hpp"
#include "host.hpp"

namespace terminal {

namespace {

struct results {
    double deposit = 0.0;
    double withdrawn = 0.0;
    double profit = 0.0;
    double gross_profit = 0.0;
    double gross_loss = 0.0;
    double best = 0.0;
    double worst = 0.0;
    int trades = 0;
    int won = 0;
    int lost = 0;
    int shorts = 0;
    int shorts_won = 0;
    int longs_won = 0;
    int deals = 0;
    equity_curve balance;
    std::vector<double> returns;
};

void add_trade(results& sum, const deal_record& deal, double amount, double balance) {
    // A buy closes a short.
    const bool is_short = deal.type == side_buy;
    const bool is_won = amount >= 0.0;
    ++sum.trades;
    (is_won ? sum.won : sum.lost) += 1;
    sum.shorts += is_short ? 1 : 0;
    if (is_won) {
        (is_short ? sum.shorts_won : sum.longs_won) += 1;
    }
    sum.returns.push_back(balance > 0.0 ? amount / balance : 0.0);
    sum.best = std::max(sum.best, amount);
    sum.worst = std::min(sum.worst, amount);
}

results of_deals(const account_state& account) {
    results sum;
    double balance = 0.0;
    for (const deal_record& deal : account.deals) {
        const double amount = deal.result().units();
        if (deal.type == mql::DEAL_TYPE_BALANCE) {
            sum.deposit = sum.balance.has_any ? sum.deposit : amount;
            sum.withdrawn += amount < 0.0 ? -amount : 0.0;
        } else {
            ++sum.deals;
            sum.profit += amount;
            (amount > 0.0 ? sum.gross_profit : sum.gross_loss) += amount;
            if (deal.entry != mql::DEAL_ENTRY_IN) {
                add_trade(sum, deal, amount, balance);
            }
        }
        balance += amount;
        sum.balance.take(balance);
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

double fall_statistic(const equity_curve& balance, const equity_curve& equity, int32_t id) {
    switch (id) {
        case mql::STAT_BALANCEMIN: return balance.lowest;
        case mql::STAT_BALANCE_DD: return balance.fall;
        case mql::STAT_BALANCEDD_PERCENT: return balance.fall_part * 100.0;
        case mql::STAT_BALANCE_DDREL_PERCENT: return balance.relative_part * 100.0;
        case mql::STAT_BALANCE_DD_RELATIVE: return balance.relative;
        case mql::STAT_EQUITYMIN: return equity.has_any ? equity.lowest : balance.lowest;
        case mql::STAT_EQUITY_DD: return equity.fall;
        case mql::STAT_EQUITYDD_PERCENT: return equity.fall_part * 100.0;
        case mql::STAT_EQUITY_DDREL_PERCENT: return equity.relative_part * 100.0;
        case mql::STAT_EQUITY_DD_RELATIVE: return equity.relative;
        default: not_simulated("TesterStatistics(" + std::to_string(id) + ")");
    }
}

}  // namespace

double statistic_of(const engine& world, int32_t id) {
    const results sum = of_deals(world.trade.account);
    switch (id) {
        case mql::STAT_INITIAL_DEPOSIT: return sum.deposit;
        case mql::STAT_WITHDRAWAL: return sum.withdrawn;
        case mql::STAT_PROFIT: return sum.profit;
        case mql::STAT_GROSS_PROFIT: return sum.gross_profit;
        case mql::STAT_GROSS_LOSS: return sum.gross_loss;
        case mql::STAT_MAX_PROFITTRADE: return sum.best;
        case mql::STAT_MAX_LOSSTRADE: return sum.worst;
        case mql::STAT_EXPECTED_PAYOFF: return sum.trades > 0 ? sum.profit / sum.trades : 0.0;
        case mql::STAT_PROFIT_FACTOR:
            return sum.gross_loss < 0.0 ? sum.gross_profit / -sum.gross_loss : DBL_MAX;
        case mql::STAT_RECOVERY_FACTOR:
            return sum.balance.fall > 0.0 ? sum.profit / sum.balance.fall : 0.0;
        case mql::STAT_SHARPE_RATIO: return sharpe_ratio(sum.returns);
        case mql::STAT_DEALS: return sum.deals;
        case mql::STAT_TRADES: return sum.trades;
        case mql::STAT_PROFIT_TRADES: return sum.won;
        case mql::STAT_LOSS_TRADES: return sum.lost;
        case mql::STAT_SHORT_TRADES: return sum.shorts;
        case mql::STAT_LONG_TRADES: return sum.trades - sum.shorts;
        case mql::STAT_PROFIT_SHORTTRADES: return sum.shorts_won;
        case mql::STAT_PROFIT_LONGTRADES: return sum.longs_won;
        default: return fall_statistic(sum.balance, world.trade.equity, id);
    }
}

}  // namespace terminal
