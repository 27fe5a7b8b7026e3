// expect: 167 (4)
void Nothing(void)
  {
   return(5);
  }
void OnTick(void)
  {
   Nothing();
  }
