// expect: 121 (4)
int Five(void)
  {
   return;
  }
void OnTick(void)
  {
   Print(Five());
  }
