// expect: 321 (4)
void OnTick(void)
  {
   Print(EnumToString(5));
  }
