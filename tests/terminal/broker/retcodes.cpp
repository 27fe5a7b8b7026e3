#include "retcodes.hpp"

#include "prelude.hpp"

namespace terminal {

bool is_done(uint32_t retcode) {
    return retcode == mql::TRADE_RETCODE_DONE || retcode == mql::TRADE_RETCODE_DONE_PARTIAL ||
           retcode == mql::TRADE_RETCODE_PLACED;
}

std::string retcode_comment(uint32_t retcode) {
    switch (static_cast<int>(retcode)) {
        case 0: return "Done";
        case mql::TRADE_RETCODE_REQUOTE: return "Requote";
        case mql::TRADE_RETCODE_REJECT: return "Request rejected";
        case mql::TRADE_RETCODE_CANCEL: return "Request canceled";
        case mql::TRADE_RETCODE_PLACED: return "Order placed";
        case mql::TRADE_RETCODE_DONE: return "Request executed";
        case mql::TRADE_RETCODE_DONE_PARTIAL: return "Request executed partially";
        case mql::TRADE_RETCODE_ERROR: return "Common error";
        case mql::TRADE_RETCODE_TIMEOUT: return "Timeout";
        case mql::TRADE_RETCODE_INVALID: return "Invalid request";
        case mql::TRADE_RETCODE_INVALID_VOLUME: return "Invalid volume";
        case mql::TRADE_RETCODE_INVALID_PRICE: return "Invalid price";
        case mql::TRADE_RETCODE_INVALID_STOPS: return "Invalid stops";
        case mql::TRADE_RETCODE_TRADE_DISABLED: return "Trade disabled";
        case mql::TRADE_RETCODE_MARKET_CLOSED: return "Market closed";
        case mql::TRADE_RETCODE_NO_MONEY: return "No money";
        case mql::TRADE_RETCODE_PRICE_CHANGED: return "Price changed";
        case mql::TRADE_RETCODE_PRICE_OFF: return "Off quotes";
        case mql::TRADE_RETCODE_INVALID_EXPIRATION: return "Invalid expiration";
        case mql::TRADE_RETCODE_ORDER_CHANGED: return "Order changed";
        case mql::TRADE_RETCODE_TOO_MANY_REQUESTS: return "Too many requests";
        case mql::TRADE_RETCODE_NO_CHANGES: return "No changes";
        case mql::TRADE_RETCODE_SERVER_DISABLES_AT: return "AutoTrading disabled by server";
        case mql::TRADE_RETCODE_CLIENT_DISABLES_AT: return "AutoTrading disabled by client";
        case mql::TRADE_RETCODE_LOCKED: return "Order locked";
        case mql::TRADE_RETCODE_FROZEN: return "Order frozen";
        case mql::TRADE_RETCODE_INVALID_FILL: return "Unsupported filling mode";
        case mql::TRADE_RETCODE_CONNECTION: return "No connection";
        case mql::TRADE_RETCODE_ONLY_REAL: return "Only real accounts are allowed";
        case mql::TRADE_RETCODE_LIMIT_ORDERS: return "Orders limit reached";
        case mql::TRADE_RETCODE_LIMIT_VOLUME: return "Volume limit reached";
        case mql::TRADE_RETCODE_INVALID_ORDER: return "Invalid order";
        case mql::TRADE_RETCODE_POSITION_CLOSED: return "Position closed";
        case mql::TRADE_RETCODE_INVALID_CLOSE_VOLUME: return "Invalid close volume";
        case mql::TRADE_RETCODE_CLOSE_ORDER_EXIST: return "Close order already exists";
        case mql::TRADE_RETCODE_LIMIT_POSITIONS: return "Positions limit reached";
        case mql::TRADE_RETCODE_REJECT_CANCEL: return "Activation rejected, order canceled";
        case mql::TRADE_RETCODE_LONG_ONLY: return "Long only";
        case mql::TRADE_RETCODE_SHORT_ONLY: return "Short only";
        case mql::TRADE_RETCODE_CLOSE_ONLY: return "Close only";
        case mql::TRADE_RETCODE_FIFO_CLOSE: return "FIFO close";
        case mql::TRADE_RETCODE_HEDGE_PROHIBITED: return "Hedge prohibited";
        default: return "Retcode " + std::to_string(retcode);
    }
}

}  // namespace terminal
