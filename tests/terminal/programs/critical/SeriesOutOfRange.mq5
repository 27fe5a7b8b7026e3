// expect: array out of range
// Arrays counted from their end have one too.
#property strict

void OnStart()
  {
   double prices[];
   ArrayResize(prices,2);
   ArraySetAsSeries(prices,true);
   int place=2;
   prices[place]=1.5;
   Print("FAIL ",prices[0]);
  }
