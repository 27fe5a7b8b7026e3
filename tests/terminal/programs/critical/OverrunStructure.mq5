// expect: a library wrote outside the memory that it was given
// One byte behind a structure.
#property strict

struct SMixed
  {
   uchar             kind;
   double            value;
   short             numbers[3];
  };

#import "guards.dll"
void write_behind_structure(SMixed &value);
#import

void OnStart()
  {
   SMixed value;
   ZeroMemory(value);
   write_behind_structure(value);
   Print("FAIL");
  }
