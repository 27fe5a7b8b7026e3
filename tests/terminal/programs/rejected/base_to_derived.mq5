// expect: 302 (7)
class CBase { public: int id; };
class CDerived : public CBase { public: int number; };
void OnTick(void)
  {
   CBase *base = new CDerived;
   CDerived *derived = base;
   delete derived;
  }
