// expect: array out of range
// A negative index into an array of fixed size.
#property strict

int Before(const int place) { return(place-1); }

void OnStart()
  {
   int values[3]={1,2,3};
   Print("FAIL ",values[Before(0)]);
  }
