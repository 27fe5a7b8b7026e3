// expect: PASS
// Market orders, levels, closing in parts and against each other, on a hedging account.
#property strict

#include "Orders.mqh"

void TestOpening(void)
  {
   double balance=AccountInfoDouble(ACCOUNT_BALANCE);
   double ask=SymbolInfoDouble(_Symbol,SYMBOL_ASK);
   double bid=SymbolInfoDouble(_Symbol,SYMBOL_BID);
   MarketOrder(ORDER_TYPE_BUY,_Symbol,0.3);
   g_request.sl=NormalizeDouble(bid-0.01,_Digits);
   g_request.comment="a comment";
   MqlTradeCheckResult check;
   Check(OrderCheck(g_request,check) && check.retcode==0,"the check before");
   // 0.3 * 100 000 EUR / 100 at the ask
   double margin=NormalizeDouble(300.0*ask,2);
   Near(check.margin,margin,"margin of the check");
   Near(check.margin_free,balance-margin,"free margin of the check");
   Check(Send()==TRADE_RETCODE_DONE && g_result.comment=="Request executed","a market order");
   Near(g_result.price,ask,"price of the deal");
   Near(g_result.volume,0.3,"volume of the deal");
   Check(g_result.deal!=0 && g_result.order!=0 && g_result.request_id!=0,"tickets");
   Check(PositionsTotal()==1 && PositionGetSymbol(0)==_Symbol,"one position");
   Check(PositionGetInteger(POSITION_TICKET)==(long)g_result.order,"ticket of the position");
   Check(PositionGetInteger(POSITION_MAGIC)==77,"magic number");
   Check(PositionGetString(POSITION_COMMENT)=="a comment","comment");
   Check(PositionGetInteger(POSITION_REASON)==POSITION_REASON_EXPERT,"reason");
   Near(PositionGetDouble(POSITION_PRICE_OPEN),ask,"opening price");
   Near(PositionGetDouble(POSITION_PRICE_CURRENT),bid,"price now");
   Near(PositionGetDouble(POSITION_SL),bid-0.01,"stop loss");
   double profit=NormalizeDouble((bid-ask)*30000.0,2);
   Near(PositionGetDouble(POSITION_PROFIT),profit,"floating profit");
   Near(AccountInfoDouble(ACCOUNT_EQUITY),balance+profit,"equity");
   Near(AccountInfoDouble(ACCOUNT_MARGIN),margin,"margin");
   Near(AccountInfoDouble(ACCOUNT_MARGIN_FREE),balance+profit-margin,"free margin");
   Near(AccountInfoDouble(ACCOUNT_MARGIN_LEVEL),(balance+profit)/margin*100.0,"margin level");
  }

void TestLevels(const ulong ticket)
  {
   double bid=SymbolInfoDouble(_Symbol,SYMBOL_BID);
   Begin(TRADE_ACTION_SLTP,_Symbol);
   g_request.position=ticket;
   g_request.sl=NormalizeDouble(bid-0.02,_Digits);
   g_request.tp=NormalizeDouble(bid+0.02,_Digits);
   Check(Send()==TRADE_RETCODE_DONE,"levels are changed");
   Check(PositionSelectByTicket(ticket),"still there");
   Near(PositionGetDouble(POSITION_TP),bid+0.02,"take profit");
   Check(Send()==TRADE_RETCODE_NO_CHANGES,"the same levels again");
   g_request.sl=NormalizeDouble(bid+0.01,_Digits);
   Check(Send()==TRADE_RETCODE_INVALID_STOPS,"stop on the wrong side");
   g_request.position=1;
   Check(Send()==TRADE_RETCODE_POSITION_CLOSED,"levels of no position");
  }

void TestClosingInParts(const ulong ticket)
  {
   double balance=AccountInfoDouble(ACCOUNT_BALANCE);
   double open=PositionGetDouble(POSITION_PRICE_OPEN);
   double bid=SymbolInfoDouble(_Symbol,SYMBOL_BID);
   Check(Close(ticket,0.31)==TRADE_RETCODE_INVALID_CLOSE_VOLUME,"more than there is");
   Check(Close(ticket,0.1)==TRADE_RETCODE_DONE,"a third");
   double profit=NormalizeDouble((bid-open)*10000.0,2);
   Near(AccountInfoDouble(ACCOUNT_BALANCE),balance+profit,"balance after a part");
   Check(PositionSelectByTicket(ticket),"the rest");
   Near(PositionGetDouble(POSITION_VOLUME),0.2,"its volume");
   Check(Close(ticket,0.2)==TRADE_RETCODE_DONE,"all of the rest");
   Check(!PositionSelectByTicket(ticket) && PositionsTotal()==0,"it is gone");
   Check(HistorySelectByPosition((long)ticket) && HistoryDealsTotal()==3,"three deals");
   ulong deal=HistoryDealGetTicket(1);
   Check(HistoryDealGetInteger(deal,DEAL_ENTRY)==DEAL_ENTRY_OUT,"the second closes");
   Check(HistoryDealGetInteger(deal,DEAL_POSITION_ID)==(long)ticket,"of this position");
   Near(HistoryDealGetDouble(deal,DEAL_PROFIT),profit,"profit of the deal");
   Near(HistoryDealGetDouble(deal,DEAL_VOLUME),0.1,"volume of the deal");
   Check(HistoryOrdersTotal()==3,"three orders");
   ulong order=HistoryOrderGetTicket(0);
   Check(HistoryOrderGetInteger(order,ORDER_STATE)==ORDER_STATE_FILLED,"the first was filled");
   Check(HistoryOrderGetInteger(order,ORDER_POSITION_ID)==(long)ticket,"and made the position");
  }

void TestCloseBy(void)
  {
   ulong first=Open(ORDER_TYPE_BUY,_Symbol,0.3);
   ulong second=Open(ORDER_TYPE_SELL,_Symbol,0.2);
   double balance=AccountInfoDouble(ACCOUNT_BALANCE);
   double ask=SymbolInfoDouble(_Symbol,SYMBOL_ASK);
   double bid=SymbolInfoDouble(_Symbol,SYMBOL_BID);
   // 0.1 lots are open, 0.2 lots are covered once: the margin is that of 0.1 lots at the ask and
   // of 0.2 lots at the average of all.
   double average=(0.3*ask+0.2*bid)/0.5;
   Near(AccountInfoDouble(ACCOUNT_MARGIN),NormalizeDouble(100.0*ask+200.0*average,2),"hedged");
   Begin(TRADE_ACTION_CLOSE_BY,_Symbol);
   g_request.position=first;
   g_request.position_by=second;
   Check(Send()==TRADE_RETCODE_DONE,"one closes the other");
   Check(PositionsTotal()==1 && PositionSelectByTicket(first),"the larger one is left");
   Near(PositionGetDouble(POSITION_VOLUME),0.1,"with the rest");
   Near(AccountInfoDouble(ACCOUNT_BALANCE),balance+NormalizeDouble((bid-ask)*20000.0,2),"result");
   Check(HistorySelectByPosition((long)second) && HistoryDealsTotal()==2,"deals of the other");
   Check(HistoryDealGetInteger(HistoryDealGetTicket(1),DEAL_ENTRY)==DEAL_ENTRY_OUT_BY,"out by");
   Check(Close(first,0.1)==TRADE_RETCODE_DONE,"the rest is closed");
  }

void OnStart(void)
  {
   TestOpening();
   ulong ticket=g_result.order;
   TestLevels(ticket);
   TestClosingInParts(ticket);
   TestCloseBy();
   Check(HistorySelect(0,TimeTradeServer()+1),"all of the history");
   Check(HistoryDealGetInteger(HistoryDealGetTicket(0),DEAL_TYPE)==DEAL_TYPE_BALANCE,"deposit");
   double sum=0.0;
   for(int i=HistoryDealsTotal()-1; i>=0; i--)
      sum+=HistoryDealGetDouble(HistoryDealGetTicket(i),DEAL_PROFIT);
   Near(AccountInfoDouble(ACCOUNT_BALANCE),sum,"the balance is the sum of all deals");
   Near(AccountInfoDouble(ACCOUNT_MARGIN),0.0,"no margin is left");
   Finish("deals");
  }
