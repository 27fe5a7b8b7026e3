// expect: 238 (9)
void OnTick(void)
  {
   switch(MathRand())
     {
      default:
         Print(1);
         break;
      default:
         Print(2);
         break;
     }
  }
