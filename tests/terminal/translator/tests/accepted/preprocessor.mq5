// Macros, conditions and included files.
#property copyright "hypertrader"
#property version   "1.00"
#include "included.mqh"
#include "included.mqh"

#define LIMIT 10
#define TWICE(a) ((a) * 2)
#define NAME_OF(a) #a
#define JOIN(a, b) a##b
#define LONG_MACRO(a, b) \
   Print(a); \
   Print(b)

#ifdef LIMIT
   #ifndef OTHER
      #define OTHER 1
   #else
      this is not read
   #endif
#else
   nor is this
#endif

int g_value = OTHER;

void OnStart(void)
  {
   Print(NAME_OF(a b), TWICE(LIMIT + 1), JOIN(g_, value), IncludedOnce());
   LONG_MACRO("first", TWICE(TWICE(2)));
   Print(__FILE__, __LINE__, __FUNCTION__, __MQL5BUILD__ > 1000, __DATETIME__);
#ifdef __MQL5__
   Print("MQL5 " "in " "parts");
#endif
#undef LIMIT
#ifdef LIMIT
   nor this
#endif
  }
