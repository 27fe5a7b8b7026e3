// expect: zero divide
// Destructors of a program that was stopped do not run.
#property strict

class CThing
  {
public:
   int               m_value;
                    ~CThing() { Print("FAIL destructor"); }
  };

void Work()
  {
   CThing thing;
   thing.m_value=1/StringLen("");
  }

void OnStart()
  {
   Work();
   Print("FAIL");
  }
