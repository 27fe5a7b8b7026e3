// expect: 45 (5)
void OnTick(void)
  {
   long n = MathRand();
   if(n == GetMicrosecondCount())
      Print(1);
  }
