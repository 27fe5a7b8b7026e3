// expect: 262 (6)
enum ENUM_FRUIT { APPLE, ORANGE };
void OnTick(void)
  {
   ENUM_FRUIT fruit = APPLE;
   if(fruit == PERIOD_H1)
      Print(1);
  }
