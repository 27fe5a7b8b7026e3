#include "account.hpp"

namespace terminal {

position_record* account_state::position(uint64_t ticket) {
    for (position_record& open : positions) {
        if (open.ticket == ticket) {
            return &open;
        }
    }
    return nullptr;
}

position_record* account_state::position_of(const std::string& symbol) {
    for (position_record& open : positions) {
        if (open.symbol == symbol) {
            return &open;
        }
    }
    return nullptr;
}

}  // namespace terminal
