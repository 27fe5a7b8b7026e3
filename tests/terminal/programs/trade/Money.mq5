// Worked examples of profit, margin and tick values; part of money.scenario, which gives the
// symbols and prices. Every expected number is contract arithmetic, written beside it.
#property strict

int g_checks=0;
int g_wrong=0;

void Near(const double value,const double expected,const string what)
  {
   g_checks++;
   if(MathAbs(value-expected)<0.000001)
      return;
   g_wrong++;
   Print("FAIL ",what," is ",value,", expected ",expected);
  }

double Profit(const ENUM_ORDER_TYPE type,const string symbol,const double lots,const double from,
              const double to)
  {
   double profit=-1.0e9;
   if(!OrderCalcProfit(type,symbol,lots,from,to,profit))
      Print("FAIL profit of ",symbol," error ",GetLastError());
   return(profit);
  }

double Margin(const ENUM_ORDER_TYPE type,const string symbol,const double lots,const double price)
  {
   double margin=-1.0e9;
   if(!OrderCalcMargin(type,symbol,lots,price,margin))
      Print("FAIL margin of ",symbol," error ",GetLastError());
   return(margin);
  }

// The account is in US dollars, its leverage is 1:100.
void TestForex()
  {
   // 100 000 EUR * 0.00100 USD
   Near(Profit(ORDER_TYPE_BUY,"EURUSD",1.0,1.10000,1.10100),100.0,"EURUSD, 10 pips up");
   Near(Profit(ORDER_TYPE_SELL,"EURUSD",1.0,1.10000,1.10100),-100.0,"EURUSD sold");
   Near(Profit(ORDER_TYPE_BUY,"EURUSD",0.01,1.10000,1.10001),0.01,"EURUSD, one point, 0.01 lots");
   // 100 000 EUR / 100 at 1.10000 USD
   Near(Margin(ORDER_TYPE_BUY,"EURUSD",1.0,1.10000),1100.0,"margin of EURUSD");
   Near(Margin(ORDER_TYPE_SELL,"EURUSD",0.1,1.20000),120.0,"margin of 0.1 lots EURUSD");
   Near(SymbolInfoDouble("EURUSD",SYMBOL_TRADE_TICK_VALUE),1.0,"tick value of EURUSD");
   // 100 000 USD * 0.100 JPY = 10 000 JPY, at the price of the close
   Near(Profit(ORDER_TYPE_BUY,"USDJPY",1.0,110.000,110.100),90.83,"USDJPY: 10000/110.1");
   Near(Profit(ORDER_TYPE_SELL,"USDJPY",1.0,110.000,112.000),-1785.71,"USDJPY: -200000/112");
   // The base is the account's currency: the price does not matter.
   Near(Margin(ORDER_TYPE_BUY,"USDJPY",1.0,110.000),1000.0,"margin of USDJPY");
   // 100 JPY at 110.000 bid
   Near(SymbolInfoDouble("USDJPY",SYMBOL_TRADE_TICK_VALUE),100.0/110.0,"tick value of USDJPY");
  }

// USDJPY is 110.000 / 110.010, EURUSD 1.10000 / 1.10010, USDCHF 0.90000 / 0.90010.
void TestCrosses()
  {
   // 10 000 JPY; a gain is changed at the ask, a loss at the bid of USDJPY.
   Near(Profit(ORDER_TYPE_BUY,"EURJPY",1.0,121.000,121.100),90.90,"EURJPY: 10000/110.01");
   Near(Profit(ORDER_TYPE_BUY,"EURJPY",1.0,121.000,120.900),-90.91,"EURJPY: -10000/110");
   // 1 000 EUR at the ask for what is bought, at the bid for what is sold.
   Near(Margin(ORDER_TYPE_BUY,"EURJPY",1.0,121.000),1100.10,"margin of EURJPY bought");
   Near(Margin(ORDER_TYPE_SELL,"EURJPY",1.0,121.000),1100.0,"margin of EURJPY sold");
   // 100 000 EUR * 0.00100 = 100 CHF
   Near(Profit(ORDER_TYPE_BUY,"EURCHF",1.0,0.99000,0.99100),111.10,"EURCHF: 100/0.9001");
   Near(Profit(ORDER_TYPE_SELL,"EURCHF",1.0,0.99000,0.99100),-111.11,"EURCHF: -100/0.9");
   Near(SymbolInfoDouble("EURCHF",SYMBOL_TRADE_TICK_VALUE_PROFIT),1.0/0.90010,"gain of a tick");
   Near(SymbolInfoDouble("EURCHF",SYMBOL_TRADE_TICK_VALUE_LOSS),1.0/0.90000,"loss of a tick");
  }

void TestOthers()
  {
   // 100 ounces * 10 USD; margin 100 * 2000 / 100
   Near(Profit(ORDER_TYPE_BUY,"XAUUSD",1.0,2000.00,2010.00),1000.0,"gold, 10 dollars up");
   Near(Profit(ORDER_TYPE_SELL,"XAUUSD",0.01,2000.00,2000.01),-0.01,"gold, a point, 0.01 lots");
   Near(Margin(ORDER_TYPE_BUY,"XAUUSD",1.0,2000.00),2000.0,"margin of gold");
   // A share: 10 pieces a lot, no leverage.
   Near(Profit(ORDER_TYPE_BUY,"SHARE",3.0,50.00,51.50),45.0,"30 shares");
   Near(Margin(ORDER_TYPE_BUY,"SHARE",3.0,50.00),1500.0,"price of 30 shares");
   // A future: ticks of 0.25 for 12.50 dollars each, 5 000 dollars of margin a contract.
   Near(Profit(ORDER_TYPE_BUY,"FUTURE",2.0,4000.00,4010.00),1000.0,"future: 40 ticks, 2 lots");
   Near(Margin(ORDER_TYPE_SELL,"FUTURE",2.0,4000.00),10000.0,"margin of the future");
   Near(SymbolInfoDouble("FUTURE",SYMBOL_TRADE_TICK_VALUE),12.5,"tick value of the future");
   // A CFD on an index: 5 a point; margin * tick price / tick size = 0.5 / 0.1.
   Near(Profit(ORDER_TYPE_BUY,"INDEX",1.0,15000.0,15010.0),50.0,"index: 10 points of 5");
   Near(Margin(ORDER_TYPE_BUY,"INDEX",0.1,15000.0),37500.0,"index: 0.1*5*15000*0.5/0.1");
   // Forex without leverage: the whole amount.
   Near(Margin(ORDER_TYPE_BUY,"GBPUSD",0.1,1.30000),13000.0,"GBPUSD without leverage");
  }

void TestErrors()
  {
   double value=0.0;
   ResetLastError();
   Near(OrderCalcProfit(ORDER_TYPE_BUY,"NOTHING",1.0,1.0,2.0,value) ? 1.0 : 0.0,0.0,"unknown");
   Near(OrderCalcMargin(ORDER_TYPE_BUY,"EURUSD",0.0,1.1,value) ? 1.0 : 0.0,0.0,"no lots");
   Near(OrderCalcMargin(ORDER_TYPE_BUY,"EURUSD",1.0,0.0,value) ? 1.0 : 0.0,0.0,"no price");
   Near(GetLastError()!=0 ? 1.0 : 0.0,1.0,"an error is left behind");
  }

void OnStart(void)
  {
   TestForex();
   TestCrosses();
   TestOthers();
   TestErrors();
   Print(g_wrong==0 ? "PASS " : "FAIL ",g_checks," examples of money");
  }
