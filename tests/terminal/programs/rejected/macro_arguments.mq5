// expect: 318 (5)
#define TWICE(a) ((a) * 2)
void OnTick(void)
  {
   Print(TWICE(1, 2));
  }
