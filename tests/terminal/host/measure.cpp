#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

#ifdef _WIN32
#include <windows.h>
#include <psapi.h>
#else
#include <unistd.h>
#endif

namespace terminal {

int64_t steady_ns() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

int64_t memory_used() {
#ifdef _WIN32
    PROCESS_MEMORY_COUNTERS counters{};
    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters);
    return static_cast<int64_t>(counters.WorkingSetSize);
#else
    std::ifstream file("/proc/self/statm");
    int64_t total = 0;
    int64_t resident = 0;
    file >> total >> resident;
    return resident * sysconf(_SC_PAGESIZE);
#endif
}

// Of more ticks than this only the first are kept for percentiles.
constexpr size_t samples_most = 1000000;

void measurements::note_tick(int64_t took_ns, uint64_t calls, uint64_t allocations) {
    if (tick_ns.size() < samples_most) {
        tick_ns.push_back(took_ns);
    }
    ++ticks;
    tick_calls_sum += calls;
    tick_calls_most = std::max(tick_calls_most, calls);
    tick_allocations_most = std::max(tick_allocations_most, allocations);
    ticks_without_allocation += allocations == 0 ? 1 : 0;
}

void measurements::note_deinit(int64_t took_ns) {
    deinit_ns_most = std::max(deinit_ns_most, took_ns);
}

json measurements::summary() {
    std::sort(tick_ns.begin(), tick_ns.end());
    const auto at = [this](double share) {
        return tick_ns.empty()
                   ? int64_t{0}
                   : tick_ns[static_cast<size_t>(share * static_cast<double>(tick_ns.size() - 1))];
    };
    const double mean =
        ticks == 0 ? 0.0 : static_cast<double>(tick_calls_sum) / static_cast<double>(ticks);
    json result;
    result.add("ticks", ticks).add("tick_p50_ns", at(0.5)).add("tick_p99_ns", at(0.99));
    result.add("tick_max_ns", at(1.0)).add("tick_calls_mean", mean);
    result.add("tick_calls_most", tick_calls_most);
    result.add("tick_allocations_most", tick_allocations_most);
    result.add("ticks_without_allocation", ticks_without_allocation);
    result.add("deinit_most_us", deinit_ns_most / 1000);
    return result;
}

}  // namespace terminal
