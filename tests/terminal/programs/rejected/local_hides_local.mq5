// expect: 61 (7)
void OnTick(void)
  {
   int n = 5;
   for(int i = 0; i < n; i++)
     {
      int n = i;
      Print(n);
     }
  }
