#include "fuzz.hpp"

#include <array>

#include "broker/random.hpp"
#include "expect.hpp"
#include "log.hpp"
#include "scenario.hpp"
#include "words.hpp"

namespace terminal {

namespace {

constexpr int commands_most = 12;

class sequence {
public:
    explicit sequence(uint64_t seed) : random_(seed) {}

    // Attaches a program, lets things happen to it, and removes what is left.
    void run() {
        perform("attach fuzz HyperTrader " + inputs());
        const uint64_t count = 1 + random_.below(commands_most);
        for (uint64_t index = 0; index < count; ++index) {
            perform(next());
            if (random_.below(2) == 0) {
                perform("run " + number(1, 300) + "s");
            }
        }
        clean_up();
    }

    const std::string& text() const { return text_; }

private:
    std::string number(int64_t least, int64_t most) {
        const auto width = static_cast<uint64_t>(most - least + 1);
        return std::to_string(least + static_cast<int64_t>(random_.below(width)));
    }

    template <size_t N>
    std::string one_of(const std::array<const char*, N>& choices) {
        return choices[random_.below(N)];
    }

    std::string on_or_off() { return random_.below(2) == 0 ? "on" : "off"; }

    // Mostly inputs that trade; else within their ranges, at their ends, and beyond.
    std::string inputs() {
        std::string words = "InpSignalLog=false InpLog=" + number(0, 2);
        words += " InpPanel=" + one_of<2>({{"true", "false"}});
        words += " InpTrailing=" + number(0, 2) + " InpOpposite=" + number(0, 3);
        if (random_.below(6) != 0) {
            return words + " InpVotesMin=1 InpWarmupBars=300 InpDailyLossPercent=40" +
                   " InpWeeklyLossPercent=45 InpDrawdownPercent=80 InpTrading=" +
                   one_of<5>({{"2", "2", "2", "1", "0"}});
        }
        words += " InpTrading=" + number(0, 2) + " InpVotesMin=" + number(0, 4);
        words += " InpMagic=" + one_of<4>({{"2026001", "2026001", "2026001", "0"}});
        words += " InpRiskPercent=" + one_of<5>({{"0.5", "3", "0", "-1", "99"}});
        words += " InpWarmupBars=" + one_of<4>({{"0", "50", "300", "-5"}});
        words += " InpHours=" + one_of<4>({{"", "00:00-24:00", "25:00-26:00", "abc"}});
        words += " InpClock=" + number(0, 2) + " InpDst=" + number(0, 2);
        return words + " InpUtcOffsetMinutes=" + number(-800, 900);
    }

    std::string fault() {
        constexpr std::array<const char*, 40> codes{
            {"10004", "10006", "10007", "10008", "10010", "10011", "10012", "10013", "10014",
             "10015", "10016", "10017", "10018", "10019", "10020", "10021", "10022", "10023",
             "10024", "10025", "10026", "10027", "10028", "10029", "10030", "10031", "10032",
             "10033", "10034", "10035", "10036", "10038", "10039", "10040", "10041", "10042",
             "10044", "10045", "10046", "10999"}};
        return "fault " + one_of(codes) + " times=" + number(1, 4) + " executed=" + on_or_off();
    }

    std::string next() {
        switch (random_.below(24)) {
            case 0:
            case 1:
            case 2: return fault();
            case 3: return "period fuzz " + one_of<4>({{"M1", "M5", "M15", "H1"}});
            case 4: return "inputs fuzz " + inputs();
            case 5: return "detach fuzz " + number(0, 9);
            case 6: return "attach fuzz HyperTrader " + inputs();
            case 7: return "latency " + number(0, 3000) + "ms " + number(0, 3000) + "ms";
            case 8: return "slippage " + number(0, 60);
            case 9: return "partial " + one_of<4>({{"1", "0.5", "0.1", "0"}});
            case 10:
                return "transactions " +
                       one_of<4>({{"normal", "reversed", "doubled", "lost"}});
            case 11: return "transactions late " + number(0, 9000) + "ms";
            case 12: return "spread EURUSD " + number(0, 500) + " for 1m";
            case 13: return "gap EURUSD " + number(-400, 400);
            case 14: return "silence EURUSD " + number(1, 200) + "s";
            case 15: return "disconnect " + number(1, 90) + "s";
            case 16: return clock_jump(static_cast<int64_t>(random_.below(8001)) - 4000);
            case 17: return "click fuzz HT_2026001_p_button" + number(0, 2);
            case 18: return "account trade=" + on_or_off();
            case 19: return "trade-allowed experts " + on_or_off();
            case 20: return "terminal algo " + on_or_off();
            case 21: return specification();
            case 22: return by_hand();
            default: return odd_tick();
        }
    }

    std::string clock_jump(int64_t seconds) {
        jumped_s_ += seconds;
        return "clock jump " + std::to_string(seconds);
    }

    std::string specification() {
        return "symbol EURUSD stops_level=" + number(0, 80) + " freeze_level=" + number(0, 40) +
               " trade_mode=" + number(0, 4) + " execution=" + number(0, 3) +
               " filling=" + number(0, 3);
    }

    std::string by_hand() {
        switch (random_.below(5)) {
            case 0: return "close EURUSD " + one_of<3>({{"1", "0.5", "0.01"}});
            case 1: return "move EURUSD sl=0 tp=0";
            case 2: return "position EURUSD buy 0.1";
            case 3: return "close all";
            default: return "synchronized EURUSD " + on_or_off();
        }
    }

    std::string odd_tick() {
        return "tick EURUSD " +
               one_of<4>({{"0 0", "1.2 1.1", "1.1 0", "0 1.1"}});
    }

    void clean_up() {
        perform(clock_jump(-jumped_s_));
        for (const char* command :
             {"inputs fuzz InpPanel=true InpMagic=2026001", "run 3s",
              "click fuzz HT_2026001_p_button1", "click fuzz HT_2026001_p_button1", "detach fuzz",
              "fault none", "latency 0ms", "slippage 0", "partial 1",
              "transactions normal", "account trade=on balance=10000", "trade-allowed experts on",
              "terminal algo on", "synchronized EURUSD on", "period fuzz M1",
              "symbol EURUSD stops_level=0 freeze_level=0 trade_mode=4 execution=2 filling=3",
              "close all", "run 5m"}) {
            perform(command);
        }
    }

    // A command that makes no sense now is part of the game.
    void perform(const std::string& command) {
        text_ += command + "\n";
        std::vector<std::string> words;
        std::string ignored;
        if (split_words(command, words, ignored)) {
            run_command(words, ignored);
        }
    }

    random_numbers random_;
    int64_t jumped_s_ = 0;
    std::string text_;
};

}  // namespace

bool run_fuzz(const std::vector<std::string>& words, std::string& error) {
    uint64_t count = 0;
    uint64_t seed = 1;
    if (words.size() < 2 || !read_word(words[1], count, error) ||
        (words.size() > 2 && !read_word(words[2], seed, error))) {
        error = error.empty() ? "expected fuzz COUNT [SEED]" : error;
        return false;
    }
    const int64_t critical = log_count("critical");
    for (uint64_t index = 0; index < count; ++index) {
        sequence next(seed * 1000003 + index);
        next.run();
        double positions = 0.0;
        find_number("own_positions_most", positions);
        if (log_count("critical") != critical || positions > 1.0) {
            error = "sequence " + std::to_string(index) + " went wrong:\n" + next.text();
            return false;
        }
    }
    return true;
}

}  // namespace terminal
