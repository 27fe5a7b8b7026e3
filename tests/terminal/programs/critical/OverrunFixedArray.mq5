// expect: a library wrote outside the memory that it was given
// One byte behind an array of fixed size.
#property strict

#import "guards.dll"
void write_byte(uchar &bytes[],int place);
#import

void OnStart()
  {
   uchar bytes[7];
   write_byte(bytes,6);
   write_byte(bytes,7);
   Print("FAIL");
  }
