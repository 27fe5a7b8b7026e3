// Symbols, ticks, bars and depth of market. Numbers are those of MetaTrader 5.
// Implemented in ../broker.

struct MqlTick
  {
   datetime time;
   double   bid;
   double   ask;
   double   last;
   ulong    volume;
   long     time_msc;
   uint     flags;
   double   volume_real;
  };
struct MqlRates
  {
   datetime time;
   double   open;
   double   high;
   double   low;
   double   close;
   long     tick_volume;
   int      spread;
   long     real_volume;
  };

struct MqlBookInfo
  {
   ENUM_BOOK_TYPE type;
   double         price;
   long           volume;
   double         volume_real;
  };

const int COPY_TICKS_INFO = 1;
const int COPY_TICKS_TRADE = 2;
const int COPY_TICKS_ALL = (-1);
const int TICK_FLAG_BID = 2;
const int TICK_FLAG_ASK = 4;
const int TICK_FLAG_LAST = 8;
const int TICK_FLAG_VOLUME = 16;
const int TICK_FLAG_BUY = 32;
const int TICK_FLAG_SELL = 64;

const int SYMBOL_FILLING_FOK = 1;
const int SYMBOL_FILLING_IOC = 2;
const int SYMBOL_FILLING_BOC = 4;
const int SYMBOL_EXPIRATION_GTC = 1;
const int SYMBOL_EXPIRATION_DAY = 2;
const int SYMBOL_EXPIRATION_SPECIFIED = 4;
const int SYMBOL_EXPIRATION_SPECIFIED_DAY = 8;
const int SYMBOL_ORDER_MARKET = 1;
const int SYMBOL_ORDER_LIMIT = 2;
const int SYMBOL_ORDER_STOP = 4;
const int SYMBOL_ORDER_STOP_LIMIT = 8;
const int SYMBOL_ORDER_SL = 16;
const int SYMBOL_ORDER_TP = 32;
const int SYMBOL_ORDER_CLOSEBY = 64;

enum ENUM_SYMBOL_INFO_INTEGER
  {
   SYMBOL_SELECT = 0, SYMBOL_VOLUME = 10, SYMBOL_VOLUMEHIGH = 11, SYMBOL_VOLUMELOW = 12,
   SYMBOL_TIME = 15, SYMBOL_DIGITS = 17, SYMBOL_SPREAD = 18, SYMBOL_TICKS_BOOKDEPTH = 25,
   SYMBOL_TRADE_CALC_MODE = 29, SYMBOL_TRADE_MODE = 30, SYMBOL_TRADE_STOPS_LEVEL = 31,
   SYMBOL_TRADE_FREEZE_LEVEL = 32, SYMBOL_TRADE_EXEMODE = 33, SYMBOL_SWAP_MODE = 37,
   SYMBOL_SWAP_ROLLOVER3DAYS = 40, SYMBOL_SPREAD_FLOAT = 41, SYMBOL_EXPIRATION_MODE = 49,
   SYMBOL_FILLING_MODE = 50, SYMBOL_START_TIME = 51, SYMBOL_EXPIRATION_TIME = 52,
   SYMBOL_SESSION_DEALS = 56, SYMBOL_SESSION_BUY_ORDERS = 60, SYMBOL_SESSION_SELL_ORDERS = 62,
   SYMBOL_ORDER_MODE = 71, SYMBOL_VISIBLE = 76, SYMBOL_CUSTOM = 78, SYMBOL_CHART_MODE = 80,
   SYMBOL_ORDER_GTC_MODE = 81, SYMBOL_MARGIN_HEDGED_USE_LEG = 82, SYMBOL_TIME_MSC = 113,
   SYMBOL_EXIST = 114
  };
enum ENUM_SYMBOL_INFO_DOUBLE
  {
   SYMBOL_BID = 1, SYMBOL_BIDHIGH = 2, SYMBOL_BIDLOW = 3, SYMBOL_ASK = 4, SYMBOL_ASKHIGH = 5,
   SYMBOL_ASKLOW = 6, SYMBOL_LAST = 7, SYMBOL_LASTHIGH = 8, SYMBOL_LASTLOW = 9, SYMBOL_POINT = 16,
   SYMBOL_TRADE_TICK_VALUE = 26, SYMBOL_TRADE_TICK_SIZE = 27, SYMBOL_TRADE_CONTRACT_SIZE = 28,
   SYMBOL_VOLUME_MIN = 34, SYMBOL_VOLUME_MAX = 35, SYMBOL_VOLUME_STEP = 36, SYMBOL_SWAP_LONG = 38,
   SYMBOL_SWAP_SHORT = 39, SYMBOL_MARGIN_INITIAL = 42, SYMBOL_MARGIN_MAINTENANCE = 43,
   SYMBOL_TRADE_TICK_VALUE_PROFIT = 53, SYMBOL_TRADE_TICK_VALUE_LOSS = 54,
   SYMBOL_VOLUME_LIMIT = 55, SYMBOL_MARGIN_HEDGED = 77
  };
enum ENUM_SYMBOL_INFO_STRING
  {
   SYMBOL_BANK = 19, SYMBOL_DESCRIPTION = 20, SYMBOL_PATH = 21, SYMBOL_CURRENCY_BASE = 22,
   SYMBOL_CURRENCY_PROFIT = 23, SYMBOL_CURRENCY_MARGIN = 24
  };
enum ENUM_SYMBOL_CALC_MODE
  {
   SYMBOL_CALC_MODE_FOREX = 0, SYMBOL_CALC_MODE_FUTURES = 1, SYMBOL_CALC_MODE_CFD = 2,
   SYMBOL_CALC_MODE_CFDINDEX = 3, SYMBOL_CALC_MODE_CFDLEVERAGE = 4,
   SYMBOL_CALC_MODE_FOREX_NO_LEVERAGE = 5, SYMBOL_CALC_MODE_EXCH_STOCKS = 32,
   SYMBOL_CALC_MODE_EXCH_FUTURES = 33
  };
enum ENUM_SYMBOL_TRADE_MODE
  {
   SYMBOL_TRADE_MODE_DISABLED = 0, SYMBOL_TRADE_MODE_LONGONLY = 1,
   SYMBOL_TRADE_MODE_SHORTONLY = 2, SYMBOL_TRADE_MODE_CLOSEONLY = 3, SYMBOL_TRADE_MODE_FULL = 4
  };
enum ENUM_SYMBOL_TRADE_EXECUTION
  {
   SYMBOL_TRADE_EXECUTION_REQUEST = 0, SYMBOL_TRADE_EXECUTION_INSTANT = 1,
   SYMBOL_TRADE_EXECUTION_MARKET = 2, SYMBOL_TRADE_EXECUTION_EXCHANGE = 3
  };
enum ENUM_SERIESMODE
  {
   MODE_OPEN = 0, MODE_LOW = 1, MODE_HIGH = 2, MODE_CLOSE = 3, MODE_VOLUME = 4,
   MODE_REAL_VOLUME = 5, MODE_SPREAD = 6
  };
enum ENUM_SERIES_INFO_INTEGER
  {
   SERIES_BARS_COUNT = 0, SERIES_FIRSTDATE = 1, SERIES_LASTBAR_DATE = 5,
   SERIES_SERVER_FIRSTDATE = 2, SERIES_TERMINAL_FIRSTDATE = 3, SERIES_SYNCHRONIZED = 4
  };

enum ENUM_SYMBOL_CHART_MODE
  {
   SYMBOL_CHART_MODE_BID = 0, SYMBOL_CHART_MODE_LAST = 1
  };

enum ENUM_SYMBOL_SWAP_MODE
  {
   SYMBOL_SWAP_MODE_DISABLED = 0, SYMBOL_SWAP_MODE_POINTS = 1,
   SYMBOL_SWAP_MODE_CURRENCY_SYMBOL = 2, SYMBOL_SWAP_MODE_CURRENCY_MARGIN = 3,
   SYMBOL_SWAP_MODE_CURRENCY_DEPOSIT = 4, SYMBOL_SWAP_MODE_INTEREST_CURRENT = 5,
   SYMBOL_SWAP_MODE_INTEREST_OPEN = 6, SYMBOL_SWAP_MODE_REOPEN_CURRENT = 7,
   SYMBOL_SWAP_MODE_REOPEN_BID = 8, SYMBOL_SWAP_MODE_CURRENCY_PROFIT = 9
  };

enum ENUM_SYMBOL_ORDER_GTC_MODE
  {
   SYMBOL_ORDERS_GTC = 0, SYMBOL_ORDERS_DAILY = 1, SYMBOL_ORDERS_DAILY_EXCLUDING_STOPS = 2
  };

enum ENUM_BOOK_TYPE
  {
   BOOK_TYPE_SELL = 1, BOOK_TYPE_BUY = 2, BOOK_TYPE_SELL_MARKET = 3, BOOK_TYPE_BUY_MARKET = 4
  };

long   SymbolInfoInteger(string name, ENUM_SYMBOL_INFO_INTEGER property_id);
bool   SymbolInfoInteger(string name, ENUM_SYMBOL_INFO_INTEGER property_id, long &value);
double SymbolInfoDouble(string name, ENUM_SYMBOL_INFO_DOUBLE property_id);
bool   SymbolInfoDouble(string name, ENUM_SYMBOL_INFO_DOUBLE property_id, double &value);
string SymbolInfoString(string name, ENUM_SYMBOL_INFO_STRING property_id);
bool   SymbolInfoString(string name, ENUM_SYMBOL_INFO_STRING property_id, string &value);
bool   SymbolInfoTick(string symbol, MqlTick &tick);
bool   SymbolInfoMarginRate(string name, ENUM_ORDER_TYPE order_type, double &initial_margin_rate,
                            double &maintenance_margin_rate);
bool   MarketBookAdd(string symbol);
bool   MarketBookRelease(string symbol);
bool   MarketBookGet(string symbol, MqlBookInfo &book[]);
bool   SymbolInfoSessionQuote(string name, ENUM_DAY_OF_WEEK day_of_week, uint session_index,
                              datetime &from, datetime &to);
bool   SymbolInfoSessionTrade(string name, ENUM_DAY_OF_WEEK day_of_week, uint session_index,
                              datetime &from, datetime &to);
bool   SymbolSelect(string name, bool select);
int    SymbolsTotal(bool selected);
string SymbolName(int pos, bool selected);
bool   SymbolExist(const string name, bool &is_custom);
bool   SymbolIsSynchronized(string name);

int CopyTicks(string symbol_name, MqlTick &ticks_array[], uint flags = COPY_TICKS_ALL,
              ulong from = 0, uint count = 0);
int CopyTicksRange(string symbol_name, MqlTick &ticks_array[], uint flags = COPY_TICKS_ALL,
                   ulong from_msc = 0, ulong to_msc = 0);
int CopyRates(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
              MqlRates &rates_array[]);
int CopyRates(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
              MqlRates &rates_array[]);
int CopyRates(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,
              datetime stop_time, MqlRates &rates_array[]);
int CopyTime(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
             datetime &values[]);
int CopyTime(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
             datetime &values[]);
int CopyTime(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
             datetime &values[]);
int CopyOpen(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
             double &values[]);
int CopyOpen(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
             double &values[]);
int CopyOpen(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
             double &values[]);
int CopyHigh(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
             double &values[]);
int CopyHigh(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
             double &values[]);
int CopyHigh(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
             double &values[]);
int CopyLow(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
            double &values[]);
int CopyLow(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
            double &values[]);
int CopyLow(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
            double &values[]);
int CopyClose(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
              double &values[]);
int CopyClose(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
              double &values[]);
int CopyClose(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
              double &values[]);
int CopyTickVolume(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
                   long &values[]);
int CopyTickVolume(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
                   long &values[]);
int CopyTickVolume(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
                   long &values[]);
int CopyRealVolume(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
                   long &values[]);
int CopyRealVolume(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
                   long &values[]);
int CopyRealVolume(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
                   long &values[]);
int CopySpread(string symbol_name, ENUM_TIMEFRAMES timeframe, int start_pos, int count,
               int &values[]);
int CopySpread(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, int count,
               int &values[]);
int CopySpread(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time,
               int &values[]);
datetime iTime(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
double   iOpen(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
double   iHigh(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
double   iLow(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
double   iClose(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
long     iVolume(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
long     iTickVolume(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
long     iRealVolume(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
int      iSpread(string symbol, ENUM_TIMEFRAMES timeframe, int shift);
int      iHighest(string symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIESMODE type,
                  int count = WHOLE_ARRAY, int start = 0);
int      iLowest(string symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIESMODE type,
                 int count = WHOLE_ARRAY, int start = 0);
int      iBars(string symbol, ENUM_TIMEFRAMES timeframe);
int      iBarShift(string symbol, ENUM_TIMEFRAMES timeframe, datetime time, bool exact = false);
int      Bars(string symbol_name, ENUM_TIMEFRAMES timeframe);
int      Bars(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,
              datetime stop_time);
long     SeriesInfoInteger(string symbol_name, ENUM_TIMEFRAMES timeframe,
                           ENUM_SERIES_INFO_INTEGER prop_id);
bool     SeriesInfoInteger(string symbol_name, ENUM_TIMEFRAMES timeframe,
                           ENUM_SERIES_INFO_INTEGER prop_id, long &value);
