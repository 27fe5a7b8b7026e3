// expect: 130 (5)
void OnTick(void)
  {
   MqlDateTime parts = {};
   Print(parts.years);
  }
