// expect: 270 (2)
int Five(void);
void OnTick(void)
  {
   Print(Five());
  }
