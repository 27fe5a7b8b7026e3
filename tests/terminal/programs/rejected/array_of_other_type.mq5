// expect: 246 (9)
double Sum(const double &values[])
  {
   return(values[0]);
  }
void OnTick(void)
  {
   float values[2] = {1, 2};
   Print(Sum(values));
  }
