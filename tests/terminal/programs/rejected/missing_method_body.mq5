// expect: 270 (5)
class CObject
  {
public:
   int               Id(void);
  };
void OnTick(void)
  {
   CObject object;
   Print(object.Id());
  }
