// expect: 372 (2)
#ifdef TESTING
void OnTick(void)
  {

  }
