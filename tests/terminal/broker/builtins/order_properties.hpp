// Properties of an order, waiting or finished, by their numbers.
#pragma once

#include <cstdint>
#include <string>

#include "../records.hpp"

namespace terminal {

// Each is false when there is no such property.
bool order_number(const order_record& order, int property, int64_t& value);
// An order that waits shows the price that it waits for.
bool order_real(const order_record& order, int property, double& value);
bool order_text(const order_record& order, int property, std::string& value);

}  // namespace terminal
