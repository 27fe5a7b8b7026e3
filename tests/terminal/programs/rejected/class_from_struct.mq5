// expect: 266 (3)
struct Base { int id; };
class CDerived : public Base { public: int number; };
void OnTick(void)
  {

  }
