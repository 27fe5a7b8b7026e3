// expect: 156 (5)
struct Pair { int a; int b; };
void OnTick(void)
  {
   Pair *pair = new Pair;
   Print(CheckPointer(pair));
  }
