// expect: 45 (6)
void OnTick(void)
  {
   int n = MathRand();
   uint m = GetTickCount();
   if(n < m)
      Print(1);
  }
