// One position a symbol: it grows, shrinks and turns round; part of netting.scenario.
// EURUSD is 1.10000 / 1.10010.
#property strict

#include "Orders.mqh"

void OnStart(void)
  {
   ulong first=Open(ORDER_TYPE_BUY,"EURUSD",0.1);
   Check(PositionSelect("EURUSD"),"the position");
   long identifier=PositionGetInteger(POSITION_IDENTIFIER);
   Check(identifier==(long)first,"its identifier is the order");
   Open(ORDER_TYPE_BUY,"EURUSD",0.2);
   Check(PositionsTotal()==1 && PositionSelect("EURUSD"),"still one");
   Near(PositionGetDouble(POSITION_VOLUME),0.3,"it has grown");
   // 300 EUR at 1.10010
   Near(AccountInfoDouble(ACCOUNT_MARGIN),330.03,"margin of 0.3 lots");
   Open(ORDER_TYPE_SELL,"EURUSD",0.1);
   Check(PositionSelect("EURUSD"),"a part is closed");
   Near(PositionGetDouble(POSITION_VOLUME),0.2,"it has shrunk");
   // 10 000 * -0.00010
   Near(AccountInfoDouble(ACCOUNT_BALANCE),9999.0,"spread of 0.1 lots");
   ulong turn=Open(ORDER_TYPE_SELL,"EURUSD",0.5);
   Check(HistoryDealSelect(g_result.deal)
         && HistoryDealGetInteger(g_result.deal,DEAL_ENTRY)==DEAL_ENTRY_INOUT,"in and out");
   Check(PositionsTotal()==1 && PositionSelect("EURUSD"),"it has turned round");
   Check(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_SELL,"to a short");
   Near(PositionGetDouble(POSITION_VOLUME),0.3,"of the rest");
   Near(PositionGetDouble(POSITION_PRICE_OPEN),1.1,"from the price of the turn");
   Check(PositionGetInteger(POSITION_IDENTIFIER)==identifier,"the same identifier");
   Check(PositionGetInteger(POSITION_TICKET)==(long)turn,"another ticket");
   Near(AccountInfoDouble(ACCOUNT_BALANCE),9997.0,"spread of 0.3 lots");
   // 300 EUR at 1.10000
   Near(AccountInfoDouble(ACCOUNT_MARGIN),330.0,"margin of the short");
   Begin(TRADE_ACTION_SLTP,"EURUSD");
   g_request.tp=1.09;
   Check(Send()==TRADE_RETCODE_DONE,"levels by the symbol alone");
   Open(ORDER_TYPE_BUY,"EURUSD",0.3);
   Check(PositionsTotal()==0 && !PositionSelect("EURUSD"),"closed");
   Near(AccountInfoDouble(ACCOUNT_BALANCE),9994.0,"spread of 0.6 lots");
   Finish("netting");
  }
