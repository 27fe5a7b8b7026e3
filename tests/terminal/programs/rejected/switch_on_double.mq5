// expect: 260 (4)
void OnTick(void)
  {
   switch(Point())
     {
      case 1:
         break;
     }
  }
