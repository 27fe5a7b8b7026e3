// expect: 75 (4)
void OnTick(void)
  {
   Print(MathRand() << 32);
  }
