// expect: a library wrote outside the memory that it was given
// Eight bytes into an int.
#property strict

#import "guards.dll"
void write_long(int &value);
#import

void OnStart()
  {
   int value=0;
   write_long(value);
   Print("FAIL");
  }
