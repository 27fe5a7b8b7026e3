// expect: zero divide
// Real numbers stop the program too.
#property strict

void OnStart()
  {
   double none=StringToDouble("");
   Print("FAIL ",1.0/none);
  }
