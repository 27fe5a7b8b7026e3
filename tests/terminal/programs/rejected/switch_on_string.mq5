// expect: 260 (4)
void OnTick(void)
  {
   switch(Symbol())
     {
      case 1:
         break;
     }
  }
