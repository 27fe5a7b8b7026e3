// expect: 199 (9)
struct Money
  {
   long              cents;
                     Money(const long value) : cents(value) {}
  };
void OnTick(void)
  {
   Money money;
   Print(money.cents);
  }
