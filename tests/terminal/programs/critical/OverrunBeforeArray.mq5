// expect: a library wrote outside the memory that it was given
// One byte before an array.
#property strict

#import "guards.dll"
void write_byte(uchar &bytes[],int place);
#import

void OnStart()
  {
   uchar bytes[];
   ArrayResize(bytes,10);
   write_byte(bytes,-1);
   Print("FAIL");
  }
