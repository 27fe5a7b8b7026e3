// Imports a function that no library has: the terminal does not start it.
#property strict

#import "hypertrader.dll"
int ht_abi_version(void);
int ht_function_that_is_not_there(int value);
#import

void OnStart()
  {
   Print("never ",ht_abi_version()," ",ht_function_that_is_not_there(1));
  }
