// expect: 378 (4)
struct Pair { int a; int b; };
#import "hypertrader.dll"
Pair receive(void);
#import
void OnTick(void)
  {

  }
