// expect: 106 (2)
#include <HyperTrader/Missing.mqh>
void OnTick(void)
  {

  }
