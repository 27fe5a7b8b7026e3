// expect: 60 (7)
void OnTick(void)
  {
   int n;
   if(MathRand() > 5)
      n = 5;
   Print(n);
  }
