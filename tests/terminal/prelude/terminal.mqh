// Built-ins of the terminal and of the program: messages, events, properties, global variables,
// files, tester frames. Implemented in ../runtime.

enum ENUM_TIMEFRAMES
  {
   PERIOD_CURRENT = 0, PERIOD_M1 = 1, PERIOD_M2 = 2, PERIOD_M3 = 3, PERIOD_M4 = 4, PERIOD_M5 = 5,
   PERIOD_M6 = 6, PERIOD_M10 = 10, PERIOD_M12 = 12, PERIOD_M15 = 15, PERIOD_M20 = 20,
   PERIOD_M30 = 30, PERIOD_H1 = 16385, PERIOD_H2 = 16386, PERIOD_H3 = 16387, PERIOD_H4 = 16388,
   PERIOD_H6 = 16390, PERIOD_H8 = 16392, PERIOD_H12 = 16396, PERIOD_D1 = 16408,
   PERIOD_W1 = 32769, PERIOD_MN1 = 49153
  };

enum ENUM_PROGRAM_TYPE
  {
   PROGRAM_SCRIPT = 1, PROGRAM_EXPERT = 2, PROGRAM_INDICATOR = 4, PROGRAM_SERVICE = 5
  };

enum ENUM_MQL_INFO_INTEGER
  {
   MQL_MEMORY_LIMIT = 0, MQL_MEMORY_USED = 1, MQL_PROGRAM_TYPE = 2, MQL_DLLS_ALLOWED = 3,
   MQL_TRADE_ALLOWED = 4, MQL_DEBUG = 5, MQL_TESTER = 6, MQL_OPTIMIZATION = 7,
   MQL_VISUAL_MODE = 8, MQL_PROFILER = 10, MQL_LICENSE_TYPE = 11, MQL_FRAME_MODE = 12,
   MQL_SIGNALS_ALLOWED = 13, MQL_FORWARD = 14, MQL_HANDLES_USED = 15
  };
enum ENUM_MQL_INFO_STRING { MQL_PROGRAM_NAME = 0, MQL_PROGRAM_PATH = 1 };

enum ENUM_TERMINAL_INFO_INTEGER
  {
   TERMINAL_COMMUNITY_ACCOUNT = 23, TERMINAL_COMMUNITY_CONNECTION = 24,
   TERMINAL_BUILD = 5, TERMINAL_CONNECTED = 6, TERMINAL_DLLS_ALLOWED = 7,
   TERMINAL_TRADE_ALLOWED = 8, TERMINAL_EMAIL_ENABLED = 9, TERMINAL_FTP_ENABLED = 10,
   TERMINAL_MAXBARS = 11, TERMINAL_CODEPAGE = 12, TERMINAL_MEMORY_PHYSICAL = 14,
   TERMINAL_MEMORY_TOTAL = 15, TERMINAL_MEMORY_AVAILABLE = 16, TERMINAL_MEMORY_USED = 17,
   TERMINAL_X64 = 18, TERMINAL_OPENCL_SUPPORT = 19, TERMINAL_DISK_SPACE = 20,
   TERMINAL_CPU_CORES = 21, TERMINAL_NOTIFICATIONS_ENABLED = 26, TERMINAL_SCREEN_DPI = 27,
   TERMINAL_PING_LAST = 28, TERMINAL_VPS = 29
  };
enum ENUM_TERMINAL_INFO_DOUBLE { TERMINAL_COMMUNITY_BALANCE = 25, TERMINAL_RETRANSMISSION = 30 };
enum ENUM_TERMINAL_INFO_STRING
  {
   TERMINAL_NAME = 0, TERMINAL_COMPANY = 1, TERMINAL_PATH = 2, TERMINAL_DATA_PATH = 3,
   TERMINAL_COMMONDATA_PATH = 4, TERMINAL_LANGUAGE = 13
  };

const int REASON_PROGRAM = 0;
const int REASON_REMOVE = 1;
const int REASON_RECOMPILE = 2;
const int REASON_CHARTCHANGE = 3;
const int REASON_CHARTCLOSE = 4;
const int REASON_PARAMETERS = 5;
const int REASON_ACCOUNT = 6;
const int REASON_TEMPLATE = 7;
const int REASON_INITFAILED = 8;
const int REASON_CLOSE = 9;

const int IDOK = 1;
const int IDCANCEL = 2;
const int IDYES = 6;
const int IDNO = 7;
const int MB_OK = 0;
const int MB_YESNO = 4;
const int MB_ICONWARNING = 48;
const int MB_ICONERROR = 16;

const int FILE_READ = 1;
const int FILE_WRITE = 2;
const int FILE_BIN = 4;
const int FILE_CSV = 8;
const int FILE_TXT = 16;
const int FILE_ANSI = 32;
const int FILE_UNICODE = 64;
const int FILE_SHARE_READ = 128;
const int FILE_SHARE_WRITE = 256;
const int FILE_REWRITE = 512;
const int FILE_COMMON = 4096;

enum ENUM_FILE_POSITION { SEEK_SET, SEEK_CUR, SEEK_END };
enum ENUM_FILE_PROPERTY_INTEGER
  {
   FILE_EXISTS = 0, FILE_CREATE_DATE = 1, FILE_MODIFY_DATE = 2, FILE_ACCESS_DATE = 3,
   FILE_SIZE = 4, FILE_POSITION = 5, FILE_END = 6, FILE_LINE_END = 7, FILE_IS_COMMON = 8,
   FILE_IS_TEXT = 9, FILE_IS_BINARY = 10, FILE_IS_CSV = 11, FILE_IS_ANSI = 12,
   FILE_IS_READABLE = 13, FILE_IS_WRITABLE = 14
  };

//--- messages
void Print(...);
void PrintFormat(string format, ...);
void Alert(...);
void Comment(...);
int  MessageBox(string text, string caption = NULL, int flags = 0);
bool PlaySound(string filename);
bool SendNotification(string text);
bool SendMail(string subject, string text);
int  WebRequest(const string method, const string url, const string headers, int timeout,
                const char &data[], char &result[], string &result_headers);

//--- program
string            Symbol();
ENUM_TIMEFRAMES   Period();
int               Digits();
double            Point();
int               PeriodSeconds(ENUM_TIMEFRAMES period = PERIOD_CURRENT);
int               GetLastError();
void              ResetLastError();
void              SetUserError(ushort user_error);
bool              IsStopped();
int               UninitializeReason();
void              Sleep(int milliseconds);
void              ExpertRemove();
int               MQLInfoInteger(int property_id);
string            MQLInfoString(int property_id);
int               TerminalInfoInteger(int property_id);
double            TerminalInfoDouble(int property_id);
string            TerminalInfoString(int property_id);
bool              EventSetTimer(int seconds);
bool              EventSetMillisecondTimer(int milliseconds);
void              EventKillTimer();
bool              EventChartCustom(long chart_id, ushort custom_event_id, long lparam,
                                   double dparam, string sparam);

//--- global variables of the terminal
bool     GlobalVariableCheck(string name);
datetime GlobalVariableTime(string name);
bool     GlobalVariableDel(string name);
double   GlobalVariableGet(string name);
bool     GlobalVariableGet(string name, double &value);
string   GlobalVariableName(int index);
datetime GlobalVariableSet(string name, double value);
void     GlobalVariablesFlush();
bool     GlobalVariableTemp(string name);
bool     GlobalVariableSetOnCondition(string name, double value, double check_value);
int      GlobalVariablesDeleteAll(string prefix = NULL, datetime limit = 0);
int      GlobalVariablesTotal();

//--- files
int    FileOpen(string name, int flags, short delimiter = '\t', uint codepage = CP_ACP);
void   FileClose(int handle);
void   FileFlush(int handle);
uint   FileWrite(int handle, ...);
uint   FileWriteString(int handle, const string text, int length = -1);
string FileReadString(int handle, int length = -1);
template<typename T> uint FileWriteArray(int handle, const T &array[], int start = 0,
                                         int count = WHOLE_ARRAY);
template<typename T> uint FileReadArray(int handle, T &array[], int start = 0,
                                        int count = WHOLE_ARRAY);
template<typename T> uint FileWriteStruct(int handle, const T &struct_object, int size = -1);
template<typename T> uint FileReadStruct(int handle, T &struct_object, int size = -1);
uint   FileWriteDouble(int handle, double value);
uint   FileWriteFloat(int handle, float value);
uint   FileWriteInteger(int handle, int value, int size = 4);
uint   FileWriteLong(int handle, long value);
double FileReadDouble(int handle);
float  FileReadFloat(int handle);
int    FileReadInteger(int handle, int size = 4);
long   FileReadLong(int handle);
double FileReadNumber(int handle);
bool   FileReadBool(int handle);
datetime FileReadDatetime(int handle);
bool   FileIsEnding(int handle);
bool   FileIsLineEnding(int handle);
bool   FileSeek(int handle, long offset, ENUM_FILE_POSITION origin);
ulong  FileTell(int handle);
ulong  FileSize(int handle);
bool   FileIsExist(const string name, int common_flag = 0);
bool   FileDelete(const string name, int common_flag = 0);
bool   FileMove(const string name, int common_flag, const string new_name, int mode_flags);
bool   FileCopy(const string name, int common_flag, const string new_name, int mode_flags);
bool   FolderClean(string name, int common_flag = 0);
bool   FolderCreate(string name, int common_flag = 0);
bool   FolderDelete(string name, int common_flag = 0);
long   FileFindFirst(const string filter, string &found, int common_flag = 0);
bool   FileFindNext(long handle, string &found);
void   FileFindClose(long handle);
long   FileGetInteger(int handle, ENUM_FILE_PROPERTY_INTEGER property_id);
long   FileGetInteger(const string name, ENUM_FILE_PROPERTY_INTEGER property_id,
                      bool common_folder = false);

//--- tester
void TesterStop();
bool TesterDeposit(double money);
bool TesterWithdrawal(double money);
template<typename T> bool FrameAdd(const string name, long id, double value, const T &data[]);
bool FrameFirst();
bool FrameFilter(const string name, long id);
bool FrameInputs(ulong pass, string &parameters[], uint &count);
bool ParameterGetRange(const string name, bool &enable, long &value, long &start, long &step,
                       long &stop);
bool ParameterGetRange(const string name, bool &enable, double &value, double &start,
                       double &step, double &stop);
bool ParameterSetRange(const string name, bool enable, long value, long start, long step,
                       long stop);
bool ParameterSetRange(const string name, bool enable, double value, double start, double step,
                       double stop);
template<typename T> bool FrameNext(ulong &pass, string &name, long &id, double &value, T &data[]);
