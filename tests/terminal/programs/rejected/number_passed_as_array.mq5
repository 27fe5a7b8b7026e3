// expect: 361 (5)
void OnTick(void)
  {
   int n = 5;
   Print(ArraySize(n));
  }
