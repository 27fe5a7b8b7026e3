// expect: 43 (4)
void OnTick(void)
  {
   int n = TimeCurrent();
   Print(n);
  }
