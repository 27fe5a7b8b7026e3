// expect: 218 (5)
void OnTick(void)
  {
   int values[2] = {1, 2};
   Print(values[2]);
  }
