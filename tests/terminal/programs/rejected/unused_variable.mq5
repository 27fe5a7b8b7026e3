// expect: 31 (4)
void OnTick(void)
  {
   int n = 5;
  }
