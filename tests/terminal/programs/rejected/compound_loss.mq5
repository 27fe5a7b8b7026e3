// expect: 43 (6)
void OnTick(void)
  {
   int n = MathRand();
   double half = MathRand() / 2.0;
   n += half;
   Print(n);
  }
