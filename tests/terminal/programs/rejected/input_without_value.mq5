// expect: 389 (2)
input double InpLots;
void OnTick(void)
  {

  }
