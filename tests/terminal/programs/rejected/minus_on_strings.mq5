// expect: 150 (4)
void OnTick(void)
  {
   Print(Symbol() - "a");
  }
