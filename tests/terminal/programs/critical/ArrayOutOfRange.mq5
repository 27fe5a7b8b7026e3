// expect: array out of range
// An index behind the end, which only shows when it runs.
#property strict

int g_values[];

void OnStart()
  {
   ArrayResize(g_values,3);
   int sum=0;
   for(int i=0; i<=3; i++)
      sum+=g_values[i];
   Print("FAIL ",sum);
  }
