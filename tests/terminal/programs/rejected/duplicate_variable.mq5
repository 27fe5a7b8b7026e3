// expect: 124 (5)
void OnTick(void)
  {
   int n = 5;
   int n = 6;
   Print(n);
  }
