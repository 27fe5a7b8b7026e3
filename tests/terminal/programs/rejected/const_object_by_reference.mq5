// expect: 202 (9)
void Change(MqlDateTime &parts)
  {
   parts.year = 5;
  }
void OnTick(void)
  {
   const MqlDateTime parts = {};
   Change(parts);
  }
