// Read once, however often it is included.
int IncludedOnce(void)
  {
   return(5);
  }
