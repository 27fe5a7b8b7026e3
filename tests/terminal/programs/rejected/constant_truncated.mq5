// expect: 44 (4)
void OnTick(void)
  {
   int n = 1.5;
   Print(n);
  }
