// expect: 171 (7)
void OnTick(void)
  {
   int n = MathRand();
   switch(n)
     {
      case n:
         Print(1);
         break;
     }
  }
