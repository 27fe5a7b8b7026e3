// expect: 293 (3)
class CObject { public: int id; };
int Id(CObject object)
  {
   return(object.id);
  }
void OnTick(void)
  {

  }
