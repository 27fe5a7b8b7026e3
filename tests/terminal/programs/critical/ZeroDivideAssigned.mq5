// expect: zero divide
// In an assignment.
#property strict

void OnStart()
  {
   int value=10;
   int none=StringLen("");
   value/=none;
   Print("FAIL ",value);
  }
