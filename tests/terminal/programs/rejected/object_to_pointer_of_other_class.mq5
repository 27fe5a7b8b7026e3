// expect: 302 (6)
class CFirst { public: int id; };
class CSecond { public: int id; };
void OnTick(void)
  {
   CFirst *first = new CSecond;
   delete first;
  }
