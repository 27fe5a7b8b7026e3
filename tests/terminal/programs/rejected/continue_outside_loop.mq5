// expect: 210 (4)
void OnTick(void)
  {
   continue;
  }
