// expect: 177 (5)
#define LIMIT 5
void OnTick(void)
  {
   LIMIT = 6;
  }
