// expect: 41 (2)
int Five(void);
void OnTick(void)
  {

  }
