// expect: 83 (6)
void OnTick(void)
  {
   MqlTradeRequest request = {};
   MqlTradeResult result = {};
   OrderSend(request, result);
  }
