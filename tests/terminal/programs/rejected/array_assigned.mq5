// expect: 120 (6)
void OnTick(void)
  {
   int a[2] = {1, 2};
   int b[2] = {3, 4};
   a = b;
   Print(a[0]);
  }
