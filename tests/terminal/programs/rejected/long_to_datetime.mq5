// expect: 43 (5)
void OnTick(void)
  {
   long n = MathRand();
   datetime time = n;
   Print(time);
  }
