// expect: 279 (9)
class CObject
  {
private:
   int               m_id;
public:
                     CObject(void) : m_id(0) {}
   int               Next(void) { return(++m_id); }
   int               Peek(void) const { return(Next()); }
  };
void OnTick(void)
  {
   CObject object;
   Print(object.Peek());
  }
