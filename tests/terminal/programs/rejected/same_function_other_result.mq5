// expect: 163 (6)
int Five(void)
  {
   return(5);
  }
long Five(void)
  {
   return(5);
  }
void OnTick(void)
  {
   Print(Five());
  }
