// Account, orders, positions, deals and trading. Numbers are those of MetaTrader 5.
// Implemented in ../broker.

enum ENUM_ACCOUNT_INFO_INTEGER
  {
   ACCOUNT_LOGIN = 0, ACCOUNT_TRADE_MODE = 32, ACCOUNT_LEVERAGE = 35, ACCOUNT_LIMIT_ORDERS = 47,
   ACCOUNT_MARGIN_SO_MODE = 44, ACCOUNT_TRADE_ALLOWED = 33, ACCOUNT_TRADE_EXPERT = 34,
   ACCOUNT_MARGIN_MODE = 53, ACCOUNT_CURRENCY_DIGITS = 54, ACCOUNT_FIFO_CLOSE = 55,
   ACCOUNT_HEDGE_ALLOWED = 56
  };
enum ENUM_ACCOUNT_INFO_DOUBLE
  {
   ACCOUNT_BALANCE = 37, ACCOUNT_CREDIT = 38, ACCOUNT_PROFIT = 39, ACCOUNT_EQUITY = 40,
   ACCOUNT_MARGIN = 41, ACCOUNT_MARGIN_FREE = 42, ACCOUNT_MARGIN_LEVEL = 43,
   ACCOUNT_MARGIN_SO_CALL = 45, ACCOUNT_MARGIN_SO_SO = 46, ACCOUNT_MARGIN_INITIAL = 48,
   ACCOUNT_MARGIN_MAINTENANCE = 49, ACCOUNT_ASSETS = 50, ACCOUNT_LIABILITIES = 51,
   ACCOUNT_COMMISSION_BLOCKED = 52
  };
enum ENUM_ACCOUNT_INFO_STRING
  {
   ACCOUNT_NAME = 1, ACCOUNT_SERVER = 3, ACCOUNT_CURRENCY = 36, ACCOUNT_COMPANY = 2
  };
enum ENUM_ACCOUNT_TRADE_MODE
  {
   ACCOUNT_TRADE_MODE_DEMO = 0, ACCOUNT_TRADE_MODE_CONTEST = 1, ACCOUNT_TRADE_MODE_REAL = 2
  };
enum ENUM_ACCOUNT_MARGIN_MODE
  {
   ACCOUNT_MARGIN_MODE_RETAIL_NETTING = 0, ACCOUNT_MARGIN_MODE_EXCHANGE = 1,
   ACCOUNT_MARGIN_MODE_RETAIL_HEDGING = 2
  };

enum ENUM_TRADE_REQUEST_ACTIONS
  {
   TRADE_ACTION_DEAL = 1, TRADE_ACTION_PENDING = 5, TRADE_ACTION_SLTP = 6,
   TRADE_ACTION_MODIFY = 7, TRADE_ACTION_REMOVE = 8, TRADE_ACTION_CLOSE_BY = 10
  };
enum ENUM_ORDER_TYPE
  {
   ORDER_TYPE_BUY = 0, ORDER_TYPE_SELL = 1, ORDER_TYPE_BUY_LIMIT = 2, ORDER_TYPE_SELL_LIMIT = 3,
   ORDER_TYPE_BUY_STOP = 4, ORDER_TYPE_SELL_STOP = 5, ORDER_TYPE_BUY_STOP_LIMIT = 6,
   ORDER_TYPE_SELL_STOP_LIMIT = 7, ORDER_TYPE_CLOSE_BY = 8
  };
enum ENUM_ORDER_TYPE_FILLING
  {
   ORDER_FILLING_FOK = 0, ORDER_FILLING_IOC = 1, ORDER_FILLING_RETURN = 2, ORDER_FILLING_BOC = 3
  };
enum ENUM_ORDER_TYPE_TIME
  {
   ORDER_TIME_GTC = 0, ORDER_TIME_DAY = 1, ORDER_TIME_SPECIFIED = 2, ORDER_TIME_SPECIFIED_DAY = 3
  };
enum ENUM_ORDER_STATE
  {
   ORDER_STATE_STARTED = 0, ORDER_STATE_PLACED = 1, ORDER_STATE_CANCELED = 2,
   ORDER_STATE_PARTIAL = 3, ORDER_STATE_FILLED = 4, ORDER_STATE_REJECTED = 5,
   ORDER_STATE_EXPIRED = 6, ORDER_STATE_REQUEST_ADD = 7, ORDER_STATE_REQUEST_MODIFY = 8,
   ORDER_STATE_REQUEST_CANCEL = 9
  };
enum ENUM_ORDER_REASON
  {
   ORDER_REASON_CLIENT = 0, ORDER_REASON_MOBILE = 1, ORDER_REASON_WEB = 2,
   ORDER_REASON_EXPERT = 3, ORDER_REASON_SL = 4, ORDER_REASON_TP = 5, ORDER_REASON_SO = 6
  };
enum ENUM_POSITION_TYPE { POSITION_TYPE_BUY = 0, POSITION_TYPE_SELL = 1 };
enum ENUM_DEAL_TYPE
  {
   DEAL_TYPE_BUY = 0, DEAL_TYPE_SELL = 1, DEAL_TYPE_BALANCE = 2, DEAL_TYPE_CREDIT = 3,
   DEAL_TYPE_CHARGE = 4, DEAL_TYPE_CORRECTION = 5, DEAL_TYPE_BONUS = 6, DEAL_TYPE_COMMISSION = 7,
   DEAL_TYPE_COMMISSION_DAILY = 8, DEAL_TYPE_COMMISSION_MONTHLY = 9,
   DEAL_TYPE_COMMISSION_AGENT_DAILY = 10, DEAL_TYPE_COMMISSION_AGENT_MONTHLY = 11,
   DEAL_TYPE_INTEREST = 12, DEAL_TYPE_BUY_CANCELED = 13, DEAL_TYPE_SELL_CANCELED = 14,
   DEAL_DIVIDEND = 15, DEAL_DIVIDEND_FRANKED = 16, DEAL_TAX = 17
  };
enum ENUM_DEAL_ENTRY
  {
   DEAL_ENTRY_IN = 0, DEAL_ENTRY_OUT = 1, DEAL_ENTRY_INOUT = 2, DEAL_ENTRY_OUT_BY = 3
  };
enum ENUM_DEAL_REASON
  {
   DEAL_REASON_CLIENT = 0, DEAL_REASON_MOBILE = 1, DEAL_REASON_WEB = 2, DEAL_REASON_EXPERT = 3,
   DEAL_REASON_SL = 4, DEAL_REASON_TP = 5, DEAL_REASON_SO = 6, DEAL_REASON_ROLLOVER = 7,
   DEAL_REASON_VMARGIN = 8, DEAL_REASON_SPLIT = 9, DEAL_REASON_CORPORATE_ACTION = 10
  };
enum ENUM_TRADE_TRANSACTION_TYPE
  {
   TRADE_TRANSACTION_ORDER_ADD = 0, TRADE_TRANSACTION_ORDER_UPDATE = 1,
   TRADE_TRANSACTION_ORDER_DELETE = 2, TRADE_TRANSACTION_HISTORY_ADD = 3,
   TRADE_TRANSACTION_HISTORY_UPDATE = 4, TRADE_TRANSACTION_HISTORY_DELETE = 5,
   TRADE_TRANSACTION_DEAL_ADD = 6, TRADE_TRANSACTION_DEAL_UPDATE = 7,
   TRADE_TRANSACTION_DEAL_DELETE = 8, TRADE_TRANSACTION_POSITION = 9,
   TRADE_TRANSACTION_REQUEST = 10
  };

enum ENUM_POSITION_PROPERTY_INTEGER
  {
   POSITION_TIME = 1, POSITION_TYPE = 2, POSITION_MAGIC = 12, POSITION_IDENTIFIER = 13,
   POSITION_TIME_MSC = 14, POSITION_TIME_UPDATE = 15, POSITION_TIME_UPDATE_MSC = 16,
   POSITION_TICKET = 17, POSITION_REASON = 18
  };
enum ENUM_POSITION_PROPERTY_DOUBLE
  {
   POSITION_VOLUME = 3, POSITION_PRICE_OPEN = 4, POSITION_SL = 6, POSITION_TP = 7,
   POSITION_PRICE_CURRENT = 5, POSITION_SWAP = 9, POSITION_PROFIT = 10
  };
enum ENUM_POSITION_PROPERTY_STRING
  {
   POSITION_SYMBOL = 0, POSITION_COMMENT = 11, POSITION_EXTERNAL_ID = 19
  };
enum ENUM_ORDER_PROPERTY_INTEGER
  {
   ORDER_TIME_SETUP = 1, ORDER_TIME_EXPIRATION = 2, ORDER_TIME_DONE = 3, ORDER_TYPE = 4,
   ORDER_TYPE_FILLING = 5, ORDER_TYPE_TIME = 6, ORDER_STATE = 14, ORDER_MAGIC = 15,
   ORDER_POSITION_ID = 17, ORDER_TIME_SETUP_MSC = 18, ORDER_TIME_DONE_MSC = 19,
   ORDER_POSITION_BY_ID = 21, ORDER_TICKET = 22, ORDER_REASON = 23
  };
enum ENUM_ORDER_PROPERTY_DOUBLE
  {
   ORDER_VOLUME_INITIAL = 7, ORDER_VOLUME_CURRENT = 8, ORDER_PRICE_OPEN = 9,
   ORDER_PRICE_CURRENT = 10, ORDER_PRICE_STOPLIMIT = 11, ORDER_SL = 12, ORDER_TP = 13
  };
enum ENUM_ORDER_PROPERTY_STRING
  {
   ORDER_SYMBOL = 0, ORDER_COMMENT = 16, ORDER_EXTERNAL_ID = 20
  };
enum ENUM_DEAL_PROPERTY_INTEGER
  {
   DEAL_ORDER = 1, DEAL_TIME = 2, DEAL_TYPE = 3, DEAL_ENTRY = 4, DEAL_MAGIC = 11,
   DEAL_POSITION_ID = 12, DEAL_TIME_MSC = 13, DEAL_TICKET = 15, DEAL_REASON = 16
  };
enum ENUM_DEAL_PROPERTY_DOUBLE
  {
   DEAL_VOLUME = 5, DEAL_PRICE = 6, DEAL_COMMISSION = 7, DEAL_SWAP = 8, DEAL_PROFIT = 9,
   DEAL_FEE = 17, DEAL_SL = 18, DEAL_TP = 19
  };
enum ENUM_DEAL_PROPERTY_STRING
  {
   DEAL_SYMBOL = 0, DEAL_COMMENT = 10, DEAL_EXTERNAL_ID = 14
  };

enum ENUM_ACCOUNT_STOPOUT_MODE
  {
   ACCOUNT_STOPOUT_MODE_PERCENT = 0, ACCOUNT_STOPOUT_MODE_MONEY = 1
  };

enum ENUM_POSITION_REASON
  {
   POSITION_REASON_CLIENT = 0, POSITION_REASON_MOBILE = 1, POSITION_REASON_WEB = 2,
   POSITION_REASON_EXPERT = 3
  };

const int TRADE_RETCODE_REQUOTE = 10004;
const int TRADE_RETCODE_REJECT = 10006;
const int TRADE_RETCODE_CANCEL = 10007;
const int TRADE_RETCODE_PLACED = 10008;
const int TRADE_RETCODE_DONE = 10009;
const int TRADE_RETCODE_DONE_PARTIAL = 10010;
const int TRADE_RETCODE_ERROR = 10011;
const int TRADE_RETCODE_TIMEOUT = 10012;
const int TRADE_RETCODE_INVALID = 10013;
const int TRADE_RETCODE_INVALID_VOLUME = 10014;
const int TRADE_RETCODE_INVALID_PRICE = 10015;
const int TRADE_RETCODE_INVALID_STOPS = 10016;
const int TRADE_RETCODE_TRADE_DISABLED = 10017;
const int TRADE_RETCODE_MARKET_CLOSED = 10018;
const int TRADE_RETCODE_NO_MONEY = 10019;
const int TRADE_RETCODE_PRICE_CHANGED = 10020;
const int TRADE_RETCODE_PRICE_OFF = 10021;
const int TRADE_RETCODE_INVALID_EXPIRATION = 10022;
const int TRADE_RETCODE_ORDER_CHANGED = 10023;
const int TRADE_RETCODE_TOO_MANY_REQUESTS = 10024;
const int TRADE_RETCODE_NO_CHANGES = 10025;
const int TRADE_RETCODE_SERVER_DISABLES_AT = 10026;
const int TRADE_RETCODE_CLIENT_DISABLES_AT = 10027;
const int TRADE_RETCODE_LOCKED = 10028;
const int TRADE_RETCODE_FROZEN = 10029;
const int TRADE_RETCODE_INVALID_FILL = 10030;
const int TRADE_RETCODE_CONNECTION = 10031;
const int TRADE_RETCODE_ONLY_REAL = 10032;
const int TRADE_RETCODE_LIMIT_ORDERS = 10033;
const int TRADE_RETCODE_LIMIT_VOLUME = 10034;
const int TRADE_RETCODE_INVALID_ORDER = 10035;
const int TRADE_RETCODE_POSITION_CLOSED = 10036;
const int TRADE_RETCODE_INVALID_CLOSE_VOLUME = 10038;
const int TRADE_RETCODE_CLOSE_ORDER_EXIST = 10039;
const int TRADE_RETCODE_LIMIT_POSITIONS = 10040;
const int TRADE_RETCODE_REJECT_CANCEL = 10041;
const int TRADE_RETCODE_LONG_ONLY = 10042;
const int TRADE_RETCODE_SHORT_ONLY = 10043;
const int TRADE_RETCODE_CLOSE_ONLY = 10044;
const int TRADE_RETCODE_FIFO_CLOSE = 10045;
const int TRADE_RETCODE_HEDGE_PROHIBITED = 10046;

struct MqlTradeRequest
  {
   ENUM_TRADE_REQUEST_ACTIONS action;
   ulong                      magic;
   ulong                      order;
   string                     symbol;
   double                     volume;
   double                     price;
   double                     stoplimit;
   double                     sl;
   double                     tp;
   ulong                      deviation;
   ENUM_ORDER_TYPE            type;
   ENUM_ORDER_TYPE_FILLING    type_filling;
   ENUM_ORDER_TYPE_TIME       type_time;
   datetime                   expiration;
   string                     comment;
   ulong                      position;
   ulong                      position_by;
  };
struct MqlTradeCheckResult
  {
   uint   retcode;
   double balance;
   double equity;
   double profit;
   double margin;
   double margin_free;
   double margin_level;
   string comment;
  };
struct MqlTradeResult
  {
   uint   retcode;
   ulong  deal;
   ulong  order;
   double volume;
   double price;
   double bid;
   double ask;
   string comment;
   uint   request_id;
   int    retcode_external;
  };
struct MqlTradeTransaction
  {
   ulong                       deal;
   ulong                       order;
   string                      symbol;
   ENUM_TRADE_TRANSACTION_TYPE type;
   ENUM_ORDER_TYPE             order_type;
   ENUM_ORDER_STATE            order_state;
   ENUM_DEAL_TYPE              deal_type;
   ENUM_ORDER_TYPE_TIME        time_type;
   datetime                    time_expiration;
   double                      price;
   double                      price_trigger;
   double                      price_sl;
   double                      price_tp;
   double                      volume;
   ulong                       position;
   ulong                       position_by;
  };

long   AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property_id);
double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property_id);
string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property_id);

bool OrderCalcMargin(ENUM_ORDER_TYPE action, string symbol, double volume, double price,
                     double &margin);
bool OrderCalcProfit(ENUM_ORDER_TYPE action, string symbol, double volume, double price_open,
                     double price_close, double &profit);
bool OrderCheck(MqlTradeRequest &request, MqlTradeCheckResult &result);
bool OrderSend(MqlTradeRequest &request, MqlTradeResult &result);
bool OrderSendAsync(MqlTradeRequest &request, MqlTradeResult &result);

int    PositionsTotal();
string PositionGetSymbol(int index);
ulong  PositionGetTicket(int index);
bool   PositionSelect(string symbol);
bool   PositionSelectByTicket(ulong ticket);
long   PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property_id);
bool   PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property_id, long &value);
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property_id);
bool   PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property_id, double &value);
string PositionGetString(ENUM_POSITION_PROPERTY_STRING property_id);
bool   PositionGetString(ENUM_POSITION_PROPERTY_STRING property_id, string &value);
int    OrdersTotal();
ulong  OrderGetTicket(int index);
bool   OrderSelect(ulong ticket);
long   OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property_id);
bool   OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property_id, long &value);
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property_id);
bool   OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property_id, double &value);
string OrderGetString(ENUM_ORDER_PROPERTY_STRING property_id);
bool   OrderGetString(ENUM_ORDER_PROPERTY_STRING property_id, string &value);
bool   HistorySelect(datetime from_date, datetime to_date);
bool   HistorySelectByPosition(long position_id);
int    HistoryOrdersTotal();
ulong  HistoryOrderGetTicket(int index);
bool   HistoryOrderSelect(ulong ticket);
long   HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property_id);
bool   HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property_id, long &value);
double HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property_id);
bool   HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property_id, double &value);
string HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property_id);
bool   HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property_id, string &value);
int    HistoryDealsTotal();
ulong  HistoryDealGetTicket(int index);
bool   HistoryDealSelect(ulong ticket);
long   HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property_id);
bool   HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property_id, long &value);
double HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property_id);
bool   HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property_id, double &value);
string HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property_id);
bool   HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property_id, string &value);

// The numbers of the statistics are not documented; these are in the order of the documentation.
enum ENUM_STATISTICS
  {
   STAT_INITIAL_DEPOSIT, STAT_WITHDRAWAL, STAT_PROFIT, STAT_GROSS_PROFIT, STAT_GROSS_LOSS,
   STAT_MAX_PROFITTRADE, STAT_MAX_LOSSTRADE, STAT_BALANCEMIN, STAT_BALANCE_DD,
   STAT_BALANCEDD_PERCENT, STAT_BALANCE_DDREL_PERCENT, STAT_BALANCE_DD_RELATIVE, STAT_EQUITYMIN,
   STAT_EQUITY_DD, STAT_EQUITYDD_PERCENT, STAT_EQUITY_DDREL_PERCENT, STAT_EQUITY_DD_RELATIVE,
   STAT_EXPECTED_PAYOFF, STAT_PROFIT_FACTOR, STAT_RECOVERY_FACTOR, STAT_SHARPE_RATIO, STAT_DEALS,
   STAT_TRADES, STAT_PROFIT_TRADES, STAT_LOSS_TRADES, STAT_SHORT_TRADES, STAT_LONG_TRADES,
   STAT_PROFIT_SHORTTRADES, STAT_PROFIT_LONGTRADES
  };
double TesterStatistics(ENUM_STATISTICS statistic_id);
