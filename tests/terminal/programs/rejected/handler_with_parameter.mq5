// expect: 70 (2)
void OnTick(const int n)
  {
   Print(n);
  }
