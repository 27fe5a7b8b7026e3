#include "session.hpp"

#include <algorithm>
#include <chrono>

#include "broker/book.hpp"
#include "chart.hpp"
#include "lock.hpp"

namespace terminal {

namespace {

bool is_parallel = false;
// A program that is silent for so long hangs.
constexpr std::chrono::seconds silence_most(120);

}  // namespace

std::condition_variable_any& program_news() {
    static std::condition_variable_any news;
    return news;
}

void set_parallel(bool on) { is_parallel = on; }

session::session(market& place, bool every_tick) : market_(&place), every_tick_(every_tick) {
    place.attach(*this);
}

void session::remove(expert& program) {
    programs_.erase(std::remove(programs_.begin(), programs_.end(), &program), programs_.end());
}

// Gives an idle program its next event, or lets one go on whose waiting is over.
bool session::begin_one(expert& program) {
    if (program.state == activity::waiting && program.waits_until <= market_->now_msc()) {
        program.resume();
        return true;
    }
    if (program.state == activity::idle && program.has_events()) {
        program.begin_next();
        return true;
    }
    return false;
}

void session::wait_until_quiet() {
    const auto is_running = [](const expert* program) {
        return program->state == activity::running;
    };
    while (std::any_of(programs_.begin(), programs_.end(), is_running)) {
        if (!wait_for(program_news(), silence_most)) {
            const auto hung = std::find_if(programs_.begin(), programs_.end(), is_running);
            not_simulated((*hung)->name() + " hangs");
        }
    }
}

void session::pump() {
    const world_lock lock;
    bool again = true;
    while (again) {
        again = false;
        // By index: a program may attach another.
        for (size_t index = 0; index < programs_.size(); ++index) {
            if (begin_one(*programs_[index])) {
                again = true;
                if (!is_parallel) {
                    wait_until_quiet();
                }
            }
        }
        wait_until_quiet();
    }
}

bool session::call(expert& program, const event& what) {
    const world_lock lock;
    program.post(what);
    const auto done = [&program] {
        return program.state == activity::finished ||
               (program.state == activity::idle && !program.has_events());
    };
    pump();
    while (!done()) {
        const int64_t next = next_moment();
        if (next == INT64_MAX) {
            return false;
        }
        market_->advance_to(next);
        fire_timers();
        pump();
    }
    return true;
}

int64_t session::next_moment() const {
    int64_t next = market_->next_msc();
    for (const expert* program : programs_) {
        if (program->state == activity::waiting) {
            next = std::min(next, program->waits_until);
        }
        if (program->timer_msc > 0) {
            next = std::min(next, program->timer_due);
        }
    }
    return next;
}

void session::fire_timers() {
    const int64_t now = market_->now_msc();
    for (expert* program : programs_) {
        if (program->timer_msc > 0 && program->timer_due <= now) {
            const int64_t missed = (now - program->timer_due) / program->timer_msc;
            program->timer_due += (missed + 1) * program->timer_msc;
            event what;
            what.kind = event_kind::timer;
            program->post(what);
        }
    }
}

void session::run_until(int64_t msc, const std::function<bool()>& stop) {
    const world_lock lock;
    pump();
    while (stop == nullptr || !stop()) {
        const int64_t next = next_moment();
        if (next > msc) {
            market_->advance_to(msc);
            break;
        }
        market_->advance_to(std::max(next, market_->now_msc()));
        fire_timers();
        pump();
    }
    pump();
}

void session::on_tick(const std::string& symbol) {
    for (expert* program : programs_) {
        if (program->place().symbol == symbol) {
            event what;
            what.kind = event_kind::tick;
            program->post(what);
        }
    }
}

void session::on_trade_transaction(const mql::MqlTradeTransaction& transaction,
                                   const mql::MqlTradeRequest& request,
                                   const mql::MqlTradeResult& result) {
    event what;
    what.kind = event_kind::transaction;
    what.transaction = transaction;
    what.request = request;
    what.result = result;
    for (expert* program : programs_) {
        program->post(what);
    }
}

void session::on_trade() {
    event what;
    what.kind = event_kind::trade;
    for (expert* program : programs_) {
        program->post(what);
    }
}

// Of symbols that the program has asked for, whatever its chart shows.
void session::on_book(const std::string& symbol) {
    event what;
    what.kind = event_kind::book;
    what.sparam = mql::from_utf8(symbol);
    for (expert* program : programs_) {
        if (program->store.get<book_subscriptions>().symbols.count(symbol) != 0) {
            program->post(what);
        }
    }
}

void session::on_connection(bool up) { log("connection", {{"up", up}}); }

}  // namespace terminal
