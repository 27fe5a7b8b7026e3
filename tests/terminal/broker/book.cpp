#include "book.hpp"

#include <cstdlib>

namespace terminal {

std::vector<mql::MqlBookInfo> book_of(const symbol_state& symbol) {
    std::vector<mql::MqlBookInfo> levels;
    const contract_spec& spec = symbol.spec;
    if (symbol.shown.bid <= 0.0 || symbol.shown.ask <= 0.0) {
        return levels;
    }
    const auto level = [&](mql::ENUM_BOOK_TYPE type, double best, int away) {
        mql::MqlBookInfo made{};
        made.type = type;
        made.price = nearest_price(best + away * spec.tick_size, spec.tick_size, spec.digits);
        // The further away, the more.
        made.volume = 1 + std::abs(away);
        made.volume_real = static_cast<double>(made.volume);
        levels.push_back(made);
    };
    for (int away = spec.book_depth - 1; away >= 0; --away) {
        level(mql::BOOK_TYPE_SELL, symbol.shown.ask, away);
    }
    for (int away = 0; away < spec.book_depth; ++away) {
        level(mql::BOOK_TYPE_BUY, symbol.shown.bid, -away);
    }
    return levels;
}

}  // namespace terminal
