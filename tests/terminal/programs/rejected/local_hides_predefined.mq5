// expect: 64 (4)
void OnTick(void)
  {
   int _Digits = 5;
   Print(_Digits);
  }
