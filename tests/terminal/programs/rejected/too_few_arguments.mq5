// expect: 199 (4)
void OnTick(void)
  {
   Print(NormalizeDouble(1.5));
  }
