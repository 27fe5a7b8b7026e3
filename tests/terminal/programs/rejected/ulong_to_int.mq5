// expect: 43 (4)
void OnTick(void)
  {
   int n = GetMicrosecondCount();
   Print(n);
  }
