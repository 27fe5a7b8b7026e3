// What a new quote does by itself: stops, targets and the broker's stop out.
#pragma once

#include <cstdint>

namespace terminal {

struct engine;
struct symbol_state;

void check_levels(engine& world, const symbol_state& symbol);
// Closes positions while the margin level is too low.
void check_margin(engine& world);
// Closes the position with the largest loss, whatever the margin level. False without one.
bool stop_out_worst(engine& world);

}  // namespace terminal
