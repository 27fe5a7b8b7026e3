// expect: 180 (4)
void OnTick(void)
  {
   Print(NormalizeDouble("1.5", 2));
  }
