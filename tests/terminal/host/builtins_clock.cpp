// The clocks that a program can read. In the tester all of them are the simulated one.
#include "allocation.hpp"
#include "broker/engine.hpp"
#include "host.hpp"
#include "settings.hpp"

namespace mql {

using terminal::engine;
using terminal::engine_of_program;

namespace {

datetime split(datetime time, MqlDateTime& parts) {
    TimeToStruct(time, parts);
    return time;
}

int64_t server_now_s() {
    const engine& world = engine_of_program();
    return (world.now_msc + world.clock_jump_msc) / 1000;
}

}  // namespace

// Of the newest quote that has reached the terminal.
datetime TimeCurrent() {
    const terminal::world_lock lock;
    int64_t newest = 0;
    for (const auto& entry : engine_of_program().symbols) {
        newest = std::max(newest, entry.second.shown.time.value);
    }
    return datetime(newest);
}

// What the terminal thinks the server's clock shows; a jump of the computer's clock moves it.
datetime TimeTradeServer() {
    const terminal::world_lock lock;
    return datetime(server_now_s());
}

datetime TimeLocal() {
    const terminal::world_lock lock;
    const int64_t ahead =
        terminal::program_in_tester() ? 0 : terminal::settings().local_offset_s;
    return datetime(server_now_s() + ahead);
}

datetime TimeGMT() {
    const terminal::world_lock lock;
    const int64_t ahead =
        terminal::program_in_tester() ? 0 : terminal::settings().server_offset_s;
    return datetime(server_now_s() - ahead);
}

datetime TimeCurrent(MqlDateTime& result) { return split(TimeCurrent(), result); }
datetime TimeTradeServer(MqlDateTime& result) { return split(TimeTradeServer(), result); }
datetime TimeLocal(MqlDateTime& result) { return split(TimeLocal(), result); }
datetime TimeGMT(MqlDateTime& result) { return split(TimeGMT(), result); }

int32_t TimeGMTOffset() { return static_cast<int32_t>(TimeGMT().value - TimeLocal().value); }
int32_t TimeDaylightSavings() { return 0; }

// Milliseconds since the computer started: of the world's clock, so that runs are the same.
uint64_t GetTickCount64() {
    const terminal::world_lock lock;
    return static_cast<uint64_t>(engine_of_program().now_msc);
}

uint32_t GetTickCount() { return static_cast<uint32_t>(GetTickCount64()); }

}  // namespace mql
