// expect: 291 (4)
void OnTick(void)
  {
   Print(NormalizeDouble(1.5,));
  }
