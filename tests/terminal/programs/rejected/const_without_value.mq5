// expect: 389 (4)
void OnTick(void)
  {
   const int n;
   Print(n);
  }
