// expect: 43 (4)
int Half(const double value)
  {
   return(value / 2);
  }
void OnTick(void)
  {
   Print(Half(1.5));
  }
