// expect: 44 (4)
void OnTick(void)
  {
   uchar n = 3000;
   Print(n);
  }
