// expect: 80 (5)
void OnTick(void)
  {
   int a = MathRand();
   if(a == 1 || a == 2 && a != 3)
      Print(1);
  }
