// expect: a library wrote outside the memory that it was given
// A text that a library makes longer.
#property strict

#import "guards.dll"
void lengthen(string &text);
#import

void OnStart()
  {
   string text="abc";
   lengthen(text);
   Print("FAIL");
  }
