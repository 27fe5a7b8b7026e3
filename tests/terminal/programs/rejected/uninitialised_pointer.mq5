// expect: 38 (6)
class CObject { public: int id; };
void OnTick(void)
  {
   CObject *object;
   Print(object.id);
  }
