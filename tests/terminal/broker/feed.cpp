#include "feed.hpp"

#include <cmath>

#include "host.hpp"
#include "random.hpp"
#include "table_file.hpp"

namespace terminal {

namespace {

class file_feed : public feed {
public:
    explicit file_feed(const feed_plan& plan) : plan_(plan) {}

    bool open(std::string& error) {
        if (!table_.open(plan_.file, error)) {
            return false;
        }
        bid_ = table_.column("bid");
        ask_ = table_.column("ask");
        last_ = table_.column("last");
        volume_ = table_.column("volume");
        if (bid_ == table_file::no_column || ask_ == table_file::no_column) {
            error = table_.complaint("a heading with bid and ask");
            return false;
        }
        return true;
    }

    bool next(feed_tick& tick) override {
        while (table_.next()) {
            read();
            if (known_.msc + plan_.shift_msc >= plan_.to_msc) {
                return false;
            }
            // What a row does not say is as in the row before; deals before the first quote are
            // of no use.
            const bool is_quote = known_.bid > 0.0 && known_.ask > 0.0;
            if (known_.msc + plan_.shift_msc >= plan_.from_msc && is_quote) {
                tick = known_;
                tick.msc += plan_.shift_msc;
                return true;
            }
        }
        return false;
    }

private:
    void read() {
        const int64_t before = known_.msc;
        int64_t volume = 0;
        if (!table_.moment(known_.msc) || !table_.number(bid_, known_.bid) ||
            !table_.number(ask_, known_.ask) || !table_.number(last_, known_.last) ||
            !table_.number(volume_, volume) || volume < 0) {
            not_simulated(table_.complaint("a time and the prices that the heading names"));
        }
        if (known_.msc < before) {
            not_simulated(table_.complaint("a time not before that of the row above"));
        }
        known_.volume = static_cast<uint64_t>(volume);
    }

    feed_plan plan_;
    table_file table_;
    feed_tick known_;
    size_t bid_ = 0;
    size_t ask_ = 0;
    size_t last_ = 0;
    size_t volume_ = 0;
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
    auto made = std::make_unique<file_feed>(plan);
    if (!made->open(error)) {
        return nullptr;
    }
    return made;
}

}  // namespace terminal
