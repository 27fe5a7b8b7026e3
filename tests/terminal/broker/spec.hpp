// The specification of a symbol, as SymbolInfo* shows it.
#pragma once

#include <string>
#include <vector>

namespace terminal {

// A part of a day of the week, 0 = Sunday, in seconds from midnight.
struct session_hours {
    int day;
    int from_s;
    int to_s;
};

struct contract_spec {
    std::string name;
    std::string description;
    std::string path;
    std::string bank;
    std::string currency_base;
    std::string currency_profit;
    std::string currency_margin;
    std::string basis_class;
    int digits = 5;
    double tick_size = 0.00001;
    // Of futures and indices: profit of one tick, in the profit currency. 0 = by contract size.
    double tick_price = 0.0;
    double contract_size = 100000.0;
    double volume_min = 0.01;
    double volume_max = 500.0;
    double volume_step = 0.01;
    double volume_limit = 0.0;
    int calc_mode = 0;
    int trade_mode = 4;
    int execution = 2;
    int filling = 3;
    int expiration = 15;
    int order_mode = 127;
    int gtc_mode = 0;
    int stops_level = 0;
    int freeze_level = 0;
    int chart_mode = 0;
    int spread_points = 10;
    bool is_spread_float = true;
    int swap_mode = 0;
    int swap_triple_day = 3;
    double swap_long = 0.0;
    double swap_short = 0.0;
    double margin_initial = 0.0;
    double margin_maintenance = 0.0;
    double margin_hedged = 0.0;
    bool is_hedged_by_leg = false;
    double margin_rate_buy = 1.0;
    double margin_rate_sell = 1.0;
    double maintenance_rate_buy = 0.0;
    double maintenance_rate_sell = 0.0;
    // Account currency per lot and deal, and the same as a fee of the exchange; both charged.
    double commission_per_lot = 0.0;
    double fee_per_lot = 0.0;
    double fee_per_deal = 0.0;
    // Account currency for one unit of the profit currency, where no symbol of the market says it.
    // 0 = one divided by the price.
    double profit_rate = 1.0;
    // 0 = the account's.
    int leverage = 0;
    int book_depth = 10;
    bool is_selected = true;
    bool is_custom = false;
    bool is_synchronized = true;
    // Empty = always.
    std::vector<session_hours> quote_sessions;
    std::vector<session_hours> trade_sessions;

    double point() const;
    double points_per_unit() const;
    bool is_forex() const { return calc_mode == 0 || calc_mode == 5; }
};

// What is seen of the prices of a file.
struct price_facts {
    double first_price = 0.0;
    int decimals = 5;
    bool by_last = false;
};

// What a symbol of this name usually is, the same guess as `hypertrader replay` makes.
contract_spec guessed_spec(const std::string& name, const price_facts& facts);

// Sets one property by its name. False with the reason in `error`.
bool set_property(contract_spec& spec, const std::string& key, const std::string& value,
                  std::string& error);

// Dollars for one unit of a currency, 0 when it is not known.
double usual_dollars(const std::string& currency);

double power_of_ten(int digits);
double nearest_price(double price, double tick_size, int digits);

}  // namespace terminal
