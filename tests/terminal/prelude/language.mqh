// Built-ins of the language: arrays, strings, conversion, mathematics, time.
// A prototype without a body is implemented in ../runtime.

#define CHAR_MIN (-128)
#define CHAR_MAX 127
#define UCHAR_MAX 255
#define SHORT_MIN (-32768)
#define SHORT_MAX 32767
#define USHORT_MAX 65535
#define INT_MIN (-2147483647-1)
#define INT_MAX 2147483647
#define UINT_MAX 4294967295
#define LONG_MIN (-9223372036854775807-1)
#define LONG_MAX 9223372036854775807
#define ULONG_MAX 18446744073709551615
#define DBL_MIN 2.2250738585072014e-308
#define DBL_MAX 1.7976931348623158e+308
#define DBL_EPSILON 2.2204460492503131e-16
#define DBL_DIG 15
#define FLT_MIN 1.175494351e-38
#define FLT_MAX 3.402823466e+38
#define FLT_EPSILON 1.192092896e-07
#define M_PI 3.14159265358979323846
#define M_E 2.71828182845904523536
#define M_SQRT2 1.41421356237309504880
#define EMPTY_VALUE 1.7976931348623158e+308
#define EMPTY (-1)
const int WHOLE_ARRAY = (-1);
const int WRONG_VALUE = (-1);
const int INVALID_HANDLE = (-1);
#define CLR_NONE (-1)
const int CP_ACP = 0;
const int CP_OEMCP = 1;
const int CP_UTF7 = 65000;
const int CP_UTF8 = 65001;
const int TIME_DATE = 1;
const int TIME_MINUTES = 2;
const int TIME_SECONDS = 4;

const int ERR_SUCCESS = 0;
const int ERR_INTERNAL_ERROR = 4001;
const int ERR_WRONG_INTERNAL_PARAMETER = 4002;
const int ERR_INVALID_PARAMETER = 4003;
const int ERR_NOT_ENOUGH_MEMORY = 4004;
const int ERR_INVALID_ARRAY = 4006;
const int ERR_ARRAY_RESIZE_ERROR = 4007;
const int ERR_STRING_RESIZE_ERROR = 4008;
const int ERR_INVALID_DATETIME = 4010;
const int ERR_ARRAY_BAD_SIZE = 4011;
const int ERR_INVALID_POINTER = 4012;
const int ERR_FUNCTION_NOT_ALLOWED = 4014;
const int ERR_RESOURCE_NAME_DUPLICATED = 4015;
const int ERR_RESOURCE_NOT_FOUND = 4016;
const int ERR_RESOURCE_UNSUPPOTED_TYPE = 4017;
const int ERR_RESOURCE_NAME_IS_TOO_LONG = 4018;
const int ERR_PROGRAM_NOT_FOUND_TESTER = 4022;
const int ERR_CHART_WRONG_ID = 4101;
const int ERR_CHART_NO_REPLY = 4102;
const int ERR_CHART_NOT_FOUND = 4103;
const int ERR_CHART_WRONG_PARAMETER = 4107;
const int ERR_CHART_CANNOT_CREATE_TIMER = 4108;
const int ERR_CHART_WRONG_PROPERTY = 4109;
const int ERR_CHART_WINDOW_NOT_FOUND = 4113;
const int ERR_OBJECT_ERROR = 4201;
const int ERR_OBJECT_NOT_FOUND = 4202;
const int ERR_OBJECT_WRONG_PROPERTY = 4203;
const int ERR_OBJECT_GETDATE_FAILED = 4204;
const int ERR_OBJECT_GETVALUE_FAILED = 4205;
const int ERR_MARKET_UNKNOWN_SYMBOL = 4301;
const int ERR_MARKET_NOT_SELECTED = 4302;
const int ERR_MARKET_WRONG_PROPERTY = 4303;
const int ERR_MARKET_LASTTIME_UNKNOWN = 4304;
const int ERR_MARKET_SELECT_ERROR = 4305;
const int ERR_HISTORY_NOT_FOUND = 4401;
const int ERR_HISTORY_WRONG_PROPERTY = 4402;
const int ERR_HISTORY_TIMEOUT = 4403;
const int ERR_HISTORY_BARS_LIMIT = 4404;
const int ERR_HISTORY_LOAD_ERRORS = 4405;
const int ERR_HISTORY_SMALL_BUFFER = 4407;
const int ERR_GLOBALVARIABLE_NOT_FOUND = 4501;
const int ERR_GLOBALVARIABLE_EXISTS = 4502;
const int ERR_GLOBALVARIABLE_NOT_MODIFIED = 4503;
const int ERR_ACCOUNT_WRONG_PROPERTY = 4701;
const int ERR_TRADE_WRONG_PROPERTY = 4751;
const int ERR_TRADE_DISABLED = 4752;
const int ERR_TRADE_POSITION_NOT_FOUND = 4753;
const int ERR_TRADE_ORDER_NOT_FOUND = 4754;
const int ERR_TRADE_DEAL_NOT_FOUND = 4755;
const int ERR_TRADE_SEND_FAILED = 4756;
const int ERR_TRADE_CALC_FAILED = 4758;
const int ERR_INDICATOR_UNKNOWN_SYMBOL = 4801;
const int ERR_BOOKS_CANNOT_ADD = 4901;
const int ERR_BOOKS_CANNOT_DELETE = 4902;
const int ERR_BOOKS_CANNOT_GET = 4903;
const int ERR_BOOKS_CANNOT_SUBSCRIBE = 4904;
const int ERR_TOO_MANY_FILES = 5001;
const int ERR_WRONG_FILENAME = 5002;
const int ERR_TOO_LONG_FILENAME = 5003;
const int ERR_CANNOT_OPEN_FILE = 5004;
const int ERR_CANNOT_DELETE_FILE = 5006;
const int ERR_INVALID_FILEHANDLE = 5007;
const int ERR_WRONG_FILEHANDLE = 5008;
const int ERR_FILE_NOTTOWRITE = 5009;
const int ERR_FILE_NOTTOREAD = 5010;
const int ERR_FILE_NOTBIN = 5011;
const int ERR_FILE_NOTTXT = 5012;
const int ERR_FILE_NOTTXTORCSV = 5013;
const int ERR_FILE_NOTCSV = 5014;
const int ERR_FILE_READERROR = 5015;
const int ERR_FILE_BINSTRINGSIZE = 5016;
const int ERR_INCOMPATIBLE_FILE = 5017;
const int ERR_FILE_IS_DIRECTORY = 5018;
const int ERR_FILE_NOT_EXIST = 5019;
const int ERR_FILE_CANNOT_REWRITE = 5020;
const int ERR_WRONG_DIRECTORYNAME = 5021;
const int ERR_DIRECTORY_NOT_EXIST = 5022;
const int ERR_FILE_ISNOT_DIRECTORY = 5023;
const int ERR_CANNOT_DELETE_DIRECTORY = 5024;
const int ERR_CANNOT_CLEAN_DIRECTORY = 5025;
const int ERR_FILE_WRITEERROR = 5026;
const int ERR_NO_STRING_DATE = 5030;
const int ERR_WRONG_STRING_DATE = 5031;
const int ERR_WRONG_STRING_TIME = 5032;
const int ERR_WRONG_STRING_PARAMETER = 5040;
const int ERR_STRINGPOS_OUTOFRANGE = 5041;
const int ERR_INCOMPATIBLE_ARRAYS = 5050;
const int ERR_ZEROSIZE_ARRAY = 5053;
const int ERR_CALENDAR_MORE_DATA = 5400;
const int ERR_CALENDAR_TIMEOUT = 5401;
const int ERR_CALENDAR_NO_DATA = 5402;
const int ERR_USER_ERROR_FIRST = 65536;

enum ENUM_POINTER_TYPE { POINTER_INVALID, POINTER_DYNAMIC, POINTER_AUTOMATIC };
enum ENUM_INIT_RETCODE
  {
   INIT_SUCCEEDED = 0, INIT_FAILED = 1, INIT_PARAMETERS_INCORRECT = 32767,
   INIT_AGENT_NOT_SUITABLE = 32766
  };
enum ENUM_DAY_OF_WEEK { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

struct MqlDateTime
  {
   int year;
   int mon;
   int day;
   int hour;
   int min;
   int sec;
   int day_of_week;
   int day_of_year;
  };

//--- arrays
template<typename T> int ArraySize(const T &array[]);
template<typename T> int ArrayRange(const T &array[], int rank_index);
template<typename T> int ArrayResize(T &array[], int new_size, int reserve_size = 0);
template<typename T> void ArrayFree(T &array[]);
template<typename T> int ArrayInitialize(T &array[], T value);
template<typename T> void ArrayFill(T &array[], int start, int count, T value);
template<typename T> int ArrayCopy(T &dst[], const T &src[], int dst_start = 0, int src_start = 0,
                                   int count = WHOLE_ARRAY);
template<typename T> bool ArraySetAsSeries(T &array[], bool flag);
template<typename T> bool ArrayGetAsSeries(const T &array[]);
template<typename T> bool ArrayIsDynamic(const T &array[]);
template<typename T> bool ArraySort(T &array[]);
template<typename T> int ArrayBsearch(const T &array[], T value);
template<typename T> int ArrayMaximum(const T &array[], int start = 0, int count = WHOLE_ARRAY);
template<typename T> int ArrayMinimum(const T &array[], int start = 0, int count = WHOLE_ARRAY);
template<typename T> bool ArrayReverse(T &array[], uint start = 0, uint count = WHOLE_ARRAY);
template<typename T> bool ArrayRemove(T &array[], uint start, uint count = WHOLE_ARRAY);
template<typename T> bool ArrayInsert(T &dst[], const T &src[], uint dst_start, uint src_start = 0,
                                      uint count = WHOLE_ARRAY);
template<typename T> int ArrayCompare(const T &array1[], const T &array2[], int start1 = 0,
                                      int start2 = 0, int count = WHOLE_ARRAY);
template<typename T> bool ArrayIsSeries(const T &array[]);
template<typename T> bool ArraySwap(T &array1[], T &array2[]);
template<typename T> void ZeroMemory(T &variable);
template<typename T> bool StructToCharArray(const T &struct_object, uchar &char_array[],
                                            uint start_pos = 0);
template<typename T> bool CharArrayToStruct(T &struct_object, const uchar &char_array[],
                                            uint start_pos = 0);
template<typename T> ENUM_POINTER_TYPE CheckPointer(T *object);

//--- strings
int    StringLen(string text);
int    StringFind(string text, string match, int start = 0);
string StringSubstr(string text, int start, int length = -1);
int    StringReplace(string &text, string find, string replacement);
int    StringTrimLeft(string &text);
int    StringTrimRight(string &text);
bool   StringToLower(string &text);
bool   StringToUpper(string &text);
int    StringCompare(const string &text1, const string &text2, bool case_sensitive = true);
ushort StringGetCharacter(string text, int position);
bool   StringSetCharacter(string &text, int position, ushort value);
int    StringSplit(const string text, const ushort separator, string &result[]);
bool   StringInit(string &text, int length = 0, ushort character = 0);
bool   StringFill(string &text, ushort character);
bool   StringAdd(string &text, string addition);
int    StringBufferLen(string text);
int    StringToCharArray(string text, uchar &array[], int start = 0, int count = -1,
                         uint codepage = CP_ACP);
string CharArrayToString(const uchar &array[], int start = 0, int count = -1,
                         uint codepage = CP_ACP);
int    StringToShortArray(string text, ushort &array[], int start = 0, int count = -1);
string ShortArrayToString(const ushort &array[], int start = 0, int count = -1);
string CharToString(uchar code);
string ShortToString(ushort code);
string StringFormat(string format, ...);
int    StringConcatenate(string &result, ...);

//--- conversion
string   DoubleToString(double value, int digits = 8);
string   IntegerToString(long number, int length = 0, ushort fill = ' ');
double   StringToDouble(string value);
long     StringToInteger(string value);
datetime StringToTime(string value);
string   TimeToString(datetime value, int mode = TIME_DATE | TIME_MINUTES);
double   NormalizeDouble(double value, int digits);
string   ColorToString(color value, bool color_name = false);
color    StringToColor(string value);
uint     ColorToARGB(color value, uchar alpha = 255);
template<typename T> string EnumToString(T value);

//--- mathematics
template<typename T> T MathAbs(T value);
double MathArccos(double value);
double MathArcsin(double value);
double MathArctan(double value);
double MathArctan2(double y, double x);
double MathArccosh(double value);
double MathArcsinh(double value);
double MathArctanh(double value);
double MathCosh(double value);
double MathSinh(double value);
double MathTanh(double value);
double MathExpm1(double value);
double MathLog1p(double value);
double MathCeil(double value);
double MathCos(double value);
double MathExp(double value);
double MathFloor(double value);
double MathLog(double value);
double MathLog10(double value);
double MathMod(double value, double value2);
double MathPow(double base, double exponent);
double MathRound(double value);
double MathSin(double value);
double MathSqrt(double value);
double MathTan(double value);
bool   MathIsValidNumber(double value);
int    MathRand();
void   MathSrand(int seed);
template<typename T> T MathMax(T value1, T value2);
template<typename T> T MathMin(T value1, T value2);

//--- time
datetime TimeCurrent();
datetime TimeCurrent(MqlDateTime &result);
datetime TimeTradeServer();
datetime TimeTradeServer(MqlDateTime &result);
datetime TimeLocal();
datetime TimeLocal(MqlDateTime &result);
datetime TimeGMT();
datetime TimeGMT(MqlDateTime &result);
int      TimeGMTOffset();
int      TimeDaylightSavings();
bool     TimeToStruct(datetime time, MqlDateTime &result);
datetime StructToTime(MqlDateTime &value);
uint     GetTickCount();
ulong    GetTickCount64();
ulong    GetMicrosecondCount();
