// expect: 224 (3)
class CObject { public: int Id(const int n); };
int CObject::Id(const long n)
  {
   return((int)n);
  }
void OnTick(void)
  {

  }
