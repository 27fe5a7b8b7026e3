// expect: 274 (7)
class CObject
  {
private:
   int               m_id;
public:
   void              Set(const int id) const { m_id = id; }
  };
void OnTick(void)
  {
   CObject object;
   object.Set(5);
  }
