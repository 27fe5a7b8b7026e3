// expect: 43 (5)
void OnTick(void)
  {
   double digits = MathRand();
   Print(NormalizeDouble(1.5, digits));
  }
