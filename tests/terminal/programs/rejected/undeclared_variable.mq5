// expect: 256 (4)
void OnTick(void)
  {
   Print(spread);
  }
