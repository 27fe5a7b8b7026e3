// expect: 180 (4)
void OnTick(void)
  {
   Print(MathFloor("2"));
  }
