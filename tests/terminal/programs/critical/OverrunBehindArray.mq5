// expect: a library wrote outside the memory that it was given
// One byte behind an array that has memory to grow into.
#property strict

#import "guards.dll"
void write_byte(uchar &bytes[],int place);
#import

void OnStart()
  {
   uchar bytes[];
   ArrayResize(bytes,10,100);
   write_byte(bytes,9);
   write_byte(bytes,10);
   Print("FAIL");
  }
