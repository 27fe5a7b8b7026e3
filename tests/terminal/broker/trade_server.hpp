// The trade server: account, orders, positions and deals, and what it does with requests.
#pragma once

#include <cstdint>
#include <deque>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "account.hpp"
#include "faults.hpp"
#include "json.hpp"
#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;

class trade_server {
public:
    explicit trade_server(engine& home);
    ~trade_server();

    // Time goes on from one moment to another: midnights, expirations, what was delayed.
    void on_time(int64_t from_msc, int64_t to_msc);
    // A new quote of a symbol: stops, targets, pending orders, margin.
    void on_quote(symbol_state& symbol);

    // A request on its way: checks by the terminal come before, see checks.hpp.
    trade_result send(const trade_request& request);
    bool command(const std::vector<std::string>& words, std::string& error);
    bool knows(const std::string& command) const;
    void save(std::ostream& out) const;
    bool load(std::istream& in, std::string& error);
    json summary() const;
    double statistic(int32_t id) const;

    account_state account;
    fault_plan faults;

private:
    engine& home_;
};

}  // namespace terminal
