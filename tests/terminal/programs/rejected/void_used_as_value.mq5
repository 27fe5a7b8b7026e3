// expect: 151 (7)
void Nothing(void)
  {
  }
void OnTick(void)
  {
   int n = Nothing();
   Print(n);
  }
