// expect: 262 (7)
enum ENUM_FRUIT { APPLE = 3, ORANGE };
void OnTick(void)
  {
   switch(Period())
     {
      case APPLE:
         Print(1);
         break;
     }
  }
