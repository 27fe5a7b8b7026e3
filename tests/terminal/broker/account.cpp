#include "account.hpp"

#include <algorithm>

namespace terminal {

namespace {

template <class List, class Test>
auto find(List& list, Test test) -> decltype(list.data()) {
    const auto found = std::find_if(list.begin(), list.end(), test);
    return found == list.end() ? nullptr : &*found;
}

template <class Record>
void erase(std::vector<Record>& list, const Record& member) {
    list.erase(list.begin() + (&member - list.data()));
}

}  // namespace

position_record* account_state::position(uint64_t ticket) {
    return find(positions, [=](const position_record& open) { return open.ticket == ticket; });
}

const position_record* account_state::position(uint64_t ticket) const {
    return find(positions, [=](const position_record& open) { return open.ticket == ticket; });
}

position_record* account_state::position_by_id(uint64_t identifier) {
    return find(positions,
                [=](const position_record& open) { return open.identifier == identifier; });
}

position_record* account_state::position_of(const std::string& symbol) {
    return find(positions, [&](const position_record& open) { return open.symbol == symbol; });
}

const position_record* account_state::position_of(const std::string& symbol) const {
    return find(positions, [&](const position_record& open) { return open.symbol == symbol; });
}

void account_state::remove(const position_record& open) { erase(positions, open); }

order_record* account_state::order(uint64_t ticket) {
    return find(orders, [=](const order_record& waiting) { return waiting.ticket == ticket; });
}

const order_record* account_state::order(uint64_t ticket) const {
    return find(orders, [=](const order_record& waiting) { return waiting.ticket == ticket; });
}

void account_state::remove(const order_record& waiting) { erase(orders, waiting); }

}  // namespace terminal
