// expect: 149 (4)
void OnTick(void)
  {
   int pack = 5;
  }
