// expect: 43 (5)
void OnTick(void)
  {
   double price = MathRand() / 2.0;
   float n = price;
   Print(n);
  }
