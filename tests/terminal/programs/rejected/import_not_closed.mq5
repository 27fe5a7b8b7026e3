// expect: 300 (2)
#import "hypertrader.dll"
int send(int n);
void OnTick(void)
  {

  }
