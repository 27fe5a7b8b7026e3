// expect: delete invalid pointer
// An object that was deleted before.
#property strict

class CThing
  {
public:
   int               m_value;
  };

void OnStart()
  {
   CThing *first=new CThing();
   CThing *second=first;
   delete first;
   delete second;
   Print("FAIL");
  }
