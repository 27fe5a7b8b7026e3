// expect: 262 (4)
void OnTick(void)
  {
   Print(PeriodSeconds(MathRand()));
  }
