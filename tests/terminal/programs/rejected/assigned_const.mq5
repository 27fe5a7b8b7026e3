// expect: 189 (5)
void OnTick(void)
  {
   const int n = 5;
   n = 6;
   Print(n);
  }
