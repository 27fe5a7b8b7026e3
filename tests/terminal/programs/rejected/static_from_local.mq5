// expect: 327 (5)
void OnTick(void)
  {
   int n = MathRand();
   static int m = n;
   Print(m);
  }
