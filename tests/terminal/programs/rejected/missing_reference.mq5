// expect: 116 (2)
void Show(const n)
  {
   Print(n);
  }
void OnTick(void)
  {
   Show(5);
  }
