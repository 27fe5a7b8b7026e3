// expect: 198 (4)
void OnTick(void)
  {
   Print(5 / 0);
  }
