// expect: 186 (4)
void OnTick(void)
  {
   int values[2] = {1, 2, 3};
   Print(values[0]);
  }
