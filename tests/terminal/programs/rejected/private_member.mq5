// expect: 211 (10)
class CObject
  {
private:
   int               m_id;
  };
void OnTick(void)
  {
   CObject object;
   Print(object.m_id);
  }
