// expect: PASS
#property strict

input double InpValue=2.5;

void OnStart()
  {
   double half=InpValue/2;
   Print("half ",half," ",StringFormat("%5.2f|%-4d|%04d",half,7,42));
   Print(half==1.25 ? "PASS" : "FAIL");
  }
