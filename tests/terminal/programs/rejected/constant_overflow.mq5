// expect: 44 (4)
void OnTick(void)
  {
   long n = 1000000000 * 1000000000;
   Print(n);
  }
