// MarketBookAdd, MarketBookRelease and MarketBookGet.
#include "../book.hpp"

#include <algorithm>

#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

using terminal::refuse;

namespace {

std::set<std::string>& subscribed() {
    return terminal::program_data().get<terminal::book_subscriptions>().symbols;
}

}  // namespace

bool MarketBookAdd(string symbol) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::symbol_state* found = terminal::symbol_of(symbol);
    if (found == nullptr) {
        return false;
    }
    if (found->spec.book_depth <= 0 || !found->spec.is_selected) {
        return refuse(ERR_BOOKS_CANNOT_ADD);
    }
    subscribed().insert(found->spec.name);
    return true;
}

bool MarketBookRelease(string symbol) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::symbol_state* found = terminal::symbol_of(symbol);
    if (found == nullptr) {
        return false;
    }
    return subscribed().erase(found->spec.name) != 0 || refuse(ERR_BOOKS_CANNOT_DELETE);
}

bool MarketBookGet(string symbol, array_ref<MqlBookInfo> book) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::symbol_state* found = terminal::symbol_of(symbol);
    if (found == nullptr) {
        return false;
    }
    if (subscribed().count(found->spec.name) == 0) {
        return refuse(ERR_BOOKS_CANNOT_GET);
    }
    const std::vector<MqlBookInfo> levels = terminal::book_of(*found);
    if (levels.empty()) {
        return refuse(ERR_BOOKS_CANNOT_GET);
    }
    if (!book.resize(static_cast<int32_t>(levels.size()))) {
        return refuse(ERR_ARRAY_RESIZE_ERROR);
    }
    std::copy(levels.begin(), levels.end(), book.data());
    return true;
}

}  // namespace mql
