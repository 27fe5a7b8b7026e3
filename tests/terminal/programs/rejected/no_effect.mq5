// expect: 178 (5)
void OnTick(void)
  {
   int n = 5;
   n == 6;
  }
