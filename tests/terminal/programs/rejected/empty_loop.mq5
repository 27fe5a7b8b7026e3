// expect: 69 (4)
void OnTick(void)
  {
   for(int i = 0; i < 5; i++);
      Print(1);
  }
