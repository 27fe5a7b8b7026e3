// expect: 72 (9)
class CObject
  {
private:
   int               m_id;
public:
   void              Show(void)
     {
      int m_id = 5;
      Print(m_id);
     }
  };
void OnTick(void)
  {
   CObject object;
   object.Show();
  }
