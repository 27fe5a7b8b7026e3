// expect: 150 (4)
void OnTick(void)
  {
   if(Symbol())
      Print(1);
  }
