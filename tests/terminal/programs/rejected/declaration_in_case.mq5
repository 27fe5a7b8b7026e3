// expect: 179 (7)
void OnTick(void)
  {
   switch(MathRand())
     {
      case 1:
         int n = 5;
         break;
     }
  }
