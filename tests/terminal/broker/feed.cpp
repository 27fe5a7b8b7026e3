#include "feed.hpp"

#include <charconv>
#include <cmath>

#include "host.hpp"
#include "random.hpp"

namespace terminal {

namespace {

// Lines of `time_msc,bid,ask` below a heading.
class file_feed : public feed {
public:
    file_feed(const feed_plan& plan, std::ifstream file) : plan_(plan), file_(std::move(file)) {}

    bool next(feed_tick& tick) override {
        while (std::getline(file_, line_)) {
            ++number_;
            if (number_ == 1) {
                continue;
            }
            if (!read(tick)) {
                not_simulated(plan_.file + ":" + std::to_string(number_) +
                              ": expected time_msc,bid,ask, was \"" + line_ + "\"");
            }
            tick.msc += plan_.shift_msc;
            if (tick.msc >= plan_.to_msc) {
                return false;
            }
            if (tick.msc >= plan_.from_msc) {
                return true;
            }
        }
        return false;
    }

private:
    bool read(feed_tick& tick) {
        if (!line_.empty() && line_.back() == '\r') {
            line_.pop_back();
        }
        const char* end = line_.data() + line_.size();
        auto part = std::from_chars(line_.data(), end, tick.msc);
        if (part.ec != std::errc() || part.ptr == end || *part.ptr != ',') {
            return false;
        }
        part = std::from_chars(part.ptr + 1, end, tick.bid);
        if (part.ec != std::errc() || part.ptr == end || *part.ptr != ',') {
            return false;
        }
        part = std::from_chars(part.ptr + 1, end, tick.ask);
        return part.ec == std::errc() && part.ptr == end;
    }

    feed_plan plan_;
    std::ifstream file_;
    std::string line_;
    int64_t number_ = 0;
};

class made_up_feed : public feed {
public:
    explicit made_up_feed(const feed_plan& plan)
        : plan_(plan),
          random_(plan.walk.seed),
          points_(std::llround(plan.walk.price / plan.walk.point)),
          floor_(points_ / 2),
          msc_(plan.from_msc) {}

    bool next(feed_tick& tick) override {
        if (msc_ >= plan_.to_msc) {
            return false;
        }
        const int64_t width = 2 * plan_.walk.step_points + 1;
        points_ += static_cast<int64_t>(random_.below(static_cast<uint64_t>(width))) -
                   plan_.walk.step_points;
        points_ = points_ < floor_ ? floor_ : points_;
        tick.msc = msc_;
        tick.bid = static_cast<double>(points_) * plan_.walk.point;
        tick.ask = static_cast<double>(points_ + plan_.walk.spread_points) * plan_.walk.point;
        const auto half = static_cast<uint64_t>(plan_.walk.interval_msc / 2 + 1);
        msc_ += plan_.walk.interval_msc / 2 + 1 + static_cast<int64_t>(random_.below(half));
        return true;
    }

private:
    feed_plan plan_;
    random_numbers random_;
    int64_t points_;
    int64_t floor_;
    int64_t msc_;
};

}  // namespace

std::unique_ptr<feed> open_feed(const feed_plan& plan, std::string& error) {
    if (plan.file.empty()) {
        return std::make_unique<made_up_feed>(plan);
    }
    std::ifstream file(plan.file, std::ios::binary);
    if (!file) {
        error = "cannot read " + plan.file;
        return nullptr;
    }
    return std::make_unique<file_feed>(plan, std::move(file));
}

}  // namespace terminal
