// expect: 182 (13)
void Show(const int a, const long b)
  {
   Print(a, b);
  }
void Show(const long a, const int b)
  {
   Print(a, b);
  }
void OnTick(void)
  {
   short n = 5;
   Show(n, n);
  }
