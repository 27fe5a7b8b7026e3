// expect: 66 (5)
void OnTick(void)
  {
   bool flag = MathRand() > 5;
   int n = flag + 1;
   Print(n);
  }
