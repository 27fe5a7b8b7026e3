// expect: 165 (6)
int Five(void)
  {
   return(5);
  }
int Five(void)
  {
   return(5);
  }
void OnTick(void)
  {
   Print(Five());
  }
