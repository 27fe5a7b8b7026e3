// expect: 326 (4)
void OnTick(void)
  {
   input int n = 5;
  }
