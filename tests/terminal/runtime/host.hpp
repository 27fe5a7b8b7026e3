// What the broker and the built-ins may ask of the host: the lock of the world, the program that is
// calling, the log, and waiting on the clock of the world.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "json.hpp"

namespace terminal {

class market;

// One thread at a time sees or changes the world. The lock may be taken again by its owner.
class world_lock {
public:
    world_lock();
    ~world_lock();
    world_lock(const world_lock&) = delete;
    world_lock& operator=(const world_lock&) = delete;
};

// Things kept for one running program by other parts, one object of each type.
class program_store {
public:
    template <class T>
    T& get() {
        std::shared_ptr<void>& slot = slots_[&tag_of<T>];
        if (slot == nullptr) {
            slot = std::make_shared<T>();
        }
        return *static_cast<T*>(slot.get());
    }

private:
    // One address for each type: the order of `type_index` is not consistent with MinGW.
    template <class T>
    static inline char tag_of = 0;

    std::map<const void*, std::shared_ptr<void>> slots_;
};

// The program whose thread is calling. All but `has_program` need one.
bool has_program();
market& program_market();
const std::string& program_instance();
const std::string& program_symbol();
int32_t program_period();
program_store& program_data();
bool program_in_tester();
// Automated trading is allowed in the terminal and for this program.
bool program_trade_allowed();
void set_last_error(int32_t code);
// The same, and always false, for built-ins to return.
bool refuse(int32_t code);

// The symbol for "current symbol" (NULL or empty text) and the timeframe for PERIOD_CURRENT.
std::string symbol_or_current(const std::string& symbol);
int32_t period_or_current(int32_t period);

// Lets the world go on until this moment of the server's clock, as the calling program waits.
void wait_until(int64_t msc);

// Appends a line to the log: {"t":..., "who":..., "kind":..., fields...}.
void log(const std::string& kind, const json& fields);

// Stops the run with the name of a function that is not simulated.
[[noreturn]] void not_simulated(const std::string& what);

}  // namespace terminal
