// expect: 199 (4)
void OnTick(void)
  {
   Print(StringLen("a", 1));
  }
