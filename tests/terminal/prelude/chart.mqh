// Charts and graphical objects. Implemented in ../runtime.

enum ENUM_BASE_CORNER
  {
   CORNER_LEFT_UPPER = 0, CORNER_LEFT_LOWER = 1, CORNER_RIGHT_LOWER = 2, CORNER_RIGHT_UPPER = 3
  };
enum ENUM_ANCHOR_POINT
  {
   ANCHOR_LEFT_UPPER = 0, ANCHOR_LEFT = 1, ANCHOR_LEFT_LOWER = 2, ANCHOR_LOWER = 3,
   ANCHOR_RIGHT_LOWER = 4, ANCHOR_RIGHT = 5, ANCHOR_RIGHT_UPPER = 6, ANCHOR_UPPER = 7,
   ANCHOR_CENTER = 8
  };
enum ENUM_ARROW_ANCHOR { ANCHOR_TOP = 0, ANCHOR_BOTTOM = 1 };
enum ENUM_ALIGN_MODE { ALIGN_LEFT = 1, ALIGN_CENTER = 2, ALIGN_RIGHT = 0 };
enum ENUM_BORDER_TYPE { BORDER_FLAT = 0, BORDER_RAISED = 1, BORDER_SUNKEN = 2 };
enum ENUM_LINE_STYLE
  {
   STYLE_SOLID = 0, STYLE_DASH = 1, STYLE_DOT = 2, STYLE_DASHDOT = 3, STYLE_DASHDOTDOT = 4
  };

enum ENUM_OBJECT
  {
   OBJ_VLINE = 0, OBJ_HLINE = 1, OBJ_TREND = 2, OBJ_RECTANGLE = 16, OBJ_ARROW_THUMB_UP = 19,
   OBJ_ARROW_UP = 21, OBJ_ARROW_DOWN = 22, OBJ_ARROW_STOP = 23, OBJ_ARROW_CHECK = 24,
   OBJ_ARROW_BUY = 29, OBJ_ARROW_SELL = 30, OBJ_ARROW = 27, OBJ_TEXT = 101, OBJ_LABEL = 102,
   OBJ_BUTTON = 103, OBJ_EDIT = 107, OBJ_RECTANGLE_LABEL = 110
  };

enum ENUM_OBJECT_PROPERTY_INTEGER
  {
   OBJPROP_COLOR = 6, OBJPROP_STYLE = 7, OBJPROP_WIDTH = 8, OBJPROP_BACK = 9,
   OBJPROP_SELECTED = 17, OBJPROP_TYPE = 18, OBJPROP_TIME = 19, OBJPROP_FONTSIZE = 100,
   OBJPROP_READONLY = 1000, OBJPROP_ZORDER = 1001, OBJPROP_HIDDEN = 1002,
   OBJPROP_SELECTABLE = 1003, OBJPROP_STATE = 1018, OBJPROP_XDISTANCE = 102,
   OBJPROP_YDISTANCE = 103, OBJPROP_XSIZE = 1019, OBJPROP_YSIZE = 1020, OBJPROP_CORNER = 101,
   OBJPROP_ANCHOR = 1011, OBJPROP_ALIGN = 1036, OBJPROP_BGCOLOR = 1025,
   OBJPROP_BORDER_COLOR = 1035, OBJPROP_BORDER_TYPE = 1029, OBJPROP_RAY_RIGHT = 1005,
   OBJPROP_RAY_LEFT = 1004, OBJPROP_FILL = 1031, OBJPROP_ARROWCODE = 14,
   OBJPROP_TIMEFRAMES = 1006, OBJPROP_CREATETIME = 998
  };
enum ENUM_OBJECT_PROPERTY_DOUBLE { OBJPROP_PRICE = 20, OBJPROP_ANGLE = 1010 };
enum ENUM_OBJECT_PROPERTY_STRING
  {
   OBJPROP_NAME = 1037, OBJPROP_TEXT = 999, OBJPROP_TOOLTIP = 206, OBJPROP_FONT = 1009
  };

enum ENUM_CHART_PROPERTY_INTEGER
  {
   CHART_SHOW = 48, CHART_IS_OBJECT = 99, CHART_BRING_TO_TOP = 35, CHART_MOUSE_SCROLL = 42,
   CHART_EVENT_MOUSE_MOVE = 40, CHART_EVENT_OBJECT_CREATE = 38, CHART_EVENT_OBJECT_DELETE = 39,
   CHART_MODE = 0, CHART_FOREGROUND = 1, CHART_SHIFT = 2, CHART_AUTOSCROLL = 3, CHART_SCALE = 5,
   CHART_SHOW_OHLC = 10, CHART_SHOW_BID_LINE = 11, CHART_SHOW_ASK_LINE = 12,
   CHART_SHOW_GRID = 16, CHART_SHOW_VOLUMES = 17, CHART_COLOR_BACKGROUND = 21,
   CHART_COLOR_FOREGROUND = 22, CHART_VISIBLE_BARS = 100, CHART_WIDTH_IN_BARS = 105,
   CHART_WIDTH_IN_PIXELS = 106, CHART_HEIGHT_IN_PIXELS = 107, CHART_WINDOWS_TOTAL = 101,
   CHART_FIRST_VISIBLE_BAR = 104, CHART_IS_MAXIMIZED = 114
  };
enum ENUM_CHART_PROPERTY_DOUBLE
  {
   CHART_PRICE_MIN = 108, CHART_PRICE_MAX = 109
  };

enum ENUM_CHART_PROPERTY_STRING
  {
   CHART_COMMENT = 113, CHART_EXPERT_NAME = 0, CHART_SCRIPT_NAME = 1
  };

enum ENUM_CHART_EVENT
  {
   CHARTEVENT_KEYDOWN = 0, CHARTEVENT_MOUSE_MOVE = 10, CHARTEVENT_OBJECT_CREATE = 7,
   CHARTEVENT_OBJECT_CHANGE = 3, CHARTEVENT_OBJECT_DELETE = 6, CHARTEVENT_CLICK = 4,
   CHARTEVENT_OBJECT_CLICK = 1, CHARTEVENT_OBJECT_DRAG = 2, CHARTEVENT_OBJECT_ENDEDIT = 5,
   CHARTEVENT_CHART_CHANGE = 9, CHARTEVENT_CUSTOM = 1000, CHARTEVENT_CUSTOM_LAST = 66534
  };

const int OBJ_NO_PERIODS = 0;
const int OBJ_ALL_PERIODS = 0x001fffff;

//--- web colors
#define clrNONE ((color)-1)
#define clrBlack C'0,0,0'
#define clrWhite C'255,255,255'
#define clrRed C'255,0,0'
#define clrGreen C'0,128,0'
#define clrBlue C'0,0,255'
#define clrLime C'0,255,0'
#define clrYellow C'255,255,0'
#define clrOrange C'255,165,0'
#define clrOrangeRed C'255,69,0'
#define clrGold C'255,215,0'
#define clrGray C'128,128,128'
#define clrDimGray C'105,105,105'
#define clrDarkGray C'169,169,169'
#define clrSilver C'192,192,192'
#define clrLightGray C'211,211,211'
#define clrGainsboro C'220,220,220'
#define clrWhiteSmoke C'245,245,245'
#define clrDodgerBlue C'30,144,255'
#define clrDeepSkyBlue C'0,191,255'
#define clrSteelBlue C'70,130,180'
#define clrRoyalBlue C'65,105,225'
#define clrCornflowerBlue C'100,149,237'
#define clrLightSteelBlue C'176,196,222'
#define clrSlateGray C'112,128,144'
#define clrLightSlateGray C'119,136,153'
#define clrDarkSlateGray C'47,79,79'
#define clrMidnightBlue C'25,25,112'
#define clrNavy C'0,0,128'
#define clrLimeGreen C'50,205,50'
#define clrSeaGreen C'46,139,87'
#define clrMediumSeaGreen C'60,179,113'
#define clrForestGreen C'34,139,34'
#define clrTomato C'255,99,71'
#define clrCrimson C'220,20,60'
#define clrFireBrick C'178,34,34'
#define clrMaroon C'128,0,0'
#define clrIndianRed C'205,92,92'
#define clrGoldenrod C'218,165,32'
#define clrDarkOrange C'255,140,0'
#define clrMagenta C'255,0,255'
#define clrAqua C'0,255,255'

long            ChartID();
string          ChartSymbol(long chart_id = 0);
ENUM_TIMEFRAMES ChartPeriod(long chart_id = 0);
void            ChartRedraw(long chart_id = 0);
bool            ChartSetInteger(long chart_id, ENUM_CHART_PROPERTY_INTEGER property_id, long value);
long            ChartGetInteger(long chart_id, ENUM_CHART_PROPERTY_INTEGER property_id,
                                int sub_window = 0);
bool            ChartSetString(long chart_id, ENUM_CHART_PROPERTY_STRING property_id, string value);
string          ChartGetString(long chart_id, ENUM_CHART_PROPERTY_STRING property_id);
bool            ChartXYToTimePrice(long chart_id, int x, int y, int &sub_window, datetime &time,
                                   double &price);
bool            ChartTimePriceToXY(long chart_id, int sub_window, datetime time, double price,
                                   int &x, int &y);
double          ChartGetDouble(long chart_id, ENUM_CHART_PROPERTY_DOUBLE property_id,
                               int sub_window = 0);

bool   ObjectCreate(long chart_id, string name, ENUM_OBJECT type, int sub_window, datetime time1,
                    double price1);
bool   ObjectCreate(long chart_id, string name, ENUM_OBJECT type, int sub_window, datetime time1,
                    double price1, datetime time2, double price2);
bool   ObjectDelete(long chart_id, string name);
int    ObjectsDeleteAll(long chart_id, int sub_window = -1, int type = -1);
int    ObjectsDeleteAll(long chart_id, const string prefix, int sub_window = -1,
                        int object_type = -1);
int    ObjectFind(long chart_id, string name);
string ObjectName(long chart_id, int index, int sub_window = -1, int type = -1);
int    ObjectsTotal(long chart_id, int sub_window = -1, int type = -1);
bool   ObjectMove(long chart_id, string name, int point_index, datetime time, double price);
bool   ObjectSetInteger(long chart_id, string name, ENUM_OBJECT_PROPERTY_INTEGER property_id,
                        long value);
bool   ObjectSetInteger(long chart_id, string name, ENUM_OBJECT_PROPERTY_INTEGER property_id,
                        int modifier, long value);
bool   ObjectSetDouble(long chart_id, string name, ENUM_OBJECT_PROPERTY_DOUBLE property_id,
                       double value);
bool   ObjectSetDouble(long chart_id, string name, ENUM_OBJECT_PROPERTY_DOUBLE property_id,
                       int modifier, double value);
bool   ObjectSetString(long chart_id, string name, ENUM_OBJECT_PROPERTY_STRING property_id,
                       string value);
long   ObjectGetInteger(long chart_id, string name, ENUM_OBJECT_PROPERTY_INTEGER property_id,
                        int modifier = 0);
double ObjectGetDouble(long chart_id, string name, ENUM_OBJECT_PROPERTY_DOUBLE property_id,
                       int modifier = 0);
string ObjectGetString(long chart_id, string name, ENUM_OBJECT_PROPERTY_STRING property_id,
                       int modifier = 0);
bool   TextSetFont(const string name, int size, uint flags = 0, int orientation = 0);
bool   TextGetSize(const string text, uint &width, uint &height);

//--- resources
bool   ResourceCreate(const string resource_name, const string path);
bool   ResourceFree(const string resource_name);
