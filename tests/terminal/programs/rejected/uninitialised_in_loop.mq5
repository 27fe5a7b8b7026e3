// expect: 60 (7)
void OnTick(void)
  {
   int n;
   for(int i = 0; i < MathRand(); i++)
      n = i;
   Print(n);
  }
