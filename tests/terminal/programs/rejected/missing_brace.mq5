// expect: 133 (7)
void OnTick(void)
  {
   if(MathRand() > 5)
     {
      Print(1);
  }
