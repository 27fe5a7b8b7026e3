// expect: zero divide
// A destructor stops the program as any other code does.
#property strict

class CThing
  {
public:
   int               m_value;
                    ~CThing()
     {
      Print("destructor");
      m_value=1/StringLen("");
     }
  };

void OnStart()
  {
   CThing *thing=new CThing();
   delete thing;
   Print("FAIL");
  }
