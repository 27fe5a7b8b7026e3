// expect: 253 (4)
void OnTick(void)
  {
   int *n = NULL;
   Print(CheckPointer(n));
  }
