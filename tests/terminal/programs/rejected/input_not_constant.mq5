// expect: 188 (2)
input int InpSeed = MathRand();
void OnTick(void)
  {
   Print(InpSeed);
  }
