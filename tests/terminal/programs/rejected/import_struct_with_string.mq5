// expect: 411 (4)
struct Named { long id; string name; };
#import "hypertrader.dll"
int send(Named &named);
#import
void OnTick(void)
  {
   Named named = {};
   Print(send(named));
  }
