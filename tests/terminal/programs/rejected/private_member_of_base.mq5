// expect: 211 (10)
class CBase
  {
private:
   int               m_id;
  };
class CDerived : public CBase
  {
public:
   void              Show(void) { Print(m_id); }
  };
void OnTick(void)
  {
   CDerived object;
   object.Show();
  }
