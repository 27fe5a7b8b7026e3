// expect: 262 (5)
enum ENUM_FRUIT { APPLE, ORANGE };
void OnTick(void)
  {
   ENUM_TIMEFRAMES period = ORANGE;
   Print(EnumToString(period));
  }
