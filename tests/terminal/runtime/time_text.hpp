// Times as text and back.
#pragma once

#include <cstdint>
#include <string>

namespace mql {

// Whether a date and time of MetaTrader has so many seconds: 1970 to 3000.
bool is_time(int64_t seconds);

// "2026.01.31 09:05:07" or parts of it, by the flags TIME_DATE = 1, TIME_MINUTES = 2,
// TIME_SECONDS = 4.
std::string time_text(int64_t seconds, int flags);

// Reads "yyyy.mm.dd [hh:mi[:ss]]", "yyyymmdd ...", or "hh:mi[:ss]" of the day `today_s` (its
// seconds). False when the text is no time.
bool parse_time(const std::string& text, int64_t today_s, int64_t& seconds);

}  // namespace mql
