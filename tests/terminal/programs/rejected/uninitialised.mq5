// expect: 38 (5)
void OnTick(void)
  {
   int n;
   Print(n);
  }
