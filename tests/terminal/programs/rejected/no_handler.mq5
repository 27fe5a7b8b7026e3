// expect: 356 (2)
void Tick(void)
  {
  }
