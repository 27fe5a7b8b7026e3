// expect: invalid function pointer call
// A pointer to a function that was never set.
#property strict

typedef int (*TFunction)(int value);

int Double(int value) { return(2*value); }

TFunction g_function=NULL;

void OnStart()
  {
   TFunction known=Double;
   Print("called ",known(4));
   Print("FAIL ",g_function(4));
  }
