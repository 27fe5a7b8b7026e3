// expect: 402 (3)
class CBase { public: virtual void Show(void) final {} };
class CDerived : public CBase { public: void Show(void) override {} };
void OnTick(void)
  {

  }
