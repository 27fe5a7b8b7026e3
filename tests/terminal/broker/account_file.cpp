#include "account_file.hpp"

#include <fstream>
#include <iomanip>
#include <limits>

namespace terminal {

namespace {

// Writes or reads one field after the other, so that both sides name each field once.
class writer {
public:
    explicit writer(std::ostream& out) : out_(out) {
        out_ << std::setprecision(std::numeric_limits<double>::max_digits10);
    }
    template <class T>
    void field(const T& value) {
        out_ << value << ' ';
    }
    void field(const std::string& value) { out_ << std::quoted(value) << ' '; }
    void field(const money& value) { out_ << value.micros << ' '; }
    void end() { out_ << '\n'; }

private:
    std::ostream& out_;
};

class reader {
public:
    explicit reader(std::istream& in) : in_(in) {}
    template <class T>
    void field(T& value) {
        in_ >> value;
    }
    void field(std::string& value) { in_ >> std::quoted(value); }
    void field(money& value) { in_ >> value.micros; }
    void end() {}

private:
    std::istream& in_;
};

template <class F, class... T>
void all(F& file, T&... fields) {
    (file.field(fields), ...);
    file.end();
}

template <class F, class R>
void position_fields(F& file, R& p) {
    all(file, p.ticket, p.identifier, p.symbol, p.side, p.volume, p.price_open, p.sl, p.tp, p.magic,
        p.reason, p.comment, p.time_msc, p.update_msc, p.swap, p.margin);
}

template <class F, class R>
void order_fields(F& file, R& o) {
    all(file, o.ticket, o.symbol, o.type, o.state, o.volume_initial, o.volume_current, o.price,
        o.stoplimit, o.price_current, o.sl, o.tp, o.filling, o.type_time, o.expiration, o.magic,
        o.reason, o.comment, o.position_id, o.position_by_id, o.setup_msc, o.done_msc);
}

template <class F, class R>
void deal_fields(F& file, R& d) {
    all(file, d.ticket, d.order, d.position_id, d.symbol, d.type, d.entry, d.reason, d.magic,
        d.time_msc, d.volume, d.price, d.sl, d.tp, d.profit, d.commission, d.swap, d.fee,
        d.comment);
}

template <class F, class A>
void account_fields(F& file, A& a) {
    all(file, a.login, a.server, a.company, a.name, a.currency, a.currency_digits, a.balance,
        a.credit, a.margin, a.leverage, a.is_hedging, a.is_fifo, a.is_hedge_allowed, a.is_real,
        a.trade_allowed, a.experts_allowed, a.margin_call_percent, a.stop_out_percent,
        a.limit_orders, a.limit_positions, a.last_ticket);
}

template <class R>
void write_all(writer& file, const std::vector<R>& records, void (*fields)(writer&, const R&)) {
    file.field(records.size());
    file.end();
    for (const R& record : records) {
        fields(file, record);
    }
}

template <class R>
void read_all(reader& file, std::vector<R>& records, void (*fields)(reader&, R&)) {
    size_t count = 0;
    file.field(count);
    records.assign(count < 1000000 ? count : 0, R());
    for (R& record : records) {
        fields(file, record);
    }
}

}  // namespace

bool save_account(const account_state& account, const std::string& file, std::string& error) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    writer to(out);
    account_fields(to, account);
    write_all(to, account.positions, position_fields<writer, const position_record>);
    write_all(to, account.orders, order_fields<writer, const order_record>);
    write_all(to, account.done_orders, order_fields<writer, const order_record>);
    write_all(to, account.deals, deal_fields<writer, const deal_record>);
    out.flush();
    if (!out) {
        error = "cannot write " + file;
        return false;
    }
    return true;
}

bool load_account(account_state& account, const std::string& file, std::string& error) {
    std::ifstream in(file, std::ios::binary);
    reader from(in);
    account_fields(from, account);
    read_all(from, account.positions, position_fields<reader, position_record>);
    read_all(from, account.orders, order_fields<reader, order_record>);
    read_all(from, account.done_orders, order_fields<reader, order_record>);
    read_all(from, account.deals, deal_fields<reader, deal_record>);
    if (!in) {
        error = file + " is not an account that was saved";
        return false;
    }
    return true;
}

}  // namespace terminal
