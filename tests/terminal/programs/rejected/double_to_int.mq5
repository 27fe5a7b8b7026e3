// expect: 43 (5)
void OnTick(void)
  {
   double price = MathRand() / 2.0;
   int n = price;
   Print(n);
  }
