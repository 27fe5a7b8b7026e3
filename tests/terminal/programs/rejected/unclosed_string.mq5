// expect: 112 (4)
void OnTick(void)
  {
   Print("abc);
  }
