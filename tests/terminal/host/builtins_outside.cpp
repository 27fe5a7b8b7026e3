// Messages that leave the terminal: mail, push, sounds, the web; and events between charts.
#include <deque>

#include "allocation.hpp"
#include "chart.hpp"
#include "expert.hpp"
#include "host.hpp"
#include "settings.hpp"
#include "broker/market.hpp"
#include "world.hpp"

namespace mql {

using terminal::refuse;

namespace {

// Codes of the terminal that have no name in the prelude.
constexpr int32_t mail_not_sent = 4510;
constexpr int32_t notification_wrong_text = 4516;
constexpr int32_t notification_not_set_up = 4517;
constexpr int32_t notification_too_often = 4518;

// Push messages of one program: two a second, ten a minute.
struct sent_notifications {
    std::deque<int64_t> times_msc;

    bool take(int64_t now_msc) {
        constexpr int64_t second = 1000;
        constexpr int64_t minute = 60000;
        while (!times_msc.empty() && times_msc.front() <= now_msc - minute) {
            times_msc.pop_front();
        }
        const size_t count = times_msc.size();
        if (count >= 10 || (count >= 2 && times_msc[count - 2] > now_msc - second)) {
            return false;
        }
        times_msc.push_back(now_msc);
        return true;
    }
};

}  // namespace

bool SendNotification(string text) {
    const uncounted pause;
    const terminal::world_lock lock;
    constexpr int32_t length_most = 255;
    if (terminal::program_in_tester()) {
        return refuse(ERR_FUNCTION_NOT_ALLOWED);
    }
    if (!terminal::settings().has_notifications) {
        return refuse(notification_not_set_up);
    }
    if (text.length() == 0 || text.length() > length_most) {
        return refuse(notification_wrong_text);
    }
    sent_notifications& sent = terminal::program_data().get<sent_notifications>();
    if (!sent.take(terminal::program_market().now_msc())) {
        return refuse(notification_too_often);
    }
    terminal::log("notification", {{"text", to_utf8(text)}});
    return true;
}

// No mail server is set up in this terminal.
bool SendMail(string, string) { return refuse(mail_not_sent); }

bool PlaySound(string filename) {
    const uncounted pause;
    if (terminal::program_in_tester()) {
        return refuse(ERR_FUNCTION_NOT_ALLOWED);
    }
    terminal::log("sound", {{"file", to_utf8(filename)}});
    return true;
}

// No address is on the list of those that a user has allowed.
int32_t WebRequest(string, string, string, int32_t, array_ref<int8_t>, array_ref<int8_t>,
                   string&) {
    terminal::set_last_error(ERR_FUNCTION_NOT_ALLOWED);
    return -1;
}

bool EventChartCustom(int64_t chart_id, uint16_t custom_event_id, int64_t lparam, double dparam,
                      string sparam) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::expert& own = *terminal::current_expert();
    terminal::chart* place =
        chart_id == 0 ? &own.place() : terminal::the_world().chart_by_id(chart_id);
    if (place == nullptr) {
        return refuse(ERR_CHART_NOT_FOUND);
    }
    terminal::expert* target = place == &own.place() ? &own : place->program.get();
    if (target != nullptr) {
        terminal::event what;
        what.kind = terminal::event_kind::chart;
        what.code = CHARTEVENT_CUSTOM + custom_event_id;
        what.lparam = lparam;
        what.dparam = dparam;
        what.sparam = sparam;
        target->post(what);
    }
    return true;
}

double TerminalInfoDouble(int32_t property_id) {
    if (property_id != TERMINAL_COMMUNITY_BALANCE && property_id != TERMINAL_RETRANSMISSION) {
        terminal::not_simulated("TerminalInfoDouble(" + std::to_string(property_id) + ")");
    }
    return 0.0;
}

}  // namespace mql
