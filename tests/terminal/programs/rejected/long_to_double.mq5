// expect: 43 (5)
void OnTick(void)
  {
   long count = MathRand();
   double n = count;
   Print(n);
  }
