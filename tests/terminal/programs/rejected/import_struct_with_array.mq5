// expect: 411 (4)
struct Values { long id; double values[]; };
#import "hypertrader.dll"
int send(Values &values);
#import
void OnTick(void)
  {

  }
