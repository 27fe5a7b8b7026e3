// expect: 184 (4)
void OnTick(void)
  {
   case 1:
      Print(1);
  }
