// expect: 30 (3)
#define LIMIT 5
#define LIMIT 6
void OnTick(void)
  {
   Print(LIMIT);
  }
