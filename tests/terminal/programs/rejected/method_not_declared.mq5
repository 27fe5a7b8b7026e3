// expect: 213 (3)
class CObject { public: int id; };
int CObject::Id(void)
  {
   return(id);
  }
void OnTick(void)
  {

  }
