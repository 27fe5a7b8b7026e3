// expect: 287 (4)
void OnTick(void)
  {
   Print(D'2026.13.01');
  }
