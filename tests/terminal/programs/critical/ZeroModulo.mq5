// expect: zero divide
// The rest of a division by zero.
#property strict

void OnStart()
  {
   long none=StringLen("");
   Print("FAIL ",10%none);
  }
