// expect: 62 (3)
int count = 0;
void Show(const int count)
  {
   Print(count);
  }
void OnTick(void)
  {
   Show(5);
  }
