// expect: zero divide
// Whole numbers.
#property strict

void OnStart()
  {
   int none=StringLen("");
   Print("FAIL ",10/none);
  }
