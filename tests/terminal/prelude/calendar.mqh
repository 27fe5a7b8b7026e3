// Economic calendar. Times are those of the trade server; values are multiplied by a million,
// LONG_MIN where there is none. Implemented in ../broker.

enum ENUM_CALENDAR_EVENT_FREQUENCY
  {
   CALENDAR_FREQUENCY_NONE, CALENDAR_FREQUENCY_WEEK, CALENDAR_FREQUENCY_MONTH,
   CALENDAR_FREQUENCY_QUARTER, CALENDAR_FREQUENCY_YEAR, CALENDAR_FREQUENCY_DAY
  };
enum ENUM_CALENDAR_EVENT_TYPE
  {
   CALENDAR_TYPE_EVENT, CALENDAR_TYPE_INDICATOR, CALENDAR_TYPE_HOLIDAY
  };
enum ENUM_CALENDAR_EVENT_SECTOR
  {
   CALENDAR_SECTOR_NONE, CALENDAR_SECTOR_MARKET, CALENDAR_SECTOR_GDP, CALENDAR_SECTOR_JOBS,
   CALENDAR_SECTOR_PRICES, CALENDAR_SECTOR_MONEY, CALENDAR_SECTOR_TRADE,
   CALENDAR_SECTOR_GOVERNMENT, CALENDAR_SECTOR_BUSINESS, CALENDAR_SECTOR_CONSUMER,
   CALENDAR_SECTOR_HOUSING, CALENDAR_SECTOR_TAXES, CALENDAR_SECTOR_HOLIDAYS
  };
enum ENUM_CALENDAR_EVENT_IMPORTANCE
  {
   CALENDAR_IMPORTANCE_NONE, CALENDAR_IMPORTANCE_LOW, CALENDAR_IMPORTANCE_MODERATE,
   CALENDAR_IMPORTANCE_HIGH
  };
enum ENUM_CALENDAR_EVENT_UNIT
  {
   CALENDAR_UNIT_NONE, CALENDAR_UNIT_PERCENT, CALENDAR_UNIT_CURRENCY, CALENDAR_UNIT_HOUR,
   CALENDAR_UNIT_JOB, CALENDAR_UNIT_RIG, CALENDAR_UNIT_USD, CALENDAR_UNIT_PEOPLE,
   CALENDAR_UNIT_MORTGAGE, CALENDAR_UNIT_VOTE, CALENDAR_UNIT_BARREL, CALENDAR_UNIT_CUBICFEET,
   CALENDAR_UNIT_POSITION, CALENDAR_UNIT_BUILDING
  };
enum ENUM_CALENDAR_EVENT_MULTIPLIER
  {
   CALENDAR_MULTIPLIER_NONE, CALENDAR_MULTIPLIER_THOUSANDS, CALENDAR_MULTIPLIER_MILLIONS,
   CALENDAR_MULTIPLIER_BILLIONS, CALENDAR_MULTIPLIER_TRILLIONS
  };
enum ENUM_CALENDAR_EVENT_IMPACT
  {
   CALENDAR_IMPACT_NA, CALENDAR_IMPACT_POSITIVE, CALENDAR_IMPACT_NEGATIVE
  };
enum ENUM_CALENDAR_EVENT_TIMEMODE
  {
   CALENDAR_TIMEMODE_DATETIME, CALENDAR_TIMEMODE_DATE, CALENDAR_TIMEMODE_NOTIME,
   CALENDAR_TIMEMODE_TENTATIVE
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

struct MqlCalendarEvent
  {
   ulong                          id;
   ENUM_CALENDAR_EVENT_TYPE       type;
   ENUM_CALENDAR_EVENT_SECTOR     sector;
   ENUM_CALENDAR_EVENT_FREQUENCY  frequency;
   ENUM_CALENDAR_EVENT_TIMEMODE   time_mode;
   ulong                          country_id;
   ENUM_CALENDAR_EVENT_UNIT       unit;
   ENUM_CALENDAR_EVENT_IMPORTANCE importance;
   ENUM_CALENDAR_EVENT_MULTIPLIER multiplier;
   uint                           digits;
   string                         source_url;
   string                         event_code;
   string                         name;
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

   bool   HasActualValue() const { return(actual_value != LONG_MIN); }
   bool   HasPreviousValue() const { return(prev_value != LONG_MIN); }
   bool   HasRevisedValue() const { return(revised_prev_value != LONG_MIN); }
   bool   HasForecastValue() const { return(forecast_value != LONG_MIN); }
   double GetActualValue() const { return(Unscaled(actual_value)); }
   double GetPreviousValue() const { return(Unscaled(prev_value)); }
   double GetRevisedValue() const { return(Unscaled(revised_prev_value)); }
   double GetForecastValue() const { return(Unscaled(forecast_value)); }

private:
   double Unscaled(long value) const
     {
      return(value == LONG_MIN ? DBL_MAX * 10.0 - DBL_MAX * 10.0 : (double)value / 1000000.0);
     }
  };

bool CalendarCountryById(const long country_id, MqlCalendarCountry &country);
bool CalendarEventById(ulong event_id, MqlCalendarEvent &event);
bool CalendarValueById(ulong value_id, MqlCalendarValue &value);
int  CalendarCountries(MqlCalendarCountry &countries[]);
int  CalendarEventByCountry(string country_code, MqlCalendarEvent &events[]);
int  CalendarEventByCurrency(const string currency, MqlCalendarEvent &events[]);
int  CalendarValueHistory(MqlCalendarValue &values[], datetime datetime_from,
                          datetime datetime_to = 0, const string country_code = NULL,
                          const string currency = NULL);
int  CalendarValueHistoryByEvent(ulong event_id, MqlCalendarValue &values[],
                                 datetime datetime_from, datetime datetime_to = 0);
int  CalendarValueLast(ulong &change_id, MqlCalendarValue &values[],
                       const string country_code = NULL, const string currency = NULL);
int  CalendarValueLastByEvent(ulong event_id, ulong &change_id, MqlCalendarValue &values[]);
