// Built-ins about the program itself, its events and its messages.
#include <chrono>

#include "allocation.hpp"
#include "chart.hpp"
#include "expert.hpp"
#include "format.hpp"
#include "session.hpp"
#include "settings.hpp"
#include "symbol_access.hpp"

namespace mql {

using terminal::current_expert;
using terminal::expert;
using terminal::settings;

namespace {

constexpr int32_t timer_least_msc = 10;

expert& own() { return *current_expert(); }

void say(const char* kind, const string& text) {
    terminal::log(kind, {{"text", to_utf8(text)}});
}

// During an optimisation only what OnInit prints is kept.
void print(const string& text) {
    const terminal::tester_state* tester = own().tester;
    if (tester == nullptr || !tester->is_optimization || !own().is_initialized) {
        say("print", text);
    }
}

bool set_timer(int64_t msc) {
    const terminal::world_lock lock;
    if (msc <= 0) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    own().timer_msc = std::max<int64_t>(msc, timer_least_msc);
    own().timer_due = terminal::program_market().now_msc() + own().timer_msc;
    return true;
}

}  // namespace

void Print(std::initializer_list<any> arguments) {
    const uncounted pause;
    print(joined(arguments));
}

void PrintFormat(string pattern, std::initializer_list<any> arguments) {
    const uncounted pause;
    print(format(pattern, arguments));
}

void Alert(std::initializer_list<any> arguments) {
    const uncounted pause;
    if (!terminal::program_in_tester()) {
        say("alert", joined(arguments));
    }
}

void Comment(std::initializer_list<any> arguments) {
    const uncounted pause;
    const terminal::world_lock lock;
    own().place().comment = to_utf8(joined(arguments));
}

int32_t MessageBox(string text, string, int32_t) {
    const uncounted pause;
    if (terminal::program_in_tester()) {
        terminal::set_last_error(ERR_FUNCTION_NOT_ALLOWED);
        return 0;
    }
    say("message-box", text);
    return settings().message_answer;
}

string Symbol() {
    const uncounted pause;
    return from_utf8(terminal::program_symbol());
}

ENUM_TIMEFRAMES Period() { return static_cast<ENUM_TIMEFRAMES>(terminal::program_period()); }

int32_t Digits() { return terminal::digits_of(terminal::program_symbol()); }

double Point() { return terminal::point_of(terminal::program_symbol()); }

int32_t PeriodSeconds(ENUM_TIMEFRAMES period) {
    return terminal::seconds_of(terminal::period_or_current(period));
}

int32_t GetLastError() { return own().last_error; }
void ResetLastError() { own().last_error = 0; }

void SetUserError(uint16_t user_error) {
    terminal::set_last_error(ERR_USER_ERROR_FIRST + user_error);
}

bool IsStopped() {
    const terminal::world_lock lock;
    return own().is_stopping || own().wants_removal;
}

int32_t UninitializeReason() {
    const terminal::world_lock lock;
    return own().reason;
}

void Sleep(int32_t milliseconds) {
    const terminal::world_lock lock;
    own().wait_until(terminal::program_market().now_msc() + std::max(milliseconds, 0));
}

void ExpertRemove() {
    const terminal::world_lock lock;
    own().wants_removal = true;
}

bool EventSetTimer(int32_t seconds) { return set_timer(int64_t{1000} * seconds); }
bool EventSetMillisecondTimer(int32_t milliseconds) { return set_timer(milliseconds); }

void EventKillTimer() {
    const terminal::world_lock lock;
    own().timer_msc = 0;
}

int32_t MQLInfoInteger(int32_t property_id) {
    const terminal::world_lock lock;
    const terminal::tester_state* tester = own().tester;
    switch (property_id) {
        case MQL_PROGRAM_TYPE:
            return own().info().kind == program_kind::script ? PROGRAM_SCRIPT : PROGRAM_EXPERT;
        case MQL_DLLS_ALLOWED:
            return own().allowed().dlls && settings().dlls_allowed ? 1 : 0;
        case MQL_TRADE_ALLOWED: return own().allowed().trading && settings().algo_trading ? 1 : 0;
        case MQL_TESTER: return tester != nullptr && !tester->is_frames ? 1 : 0;
        case MQL_OPTIMIZATION: return tester != nullptr && tester->is_optimization ? 1 : 0;
        case MQL_VISUAL_MODE: return tester != nullptr && tester->is_visual ? 1 : 0;
        case MQL_FRAME_MODE: return tester != nullptr && tester->is_frames ? 1 : 0;
        case MQL_DEBUG:
        case MQL_PROFILER:
        case MQL_FORWARD: return 0;
        case MQL_MEMORY_LIMIT: return INT32_MAX;
        default: terminal::not_simulated("MQLInfoInteger(" + std::to_string(property_id) + ")");
    }
}

string MQLInfoString(int32_t property_id) {
    const uncounted pause;
    if (property_id == MQL_PROGRAM_NAME) {
        return from_utf8(own().info().name);
    }
    const bool is_script = own().info().kind == program_kind::script;
    const std::string folder = is_script ? "\\MQL5\\Scripts\\" : "\\MQL5\\Experts\\";
    return from_utf8(settings().data_folder + folder + own().info().name + ".ex5");
}

int32_t TerminalInfoInteger(int32_t property_id) {
    const terminal::world_lock lock;
    switch (property_id) {
        case TERMINAL_BUILD: return settings().build;
        case TERMINAL_CONNECTED: return terminal::program_market().connected() ? 1 : 0;
        case TERMINAL_DLLS_ALLOWED: return settings().dlls_allowed ? 1 : 0;
        case TERMINAL_TRADE_ALLOWED: return settings().algo_trading ? 1 : 0;
        case TERMINAL_MAXBARS: return settings().max_bars;
        case TERMINAL_X64: return settings().is_64_bit ? 1 : 0;
        case TERMINAL_SCREEN_DPI: return settings().dpi;
        case TERMINAL_VPS: return settings().is_vps ? 1 : 0;
        case TERMINAL_CPU_CORES: return 2;
        case TERMINAL_CODEPAGE: return 1252;
        case TERMINAL_PING_LAST: return 30000;
        case TERMINAL_NOTIFICATIONS_ENABLED: return settings().has_notifications ? 1 : 0;
        case TERMINAL_MEMORY_PHYSICAL:
        case TERMINAL_MEMORY_TOTAL:
        case TERMINAL_MEMORY_AVAILABLE: return 8192;
        case TERMINAL_MEMORY_USED: return 256;
        case TERMINAL_DISK_SPACE: return 100000;
        case TERMINAL_EMAIL_ENABLED:
        case TERMINAL_FTP_ENABLED:
        case TERMINAL_OPENCL_SUPPORT:
        case TERMINAL_COMMUNITY_ACCOUNT:
        case TERMINAL_COMMUNITY_CONNECTION: return 0;
        default:
            terminal::not_simulated("TerminalInfoInteger(" + std::to_string(property_id) + ")");
    }
}

string TerminalInfoString(int32_t property_id) {
    const uncounted pause;
    switch (property_id) {
        case TERMINAL_NAME: return from_utf8(settings().name);
        case TERMINAL_LANGUAGE: return from_utf8(settings().language);
        case TERMINAL_COMPANY: return from_utf8(settings().company);
        case TERMINAL_PATH:
        case TERMINAL_DATA_PATH: return from_utf8(settings().data_folder);
        case TERMINAL_COMMONDATA_PATH: return from_utf8(settings().data_folder + "/Common");
        default:
            terminal::not_simulated("TerminalInfoString(" + std::to_string(property_id) + ")");
    }
}

uint64_t GetMicrosecondCount() { return static_cast<uint64_t>(terminal::steady_ns() / 1000); }

}  // namespace mql
