// expect: 256 (4)
void OnTick(void)
  {
   MqlTik tick;
  }
