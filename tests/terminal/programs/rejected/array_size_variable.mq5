// expect: 188 (5)
void OnTick(void)
  {
   int n = MathRand();
   int values[n];
   Print(values[0]);
  }
