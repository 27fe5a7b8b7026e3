// expect: 202 (9)
input int InpCount = 1;
void Change(int &n)
  {
   n = 5;
  }
void OnTick(void)
  {
   Change(InpCount);
  }
