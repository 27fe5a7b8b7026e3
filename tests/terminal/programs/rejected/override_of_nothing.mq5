// expect: 404 (3)
class CBase { public: virtual void Show(void) {} };
class CDerived : public CBase { public: void Shaw(void) override {} };
void OnTick(void)
  {

  }
