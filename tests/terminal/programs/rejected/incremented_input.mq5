// expect: 189 (5)
input int InpCount = 1;
void OnTick(void)
  {
   InpCount++;
  }
