// expect: 361 (9)
template<typename T>
T Larger(T a, T b)
  {
   return(a > b ? a : b);
  }
void OnTick(void)
  {
   Print(Larger(1, 2.5));
  }
