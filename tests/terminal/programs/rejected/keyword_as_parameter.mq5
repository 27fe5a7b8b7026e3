// expect: 149 (2)
void Show(const int input)
  {
  }
void OnTick(void)
  {
   Show(5);
  }
