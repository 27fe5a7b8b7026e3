// expect: 69 (4)
void OnTick(void)
  {
   if(MathRand() > 5);
      Print(1);
  }
