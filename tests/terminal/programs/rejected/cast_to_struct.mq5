// expect: 406 (4)
void OnTick(void)
  {
   MqlTick tick = (MqlTick)5;
   Print(tick.bid);
  }
