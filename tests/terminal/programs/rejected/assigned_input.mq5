// expect: 189 (5)
input double InpLots = 0.1;
void OnTick(void)
  {
   InpLots = 0.2;
  }
