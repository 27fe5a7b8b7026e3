// expect: 43 (5)
void OnTick(void)
  {
   int n = MathRand();
   uchar byte = n;
   Print(byte);
  }
