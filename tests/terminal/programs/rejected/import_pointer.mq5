// expect: 298 (4)
class CObject { public: int id; };
#import "hypertrader.dll"
int send(CObject *object);
#import
void OnTick(void)
  {

  }
