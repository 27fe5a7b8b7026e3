// expect: 265 (3)
class CBase { public: virtual int Id(void) { return(1); } };
class CDerived : public CBase { public: virtual long Id(void) { return(1); } };
void OnTick(void)
  {

  }
