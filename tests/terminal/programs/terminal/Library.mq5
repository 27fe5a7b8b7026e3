// Loads the library, compares layouts and keeps it loaded while it runs.
#property strict

#include <HyperTrader/Native.mqh>

int OnInit()
  {
   const int version=ht_abi_version();
   if((version>>16)!=(HT_ABI_VERSION>>16))
     {
      Print("library of another major version");
      return(INIT_FAILED);
     }
   PrintFormat("library %d.%d layouts %d",version>>16,version&0xFFFF,HtCheckLayouts());
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   Print("library left, reason ",reason);
  }

void OnTick()
  {
   if(ht_abi_version()==0)
      Print("library lost");
  }
