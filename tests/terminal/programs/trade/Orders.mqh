// Checks and requests that the programs of this folder share.
#ifndef TRADE_ORDERS_MQH
#define TRADE_ORDERS_MQH

int             g_checks=0;
int             g_wrong=0;
MqlTradeRequest g_request;
MqlTradeResult  g_result;

void Check(const bool is_good,const string what)
  {
   g_checks++;
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what,", return code ",g_result.retcode," ",g_result.comment);
  }

void Near(const double value,const double expected,const string what)
  {
   Check(MathAbs(value-expected)<0.0000001,
         what+" is "+DoubleToString(value,8)+", expected "+DoubleToString(expected,8));
  }

void Finish(const string what)
  {
   Print(g_wrong==0 ? "PASS " : "FAIL ",g_checks," checks of ",what);
  }

// Forgets the request before.
void Begin(const ENUM_TRADE_REQUEST_ACTIONS action,const string symbol)
  {
   ZeroMemory(g_request);
   ZeroMemory(g_result);
   g_request.action=action;
   g_request.symbol=symbol;
  }

double PriceOf(const ENUM_ORDER_TYPE type,const string symbol)
  {
   return(SymbolInfoDouble(symbol,type%2==ORDER_TYPE_BUY ? SYMBOL_ASK : SYMBOL_BID));
  }

void MarketOrder(const ENUM_ORDER_TYPE type,const string symbol,const double lots)
  {
   Begin(TRADE_ACTION_DEAL,symbol);
   g_request.type=type;
   g_request.volume=lots;
   g_request.price=PriceOf(type,symbol);
   g_request.magic=77;
   g_request.type_filling=ORDER_FILLING_FOK;
  }

void PendingOrder(const ENUM_ORDER_TYPE type,const string symbol,const double lots,
                  const double price)
  {
   Begin(TRADE_ACTION_PENDING,symbol);
   g_request.type=type;
   g_request.volume=lots;
   g_request.price=price;
   g_request.magic=77;
   g_request.type_filling=ORDER_FILLING_RETURN;
  }

uint Send(void)
  {
   ResetLastError();
   bool is_accepted=OrderSend(g_request,g_result);
   bool is_done=(g_result.retcode==TRADE_RETCODE_DONE
                 || g_result.retcode==TRADE_RETCODE_DONE_PARTIAL
                 || g_result.retcode==TRADE_RETCODE_PLACED);
   Check(is_accepted==is_done,"what OrderSend returns agrees with the code");
   Check(is_done || GetLastError()!=0,"an error is left behind");
   return(g_result.retcode);
  }

ulong Open(const ENUM_ORDER_TYPE type,const string symbol,const double lots)
  {
   MarketOrder(type,symbol,lots);
   Check(Send()==TRADE_RETCODE_DONE,"opening "+symbol);
   return(g_result.order);
  }

// Closes lots of a position.
uint Close(const ulong ticket,const double lots)
  {
   if(!PositionSelectByTicket(ticket))
      return(0);
   string symbol=PositionGetString(POSITION_SYMBOL);
   bool is_long=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY);
   MarketOrder(is_long ? ORDER_TYPE_SELL : ORDER_TYPE_BUY,symbol,lots);
   g_request.position=ticket;
   return(Send());
  }

#endif
