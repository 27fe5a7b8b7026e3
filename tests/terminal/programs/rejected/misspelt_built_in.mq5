// expect: 256 (4)
void OnTick(void)
  {
   Prnt(1);
  }
