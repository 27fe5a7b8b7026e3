// expect: 150 (4)
void OnTick(void)
  {
   Print(MathRand() % 1.5);
  }
