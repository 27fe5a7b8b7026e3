// expect: 175 (2)
Print(1);
void OnTick(void)
  {

  }
