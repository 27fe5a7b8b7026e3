// expect: 160 (3)
#import "hypertrader.dll"
int send(int n) { return(n); }
#import
void OnTick(void)
  {

  }
