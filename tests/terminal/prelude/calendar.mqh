// The economic calendar. Implemented in ../broker.

enum ENUM_CALENDAR_EVENT_TYPE
  {
   CALENDAR_TYPE_EVENT = 0, CALENDAR_TYPE_INDICATOR = 1, CALENDAR_TYPE_HOLIDAY = 2
  };
enum ENUM_CALENDAR_EVENT_IMPORTANCE
  {
   CALENDAR_IMPORTANCE_NONE = 0, CALENDAR_IMPORTANCE_LOW = 1, CALENDAR_IMPORTANCE_MODERATE = 2,
   CALENDAR_IMPORTANCE_HIGH = 3
  };
enum ENUM_CALENDAR_EVENT_IMPACT
  {
   CALENDAR_IMPACT_NA = 0, CALENDAR_IMPACT_POSITIVE = 1, CALENDAR_IMPACT_NEGATIVE = 2
  };

struct MqlCalendarCountry
  {
   ulong  id;
   string name;
   string code;
   string currency;
   string currency_symbol;
   string url_name;
  };
struct MqlCalendarValue
  {
   ulong                      id;
   ulong                      event_id;
   datetime                   time;
   datetime                   period;
   int                        revision;
   long                       actual_value;
   long                       prev_value;
   long                       revised_prev_value;
   long                       forecast_value;
   ENUM_CALENDAR_EVENT_IMPACT impact_type;
  };
struct MqlCalendarEvent
  {
   ulong                          id;
   ENUM_CALENDAR_EVENT_TYPE       type;
   int                            sector;
   int                            frequency;
   int                            time_mode;
   ulong                          country_id;
   int                            unit;
   ENUM_CALENDAR_EVENT_IMPORTANCE importance;
   int                            multiplier;
   uint                           digits;
   string                         source_url;
   string                         event_code;
   string                         name;
  };

bool CalendarCountryById(const long country_id, MqlCalendarCountry &country);
bool CalendarEventById(ulong event_id, MqlCalendarEvent &event);
int  CalendarValueHistory(MqlCalendarValue &values[], datetime datetime_from,
                          datetime datetime_to = 0, const string country_code = NULL,
                          const string currency = NULL);
int  CalendarValueLast(ulong &change_id, MqlCalendarValue &values[],
                       const string country_code = NULL, const string currency = NULL);
