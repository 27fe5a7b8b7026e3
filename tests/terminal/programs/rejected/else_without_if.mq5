// expect: 183 (5)
void OnTick(void)
  {
   Print(1);
   else
      Print(2);
  }
