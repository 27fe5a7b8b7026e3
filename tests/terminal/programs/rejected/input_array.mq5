// expect: 285 (2)
input double InpLevels[2] = {1, 2};
void OnTick(void)
  {

  }
