// Writes down what OnTradeTransaction tells about its own orders; steps of trade-events.scenario.
#property strict

#include "Orders.mqh"

input bool InpAsync=false;

int g_tick=0;

int OnInit(void)
  {
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   Print("deinitialized ",reason);
  }

void OnTick(void)
  {
   g_tick++;
   if(g_tick==1)
      MarketOrder(ORDER_TYPE_BUY,_Symbol,0.1);
   else
      if(g_tick==2 && PositionGetTicket(0)!=0)
        {
         Begin(TRADE_ACTION_SLTP,_Symbol);
         g_request.position=(ulong)PositionGetInteger(POSITION_TICKET);
         g_request.sl=1.0;
        }
      else
         return;
   if(InpAsync)
     {
      Check(OrderSendAsync(g_request,g_result),"sent");
      Check(g_result.retcode==TRADE_RETCODE_PLACED && g_result.order==0,"not answered yet");
     }
   else
      Check(Send()==TRADE_RETCODE_DONE,"sent");
   Print("sent as ",g_result.request_id);
  }

void OnTradeTransaction(const MqlTradeTransaction &transaction,const MqlTradeRequest &request,
                        const MqlTradeResult &answer)
  {
   string text=EnumToString(transaction.type);
   if(transaction.type==TRADE_TRANSACTION_REQUEST)
      text+=" "+EnumToString(request.action)+" "+IntegerToString(answer.retcode)
            +" request "+IntegerToString(answer.request_id);
   else
      text+=" "+DoubleToString(transaction.volume,2)+" at "+DoubleToString(transaction.price,5);
   Print(text);
  }
