// expect: 172 (9)
void OnTick(void)
  {
   switch(MathRand())
     {
      case 1:
         Print(1);
         break;
      case 1:
         Print(2);
         break;
     }
  }
