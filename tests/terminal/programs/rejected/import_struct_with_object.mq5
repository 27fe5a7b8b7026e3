// expect: 411 (5)
class CObject { public: int id; };
struct Owner { CObject object; };
#import "hypertrader.dll"
int send(Owner &owner);
#import
void OnTick(void)
  {

  }
