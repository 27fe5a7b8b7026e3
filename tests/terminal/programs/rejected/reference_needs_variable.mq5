// expect: 200 (8)
void Change(int &n)
  {
   n = 5;
  }
void OnTick(void)
  {
   Change(5);
  }
