// expect: 294 (2)
int Sum(int values[])
  {
   return(values[0]);
  }
void OnTick(void)
  {

  }
