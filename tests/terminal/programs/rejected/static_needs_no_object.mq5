// expect: 351 (11)
class CObject
  {
private:
   int               m_id;
public:
   int               Id(void) const { return(m_id); }
  };
void OnTick(void)
  {
   Print(CObject::Id());
  }
