// expect: 213 (6)
class CObject { public: int id; };
void OnTick(void)
  {
   CObject object;
   object.Start();
  }
