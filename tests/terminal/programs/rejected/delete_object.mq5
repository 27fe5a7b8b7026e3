// expect: 237 (6)
class CObject { public: int id; };
void OnTick(void)
  {
   CObject object;
   delete object;
  }
