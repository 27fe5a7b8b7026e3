// expect: 62 (5)
int count = 0;
void OnTick(void)
  {
   int count = 5;
   Print(count);
  }
