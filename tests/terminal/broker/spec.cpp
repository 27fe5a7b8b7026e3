#include "spec.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>

namespace terminal {

namespace {

struct currency_rate {
    const char* code;
    double dollars;
};

// Round numbers near the averages of 2010 to 2025, those of `hypertrader replay`.
constexpr std::array<currency_rate, 20> rates{{
    {"USD", 1.0},    {"USDT", 1.0},   {"USDC", 1.0},  {"EUR", 1.15},   {"GBP", 1.35},
    {"CHF", 1.08},   {"AUD", 0.75},   {"NZD", 0.68},  {"CAD", 0.78},   {"JPY", 0.0085},
    {"SEK", 0.11},   {"NOK", 0.12},   {"DKK", 0.155}, {"PLN", 0.27},   {"HUF", 0.0033},
    {"CZK", 0.045},  {"SGD", 0.74},   {"HKD", 0.128}, {"MXN", 0.055},  {"ZAR", 0.07},
}};
constexpr std::array<const char*, 12> coins{"BTC", "XBT", "ETH",  "LTC", "BCH", "BNB",
                                            "XRP", "DOGE", "SOL", "ADA", "DOT", "TRX"};

bool starts_with(const std::string& text, const std::string& start) {
    return text.compare(0, start.size(), start) == 0;
}

bool is_coin(const std::string& base) {
    return std::any_of(coins.begin(), coins.end(), [&](const char* coin) { return base == coin; });
}

// Base and profit currency of names such as EURUSD, BTCUSDT or XAUUSD.m; empty when it has none.
std::pair<std::string, std::string> split_name(const std::string& symbol) {
    if (symbol == "SYNTHETIC") {
        return {"EUR", "USD"};
    }
    std::string plain;
    for (const char c : symbol) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
    }
    std::vector<std::string> bases{"XAU", "XAG"};
    bases.insert(bases.end(), coins.begin(), coins.end());
    for (const currency_rate& rate : rates) {
        bases.emplace_back(rate.code);
    }
    for (const std::string& base : bases) {
        if (!starts_with(plain, base) || plain.size() < base.size() + 3) {
            continue;
        }
        const std::string rest = plain.substr(base.size());
        for (const char* quote : {"USDT", "USDC"}) {
            if (starts_with(rest, quote)) {
                return {base, quote};
            }
        }
        const std::string quote = rest.substr(0, 3);
        return usual_dollars(quote) > 0.0 ? std::make_pair(base, quote)
                                          : std::pair<std::string, std::string>();
    }
    return {};
}

using setter = std::function<bool(contract_spec&, const std::string&)>;

bool number(const std::string& text, double& value) {
    char* end = nullptr;
    value = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' && std::isfinite(value);
}

setter real(double contract_spec::* field, double minimum) {
    return [=](contract_spec& spec, const std::string& text) {
        double value = 0.0;
        if (!number(text, value) || value < minimum) {
            return false;
        }
        spec.*field = value;
        return true;
    };
}

setter whole(int contract_spec::* field) {
    return [=](contract_spec& spec, const std::string& text) {
        double value = 0.0;
        if (!number(text, value) || value != std::floor(value) || value < 0.0 || value > 1e9) {
            return false;
        }
        spec.*field = static_cast<int>(value);
        return true;
    };
}

setter flag(bool contract_spec::* field) {
    return [=](contract_spec& spec, const std::string& text) {
        spec.*field = text == "1" || text == "true";
        return text == "0" || text == "1" || text == "true" || text == "false";
    };
}

setter words(std::string contract_spec::* field) {
    return [=](contract_spec& spec, const std::string& text) {
        spec.*field = text;
        return true;
    };
}

const double any_number = -1e300;

const std::map<std::string, setter>& setters() {
    using c = contract_spec;
    static const std::map<std::string, setter> table{
        {"description", words(&c::description)},
        {"path", words(&c::path)},
        {"bank", words(&c::bank)},
        {"currency_base", words(&c::currency_base)},
        {"currency_profit", words(&c::currency_profit)},
        {"currency_margin", words(&c::currency_margin)},
        {"tick_size", real(&c::tick_size, 1e-12)},
        {"tick_price", real(&c::tick_price, 0.0)},
        {"contract_size", real(&c::contract_size, 1e-12)},
        {"volume_min", real(&c::volume_min, 0.0)},
        {"volume_max", real(&c::volume_max, 0.0)},
        {"volume_step", real(&c::volume_step, 1e-12)},
        {"volume_limit", real(&c::volume_limit, 0.0)},
        {"calc_mode", whole(&c::calc_mode)},
        {"trade_mode", whole(&c::trade_mode)},
        {"execution", whole(&c::execution)},
        {"filling", whole(&c::filling)},
        {"expiration", whole(&c::expiration)},
        {"order_mode", whole(&c::order_mode)},
        {"gtc_mode", whole(&c::gtc_mode)},
        {"stops_level", whole(&c::stops_level)},
        {"freeze_level", whole(&c::freeze_level)},
        {"chart_mode", whole(&c::chart_mode)},
        {"spread_points", whole(&c::spread_points)},
        {"spread_float", flag(&c::is_spread_float)},
        {"swap_mode", whole(&c::swap_mode)},
        {"swap_triple_day", whole(&c::swap_triple_day)},
        {"swap_long", real(&c::swap_long, any_number)},
        {"swap_short", real(&c::swap_short, any_number)},
        {"margin_initial", real(&c::margin_initial, 0.0)},
        {"margin_maintenance", real(&c::margin_maintenance, 0.0)},
        {"margin_hedged", real(&c::margin_hedged, 0.0)},
        {"hedged_by_leg", flag(&c::is_hedged_by_leg)},
        {"margin_rate_buy", real(&c::margin_rate_buy, 0.0)},
        {"margin_rate_sell", real(&c::margin_rate_sell, 0.0)},
        {"maintenance_rate_buy", real(&c::maintenance_rate_buy, 0.0)},
        {"maintenance_rate_sell", real(&c::maintenance_rate_sell, 0.0)},
        {"commission_per_lot", real(&c::commission_per_lot, 0.0)},
        {"fee_per_lot", real(&c::fee_per_lot, 0.0)},
        {"fee_per_deal", real(&c::fee_per_deal, 0.0)},
        {"profit_rate", real(&c::profit_rate, 0.0)},
        {"leverage", whole(&c::leverage)},
        {"book_depth", whole(&c::book_depth)},
        {"selected", flag(&c::is_selected)},
        {"custom", flag(&c::is_custom)},
        {"synchronized", flag(&c::is_synchronized)},
    };
    return table;
}

}  // namespace

double power_of_ten(int digits) {
    double power = 1.0;
    for (int i = 0; i < std::min(digits, 15); ++i) {
        power *= 10.0;
    }
    return power;
}

double usual_dollars(const std::string& currency) {
    for (const currency_rate& rate : rates) {
        if (currency == rate.code) {
            return rate.dollars;
        }
    }
    return 0.0;
}

double contract_spec::points_per_unit() const { return power_of_ten(digits); }
double contract_spec::point() const { return 1.0 / power_of_ten(digits); }

double nearest_price(double price, double tick_size, int digits) {
    const double on_grid = std::nearbyint(price / tick_size) * tick_size;
    const double scale = power_of_ten(digits);
    return std::nearbyint(on_grid * scale) / scale;
}

contract_spec guessed_spec(const std::string& name, const price_facts& facts) {
    contract_spec spec;
    spec.name = name;
    spec.description = name + " (simulated)";
    const auto [base, profit] = split_name(name);
    const bool is_pair = !base.empty();
    std::string kind = "currency pair";
    if (!is_pair) {
        kind = "other";
        spec.digits = std::min(facts.decimals, 5);
        spec.contract_size = 1.0;
        spec.spread_points = 100;
    } else if (base == "XAU" || base == "XAG") {
        kind = base == "XAU" ? "gold" : "silver";
        spec.digits = base == "XAU" ? 2 : 3;
        spec.contract_size = base == "XAU" ? 100.0 : 5000.0;
        spec.spread_points = 25;
    } else if (is_coin(base)) {
        kind = "crypto";
        spec.digits = facts.first_price < 10.0 ? std::clamp(facts.decimals, 2, 6) : 2;
        spec.contract_size = 1.0;
        spec.spread_points = spec.digits == 2 ? 1000 : 10;
    } else {
        spec.digits = profit == "JPY" || profit == "HUF" ? 3 : 5;
    }
    const bool is_forex = kind == "currency pair";
    const bool is_metal = kind == "gold" || kind == "silver";
    spec.basis_class = kind;
    spec.path = (is_forex ? "Forex\\" : "CFD\\") + name;
    spec.tick_size = spec.point();
    spec.volume_min = kind == "other" ? 0.1 : 0.01;
    spec.volume_step = spec.volume_min;
    spec.volume_max = is_forex ? 500.0 : is_metal ? 100.0 : 1000.0;
    spec.calc_mode = is_forex ? 0 : 4;
    spec.currency_base = is_pair ? base : "USD";
    spec.currency_profit = is_pair ? profit : "USD";
    spec.currency_margin = is_forex ? spec.currency_base : spec.currency_profit;
    const bool is_base_account = is_forex && base == "USD" && profit != "USD";
    const double dollars = usual_dollars(spec.currency_profit);
    spec.profit_rate = is_base_account ? 0.0 : dollars > 0.0 ? dollars : 1.0;
    spec.margin_hedged = spec.contract_size;
    spec.chart_mode = facts.by_last ? 1 : 0;
    return spec;
}

bool set_property(contract_spec& spec, const std::string& key, const std::string& value,
                  std::string& error) {
    if (key == "digits") {
        double digits = 0.0;
        if (!number(value, digits) || digits < 0.0 || digits > 8.0) {
            error = "digits was '" + value + "', expected 0 to 8";
            return false;
        }
        spec.digits = static_cast<int>(digits);
        spec.tick_size = spec.point();
        return true;
    }
    const auto found = setters().find(key);
    if (found == setters().end()) {
        error = "'" + key + "' is no property of a symbol";
        return false;
    }
    if (!found->second(spec, value)) {
        error = key + " was '" + value + "', which it cannot be";
        return false;
    }
    return true;
}

}  // namespace terminal
