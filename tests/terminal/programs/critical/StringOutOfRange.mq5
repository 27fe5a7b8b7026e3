// expect: array out of range
// A character behind the end of a text.
#property strict

void OnStart()
  {
   string text="abc";
   int place=StringLen(text)+1;
   Print("FAIL ",text[place]);
  }
