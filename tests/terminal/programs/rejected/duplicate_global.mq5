// expect: 125 (3)
int count = 0;
int count = 1;
void OnTick(void)
  {

  }
