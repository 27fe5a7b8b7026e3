// What the terminal and the server refuse; part of refusals.scenario, which gives the symbols.
// Each of them differs from the others in what it forbids.
#property strict

#include "Orders.mqh"

void Expect(const uint code,const string what)
  {
   uint got=Send();
   Check(got==code,what+": "+IntegerToString(got)+", expected "+IntegerToString(code));
  }

// A market order that is in order unless something is changed.
void Good(const string symbol)
  {
   MarketOrder(ORDER_TYPE_BUY,symbol,0.1);
  }

void TestVolumes(void)
  {
   double wrong[]={0.0,-0.1,0.005,0.015,500.01,600.0};
   for(int i=0; i<ArraySize(wrong); i++)
     {
      MarketOrder(ORDER_TYPE_BUY,"EURUSD",wrong[i]);
      Expect(TRADE_RETCODE_INVALID_VOLUME,"volume "+DoubleToString(wrong[i],3));
     }
   // 10 lots need 11 001 dollars of margin; there are 10 000.
   MarketOrder(ORDER_TYPE_BUY,"EURUSD",10.0);
   Expect(TRADE_RETCODE_NO_MONEY,"more than the account can pay");
   MarketOrder(ORDER_TYPE_BUY,"LIMITED",0.6);
   Expect(TRADE_RETCODE_LIMIT_VOLUME,"more than all positions may have");
  }

void TestStops(void)
  {
   double bid=SymbolInfoDouble("EURUSD",SYMBOL_BID);
   Good("EURUSD");
   g_request.sl=NormalizeDouble(bid+0.001,5);
   Expect(TRADE_RETCODE_INVALID_STOPS,"stop above the price");
   Good("EURUSD");
   g_request.tp=NormalizeDouble(bid-0.001,5);
   Expect(TRADE_RETCODE_INVALID_STOPS,"target below the price");
   Good("EURUSD");
   g_request.sl=bid;
   Expect(TRADE_RETCODE_INVALID_STOPS,"stop at the price");
   Good("EURUSD");
   g_request.sl=bid-0.0012345;
   Expect(TRADE_RETCODE_INVALID_STOPS,"stop between two points");
   // 100 points are the least distance.
   Good("FARSTOPS");
   g_request.sl=NormalizeDouble(SymbolInfoDouble("FARSTOPS",SYMBOL_BID)-0.00099,5);
   Expect(TRADE_RETCODE_INVALID_STOPS,"stop nearer than the stops level");
   Good("FARSTOPS");
   g_request.sl=NormalizeDouble(SymbolInfoDouble("FARSTOPS",SYMBOL_BID)-0.00100,5);
   Expect(TRADE_RETCODE_DONE,"stop just at the stops level");
   ulong ticket=g_result.order;
   Check(Close(ticket,0.1)==TRADE_RETCODE_DONE,"closed again");
  }

void TestModes(void)
  {
   Good("DISABLED");
   Expect(TRADE_RETCODE_TRADE_DISABLED,"symbol without trading");
   Good("LONGONLY");
   Expect(TRADE_RETCODE_DONE,"a buy where only buys are allowed");
   ulong ticket=g_result.order;
   MarketOrder(ORDER_TYPE_SELL,"LONGONLY",0.1);
   Expect(TRADE_RETCODE_LONG_ONLY,"a sell there");
   Check(Close(ticket,0.1)==TRADE_RETCODE_DONE,"a sell that closes");
   Good("SHORTONLY");
   Expect(TRADE_RETCODE_SHORT_ONLY,"a buy where only sells are allowed");
   Good("CLOSEONLY");
   Expect(TRADE_RETCODE_CLOSE_ONLY,"a buy where positions can only be closed");
   Good("SILENT");
   Expect(TRADE_RETCODE_PRICE_OFF,"symbol without a quote");
   Good("NOTHING");
   Expect(TRADE_RETCODE_INVALID,"symbol that is not there");
   // The terminal does not know the server's hours.
   MqlTradeCheckResult check;
   Good("CLOSED");
   Check(OrderCheck(g_request,check) && check.retcode==0,"the terminal does not know the hours");
   Expect(TRADE_RETCODE_MARKET_CLOSED,"market that is closed");
  }

void TestFilling(void)
  {
   Good("IOCONLY");
   MqlTradeCheckResult check;
   Check(!OrderCheck(g_request,check) && check.retcode==TRADE_RETCODE_INVALID_FILL,"checked");
   Expect(TRADE_RETCODE_INVALID_FILL,"fill or kill where it is not allowed");
   g_request.type_filling=ORDER_FILLING_RETURN;
   Expect(TRADE_RETCODE_INVALID_FILL,"return with market execution");
   g_request.type_filling=ORDER_FILLING_BOC;
   Expect(TRADE_RETCODE_INVALID_FILL,"passive market order");
   g_request.type_filling=ORDER_FILLING_IOC;
   Expect(TRADE_RETCODE_DONE,"immediate or cancel");
   MarketOrder(ORDER_TYPE_SELL,"IOCONLY",0.1);
   g_request.position=g_result.order;
  }

// With instant execution the price counts, and how far it may be away.
void TestInstant(void)
  {
   double ask=SymbolInfoDouble("INSTANT",SYMBOL_ASK);
   Good("INSTANT");
   g_request.price=0.0;
   Expect(TRADE_RETCODE_INVALID_PRICE,"no price");
   Good("INSTANT");
   g_request.price=NormalizeDouble(ask-0.00006,5);
   g_request.deviation=5;
   Expect(TRADE_RETCODE_REQUOTE,"6 points away, 5 allowed");
   Near(g_result.price,ask,"the price that can be had");
   g_request.deviation=6;
   Expect(TRADE_RETCODE_DONE,"6 points away, 6 allowed");
   Near(g_result.price,ask,"filled at the price of the server");
   // With market execution it does not.
   Good("EURUSD");
   g_request.price=0.5;
   Expect(TRADE_RETCODE_DONE,"price of an order with market execution");
   Near(g_result.price,SymbolInfoDouble("EURUSD",SYMBOL_ASK),"filled at the quote");
  }

void TestFrozen(void)
  {
   // The stop is 50 points away, 60 are frozen.
   double bid=SymbolInfoDouble("FROZEN",SYMBOL_BID);
   Good("FROZEN");
   g_request.sl=NormalizeDouble(bid-0.0005,5);
   Expect(TRADE_RETCODE_DONE,"a stop within the freeze level");
   ulong ticket=g_result.order;
   Begin(TRADE_ACTION_SLTP,"FROZEN");
   g_request.position=ticket;
   g_request.sl=NormalizeDouble(bid-0.001,5);
   Expect(TRADE_RETCODE_FROZEN,"stop that cannot be moved");
   Check(Close(ticket,0.1)==TRADE_RETCODE_FROZEN,"position that cannot be closed");
  }

void TestStructure(void)
  {
   Good("EURUSD");
   g_request.type=ORDER_TYPE_BUY_LIMIT;
   Expect(TRADE_RETCODE_INVALID,"a limit order as a deal");
   Begin(TRADE_ACTION_CLOSE_BY,"EURUSD");
   Expect(TRADE_RETCODE_POSITION_CLOSED,"closing nothing by nothing");
   Begin(TRADE_ACTION_REMOVE,"EURUSD");
   g_request.order=1;
   Expect(TRADE_RETCODE_INVALID,"removing an order that is not there");
   Good("NOMARKET");
   Expect(TRADE_RETCODE_INVALID_ORDER,"market order where there is none");
  }

void OnStart(void)
  {
   TestVolumes();
   TestStops();
   TestModes();
   TestFilling();
   TestInstant();
   TestFrozen();
   TestStructure();
   Finish("refusals");
  }
