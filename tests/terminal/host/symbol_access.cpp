#include "symbol_access.hpp"

#include "broker/engine.hpp"
#include "host.hpp"

namespace terminal {

int32_t digits_of(const std::string& symbol) {
    const world_lock lock;
    const symbol_state* found = engine_of_program().find(symbol);
    return found == nullptr ? 0 : found->spec.digits;
}

double point_of(const std::string& symbol) {
    const world_lock lock;
    const symbol_state* found = engine_of_program().find(symbol);
    return found == nullptr ? 0.0 : found->spec.point();
}

int32_t seconds_of(int32_t period) { return period_seconds(period); }

}  // namespace terminal
