// expect: 178 (5)
void OnTick(void)
  {
   int n = MathRand();
   n;
  }
