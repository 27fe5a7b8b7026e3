// expect: 181 (4)
void OnTick(void)
  {
   string text = "n " + 5;
   Print(text);
  }
