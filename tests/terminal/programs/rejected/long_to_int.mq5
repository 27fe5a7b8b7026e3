// expect: 43 (5)
void OnTick(void)
  {
   long ticket = GetMicrosecondCount() > 5 ? 5 : 6;
   int n = ticket;
   Print(n);
  }
