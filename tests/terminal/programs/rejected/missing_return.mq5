// expect: 117 (2)
int Sign(const int n)
  {
   if(n > 0)
      return(1);
   else
      if(n < 0)
         return(-1);
  }
void OnTick(void)
  {
   Print(Sign(5));
  }
