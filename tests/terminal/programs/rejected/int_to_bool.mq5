// expect: 43 (5)
void OnTick(void)
  {
   int n = MathRand();
   bool flag = n;
   Print(flag);
  }
