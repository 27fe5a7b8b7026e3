// expect: 302 (5)
void OnTick(void)
  {
   MqlDateTime parts = {};
   MqlTick tick = parts;
   Print(tick.bid);
  }
