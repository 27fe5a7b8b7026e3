// expect: 181 (4)
void OnTick(void)
  {
   string text = 5;
   Print(text);
  }
