// expect: 38 (5)
void OnTick(void)
  {
   MqlDateTime parts;
   Print(parts.year);
  }
