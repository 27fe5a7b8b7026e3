// expect: 56 (2)
void OnDeinit(void)
  {
  }
void OnTick(void)
  {

  }
