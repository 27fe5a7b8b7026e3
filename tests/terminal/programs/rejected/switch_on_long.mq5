// expect: 43 (5)
void OnTick(void)
  {
   long n = MathRand();
   switch(n)
     {
      case 1:
         Print(1);
         break;
     }
  }
