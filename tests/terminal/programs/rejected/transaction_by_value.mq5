// expect: 70 (2)
void OnTradeTransaction(const MqlTradeTransaction &trans,
                        const MqlTradeRequest &request)
  {
  }
void OnTick(void)
  {

  }
