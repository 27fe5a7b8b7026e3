// expect: 293 (4)
struct Pair { int a; int b; };
#import "hypertrader.dll"
int send(Pair pair);
#import
void OnTick(void)
  {

  }
