// expect: 201 (9)
void Change(int &n)
  {
   n = 5;
  }
void OnTick(void)
  {
   uint n = 5;
   Change(n);
   Print(n);
  }
