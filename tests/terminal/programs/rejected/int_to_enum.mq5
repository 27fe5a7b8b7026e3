// expect: 262 (4)
void OnTick(void)
  {
   ENUM_TIMEFRAMES period = 5;
   Print(EnumToString(period));
  }
