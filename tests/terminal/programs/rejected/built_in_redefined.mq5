// expect: 271 (2)
double MathFloor(const double value)
  {
   return(value);
  }
void OnTick(void)
  {
   Print(MathFloor(5));
  }
