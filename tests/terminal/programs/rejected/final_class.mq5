// expect: 401 (3)
class CBase final { public: int id; };
class CDerived : public CBase { public: int number; };
void OnTick(void)
  {

  }
