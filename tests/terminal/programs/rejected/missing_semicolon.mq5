// expect: 154 (5)
void OnTick(void)
  {
   int n = 5
   Print(n);
  }
