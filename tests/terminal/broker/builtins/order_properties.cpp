#include "order_properties.hpp"

#include "../engine.hpp"

namespace terminal {

bool order_number(const order_record& order, int property, int64_t& value) {
    switch (property) {
        case mql::ORDER_TICKET: value = static_cast<int64_t>(order.ticket); return true;
        case mql::ORDER_TIME_SETUP: value = order.setup_msc / 1000; return true;
        case mql::ORDER_TIME_SETUP_MSC: value = order.setup_msc; return true;
        case mql::ORDER_TIME_EXPIRATION: value = order.expiration; return true;
        case mql::ORDER_TIME_DONE: value = order.done_msc / 1000; return true;
        case mql::ORDER_TIME_DONE_MSC: value = order.done_msc; return true;
        case mql::ORDER_TYPE: value = order.type; return true;
        case mql::ORDER_TYPE_FILLING: value = order.filling; return true;
        case mql::ORDER_TYPE_TIME: value = order.type_time; return true;
        case mql::ORDER_STATE: value = order.state; return true;
        case mql::ORDER_MAGIC: value = static_cast<int64_t>(order.magic); return true;
        case mql::ORDER_REASON: value = order.reason; return true;
        case mql::ORDER_POSITION_ID: value = static_cast<int64_t>(order.position_id); return true;
        case mql::ORDER_POSITION_BY_ID:
            value = static_cast<int64_t>(order.position_by_id);
            return true;
        default: return false;
    }
}

bool order_real(const order_record& order, int property, double& value) {
    switch (property) {
        case mql::ORDER_VOLUME_INITIAL: value = order.volume_initial; return true;
        case mql::ORDER_VOLUME_CURRENT: value = order.volume_current; return true;
        case mql::ORDER_PRICE_OPEN: value = order.price; return true;
        case mql::ORDER_PRICE_CURRENT: value = order.price_current; return true;
        case mql::ORDER_PRICE_STOPLIMIT: value = order.stoplimit; return true;
        case mql::ORDER_SL: value = order.sl; return true;
        case mql::ORDER_TP: value = order.tp; return true;
        default: return false;
    }
}

bool order_text(const order_record& order, int property, std::string& value) {
    switch (property) {
        case mql::ORDER_SYMBOL: value = order.symbol; return true;
        case mql::ORDER_COMMENT: value = order.comment; return true;
        case mql::ORDER_EXTERNAL_ID: value.clear(); return true;
        default: return false;
    }
}

}  // namespace terminal
