// expect: 277 (2)
int Sum(const int a = 1, const int b)
  {
   return(a + b);
  }
void OnTick(void)
  {
   Print(Sum(1, 2));
  }
