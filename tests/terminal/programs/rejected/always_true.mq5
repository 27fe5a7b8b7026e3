// expect: 65 (5)
void OnTick(void)
  {
   uint n = GetTickCount();
   if(n >= 0)
      Print(1);
  }
