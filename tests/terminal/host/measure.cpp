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

// Below 32 ns each has a place of its own, then each doubling has 32.
size_t durations::place_of(int64_t ns) {
    auto value = static_cast<uint64_t>(std::max<int64_t>(ns, 0));
    size_t shift = 0;
    while (value >= 2 * parts) {
        value >>= 1U;
        ++shift;
    }
    const size_t place = shift * parts + static_cast<size_t>(value);
    return std::min(place, size_t{parts} * doublings - 1);
}

int64_t durations::upper_of(size_t place) {
    if (place < 2 * parts) {
        return static_cast<int64_t>(place);
    }
    const size_t shift = place / parts - 1;
    return (static_cast<int64_t>(place - shift * parts) + 1) * (int64_t{1} << shift) - 1;
}

void durations::note(int64_t ns) {
    ++counts_[place_of(ns)];
    ++total_;
    most_ = std::max(most_, ns);
}

void durations::add(const durations& other) {
    for (size_t place = 0; place < counts_.size(); ++place) {
        counts_[place] += other.counts_[place];
    }
    total_ += other.total_;
    most_ = std::max(most_, other.most_);
}

int64_t durations::at(double share) const {
    uint64_t seen = 0;
    for (size_t place = 0; place < counts_.size(); ++place) {
        seen += counts_[place];
        if (seen > 0 && static_cast<double>(seen) >= share * static_cast<double>(total_)) {
            return std::min(upper_of(place), most_);
        }
    }
    return most_;
}

void measurements::note_tick(int64_t took_ns, uint64_t calls, uint64_t allocations) {
    tick.note(took_ns);
    ++ticks;
    tick_calls_sum += calls;
    tick_calls_most = std::max(tick_calls_most, calls);
    tick_allocations_most = std::max(tick_allocations_most, allocations);
    ticks_without_allocation += allocations == 0 ? 1 : 0;
}

void measurements::note_deinit(int64_t took_ns) {
    deinit_ns_most = std::max(deinit_ns_most, took_ns);
}

void measurements::add(const measurements& other) {
    tick.add(other.tick);
    timer.add(other.timer);
    ticks += other.ticks;
    tick_calls_sum += other.tick_calls_sum;
    ticks_without_allocation += other.ticks_without_allocation;
    tick_calls_most = std::max(tick_calls_most, other.tick_calls_most);
    tick_allocations_most = std::max(tick_allocations_most, other.tick_allocations_most);
    deinit_ns_most = std::max(deinit_ns_most, other.deinit_ns_most);
}

json measurements::summary() const {
    const double mean =
        ticks == 0 ? 0.0 : static_cast<double>(tick_calls_sum) / static_cast<double>(ticks);
    json result;
    result.add("ticks", ticks).add("tick_p50_ns", tick.at(0.5)).add("tick_p99_ns", tick.at(0.99));
    result.add("tick_max_ns", tick.most()).add("tick_calls_mean", mean);
    result.add("tick_calls_most", tick_calls_most);
    result.add("tick_allocations_most", tick_allocations_most);
    result.add("ticks_without_allocation", ticks_without_allocation);
    result.add("timer_p50_ns", timer.at(0.5)).add("timer_p99_ns", timer.at(0.99));
    result.add("deinit_most_us", deinit_ns_most / 1000);
    return result;
}

}  // namespace terminal
