// expect: 240 (4)
void OnTick(void)
  {
   Print("a\q");
  }
