// expect: 153 (4)
void OnTick(void)
  {
   break;
  }
