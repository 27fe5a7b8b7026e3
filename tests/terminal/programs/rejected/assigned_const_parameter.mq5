// expect: 189 (4)
void Show(const int n)
  {
   n = 6;
   Print(n);
  }
void OnTick(void)
  {
   Show(5);
  }
