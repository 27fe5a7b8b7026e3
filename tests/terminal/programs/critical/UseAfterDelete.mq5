// expect: invalid pointer access
// A field of an object that was deleted through another pointer.
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
   second.m_value=1;
   Print("FAIL ",second.m_value);
  }
