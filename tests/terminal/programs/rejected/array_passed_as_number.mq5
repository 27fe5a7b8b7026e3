// expect: 241 (5)
void OnTick(void)
  {
   int values[2] = {1, 2};
   Print(MathFloor(values));
  }
