// expect: 214 (10)
class CObject
  {
private:
   void              Set(void) {}
  };
void OnTick(void)
  {
   CObject object;
   object.Set();
  }
