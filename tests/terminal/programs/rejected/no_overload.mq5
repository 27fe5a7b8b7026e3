// expect: 166 (12)
void Show(const MqlDateTime &a, const int b, const int c)
  {
   Print(a.year, b, c);
  }
void Show(const MqlTick &a, const int b, const int c)
  {
   Print(a.bid, b, c);
  }
void OnTick(void)
  {
   Show("a", "b", 5);
  }
