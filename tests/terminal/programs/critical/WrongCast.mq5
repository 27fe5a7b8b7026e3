// expect: incorrect casting of pointers
// A pointer to a base class as one to a class that the object is not.
#property strict

class CBase
  {
public:
   int               m_base;
  };

class CFirst : public CBase
  {
public:
   int               m_first;
  };

void OnStart()
  {
   CBase *base=new CBase();
   CFirst *first=(CFirst *)base;
   Print("FAIL ",first.m_first);
  }
