// expect: 204 (10)
class CObject
  {
protected:
   int               m_id;
  };
void OnTick(void)
  {
   CObject object;
   Print(object.m_id);
  }
