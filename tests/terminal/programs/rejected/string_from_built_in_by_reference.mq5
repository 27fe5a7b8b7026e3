// expect: 201 (5)
void OnTick(void)
  {
   int n = 5;
   StringToUpper(n);
  }
