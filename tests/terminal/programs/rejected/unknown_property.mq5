// expect: 288 (2)
#property verzion "1.00"
void OnTick(void)
  {

  }
