// expect: 43 (5)
template<typename T>
int Half(T value)
  {
   return(value / 2);
  }
void OnTick(void)
  {
   Print(Half(1.5));
  }
