// expect: 143 (4)
void OnTick(void)
  {
   void n;
  }
