// expect: 279 (12)
class CObject
  {
private:
   int               m_id;
public:
                     CObject(void) : m_id(0) {}
   int               Next(void) { return(++m_id); }
  };
void Show(const CObject &object)
  {
   Print(object.Next());
  }
void OnTick(void)
  {
   CObject object;
   Show(object);
  }
