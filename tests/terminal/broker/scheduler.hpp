// Things that happen at a moment, in the order of time and then of asking.
#pragma once

#include <cstdint>
#include <functional>
#include <map>

namespace terminal {

class scheduler {
public:
    void at(int64_t msc, std::function<void()> what) {
        waiting_.emplace(msc, std::move(what));
    }
    int64_t next() const { return waiting_.empty() ? INT64_MAX : waiting_.begin()->first; }
    // Takes the first one out and does it.
    void run_next() {
        const auto first = waiting_.begin();
        const std::function<void()> what = std::move(first->second);
        waiting_.erase(first);
        what();
    }

private:
    std::multimap<int64_t, std::function<void()>> waiting_;
};

}  // namespace terminal
