// The economic calendar as programs see it: what has not been published yet has no actual value.
#include <algorithm>
#include <cmath>
#include <functional>

#include "allocation.hpp"
#include "calendar.hpp"
#include "host.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::calendar_country;
using terminal::calendar_event;
using terminal::calendar_value;
using terminal::the_calendar;

namespace {

// The tester has no calendar.
bool is_available() {
    if (the_calendar().is_available && !terminal::program_in_tester()) {
        return true;
    }
    terminal::set_last_error(terminal::program_in_tester() ? ERR_FUNCTION_NOT_ALLOWED
                                                           : ERR_CALENDAR_TIMEOUT);
    return false;
}

const calendar_country* country_of(const std::string& currency) {
    const auto& all = terminal::calendar_countries();
    const auto found = std::find_if(all.begin(), all.end(), [&](const calendar_country& known) {
        return currency == known.currency;
    });
    return found == all.end() ? nullptr : &*found;
}

struct wanted_events {
    std::string country;
    std::string currency;
    uint64_t id = 0;

    bool has(const calendar_event& event) const {
        const calendar_country* place = country_of(event.currency);
        return (id == 0 || id == event.id) && (currency.empty() || currency == event.currency) &&
               (country.empty() || (place != nullptr && country == place->code));
    }
};

wanted_events wanted_by(const string& country, const string& currency) {
    wanted_events wanted;
    wanted.country = to_utf8(country);
    wanted.currency = to_utf8(currency);
    return wanted;
}

void fill(MqlCalendarCountry& target, const calendar_country& source) {
    target.id = source.id;
    target.name = from_utf8(source.name);
    target.code = from_utf8(source.code);
    target.currency = from_utf8(source.currency);
    target.currency_symbol = from_utf8(source.sign);
    target.url_name = from_utf8(source.name);
}

void fill(MqlCalendarEvent& target, const calendar_event& source) {
    const calendar_country* place = country_of(source.currency);
    target = MqlCalendarEvent{};
    target.id = source.id;
    target.type = CALENDAR_TYPE_INDICATOR;
    target.country_id = place == nullptr ? 0 : place->id;
    target.importance = static_cast<ENUM_CALENDAR_EVENT_IMPORTANCE>(source.importance);
    target.digits = 1;
    target.name = from_utf8(source.name);
    target.event_code = target.name;
}

void fill(MqlCalendarValue& target, const calendar_value& source) {
    target = MqlCalendarValue{};
    target.id = source.id;
    target.event_id = source.event_id;
    target.time = datetime(source.time_s);
    target.actual_value = source.time_s <= TimeTradeServer().value ? source.actual : INT64_MIN;
    target.prev_value = source.previous;
    target.revised_prev_value = INT64_MIN;
    target.forecast_value = source.forecast;
}

template <class T, class S>
int32_t hand_over(array_ref<T> target, const std::vector<const S*>& chosen) {
    target.resize(static_cast<int32_t>(chosen.size()));
    for (size_t index = 0; index < chosen.size(); ++index) {
        fill(target.data()[index], *chosen[index]);
    }
    return static_cast<int32_t>(chosen.size());
}

int32_t events_by(array_ref<MqlCalendarEvent> events, const wanted_events& wanted) {
    if (!is_available()) {
        return 0;
    }
    std::vector<const calendar_event*> chosen;
    for (const calendar_event& event : the_calendar().events) {
        if (wanted.has(event)) {
            chosen.push_back(&event);
        }
    }
    if (chosen.empty()) {
        terminal::set_last_error(ERR_CALENDAR_NO_DATA);
    }
    return hand_over(events, chosen);
}

using value_test = std::function<bool(const calendar_value&)>;

int32_t values_by(array_ref<MqlCalendarValue> values, const wanted_events& wanted,
                  const value_test& is_chosen) {
    std::vector<const calendar_value*> chosen;
    for (const calendar_value& value : the_calendar().values) {
        const calendar_event* event = the_calendar().event_by_id(value.event_id);
        if (wanted.has(*event) && is_chosen(value)) {
            chosen.push_back(&value);
        }
    }
    return hand_over(values, chosen);
}

int32_t history(array_ref<MqlCalendarValue> values, const wanted_events& wanted, datetime from,
                datetime to) {
    if (!is_available()) {
        return 0;
    }
    return values_by(values, wanted, [&](const calendar_value& value) {
        return value.time_s >= from.value && (to.value == 0 || value.time_s <= to.value);
    });
}

// The calendar changes when something is published; a change is known by its moment.
int32_t newest(array_ref<MqlCalendarValue> values, const wanted_events& wanted,
               uint64_t& change_id) {
    if (!is_available()) {
        return 0;
    }
    const int64_t now = TimeTradeServer().value;
    const auto before = static_cast<int64_t>(change_id);
    change_id = static_cast<uint64_t>(now);
    if (before == 0) {
        values.resize(0);
        return 0;
    }
    return values_by(values, wanted, [&](const calendar_value& value) {
        return value.time_s > before && value.time_s <= now;
    });
}

}  // namespace

bool MqlCalendarValue::HasActualValue() const { return actual_value != INT64_MIN; }
bool MqlCalendarValue::HasPreviousValue() const { return prev_value != INT64_MIN; }
bool MqlCalendarValue::HasRevisedValue() const { return revised_prev_value != INT64_MIN; }
bool MqlCalendarValue::HasForecastValue() const { return forecast_value != INT64_MIN; }
double MqlCalendarValue::GetActualValue() const { return Unscaled(actual_value); }
double MqlCalendarValue::GetPreviousValue() const { return Unscaled(prev_value); }
double MqlCalendarValue::GetRevisedValue() const { return Unscaled(revised_prev_value); }
double MqlCalendarValue::GetForecastValue() const { return Unscaled(forecast_value); }

// Not a number where there is no value.
double MqlCalendarValue::Unscaled(int64_t value) const {
    return value == INT64_MIN ? std::nan("") : static_cast<double>(value) / 1e6;
}

bool CalendarCountryById(int64_t country_id, MqlCalendarCountry& country) {
    const uncounted pause;
    const terminal::world_lock lock;
    for (const calendar_country& known : terminal::calendar_countries()) {
        if (is_available() && static_cast<int64_t>(known.id) == country_id) {
            fill(country, known);
            return true;
        }
    }
    terminal::set_last_error(ERR_CALENDAR_NO_DATA);
    return false;
}

bool CalendarEventById(uint64_t event_id, MqlCalendarEvent& event) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (!is_available()) {
        return false;
    }
    const calendar_event* known = the_calendar().event_by_id(event_id);
    if (known == nullptr) {
        terminal::set_last_error(ERR_CALENDAR_NO_DATA);
        return false;
    }
    fill(event, *known);
    return true;
}

bool CalendarValueById(uint64_t value_id, MqlCalendarValue& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (!is_available()) {
        return false;
    }
    for (const calendar_value& known : the_calendar().values) {
        if (known.id == value_id) {
            fill(value, known);
            return true;
        }
    }
    terminal::set_last_error(ERR_CALENDAR_NO_DATA);
    return false;
}

int32_t CalendarCountries(array_ref<MqlCalendarCountry> countries) {
    const uncounted pause;
    const terminal::world_lock lock;
    std::vector<const calendar_country*> all;
    for (const calendar_country& known : terminal::calendar_countries()) {
        all.push_back(&known);
    }
    return is_available() ? hand_over(countries, all) : 0;
}

int32_t CalendarEventByCountry(string country_code, array_ref<MqlCalendarEvent> events) {
    const uncounted pause;
    const terminal::world_lock lock;
    return events_by(events, wanted_by(country_code, string()));
}

int32_t CalendarEventByCurrency(string currency, array_ref<MqlCalendarEvent> events) {
    const uncounted pause;
    const terminal::world_lock lock;
    return events_by(events, wanted_by(string(), currency));
}

int32_t CalendarValueHistory(array_ref<MqlCalendarValue> values, datetime datetime_from,
                             datetime datetime_to, string country_code, string currency) {
    const uncounted pause;
    const terminal::world_lock lock;
    return history(values, wanted_by(country_code, currency), datetime_from, datetime_to);
}

int32_t CalendarValueHistoryByEvent(uint64_t event_id, array_ref<MqlCalendarValue> values,
                                    datetime datetime_from, datetime datetime_to) {
    const uncounted pause;
    const terminal::world_lock lock;
    wanted_events wanted;
    wanted.id = event_id;
    return history(values, wanted, datetime_from, datetime_to);
}

int32_t CalendarValueLast(uint64_t& change_id, array_ref<MqlCalendarValue> values,
                          string country_code, string currency) {
    const uncounted pause;
    const terminal::world_lock lock;
    return newest(values, wanted_by(country_code, currency), change_id);
}

int32_t CalendarValueLastByEvent(uint64_t event_id, uint64_t& change_id,
                                 array_ref<MqlCalendarValue> values) {
    const uncounted pause;
    const terminal::world_lock lock;
    wanted_events wanted;
    wanted.id = event_id;
    return newest(values, wanted, change_id);
}

}  // namespace mql
