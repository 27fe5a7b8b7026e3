// expect: 180 (4)
void OnTick(void)
  {
   int n = "5";
   Print(n);
  }
