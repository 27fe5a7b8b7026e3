// Orders that wait for their price; steps of pending.scenario, which moves the prices between them.
#property strict

#include "Orders.mqh"

input int InpStep=1;

uint Place(const ENUM_ORDER_TYPE type,const double price)
  {
   PendingOrder(type,"EURUSD",0.1,price);
   return(Send());
  }

// EURUSD is 1.10000 / 1.10010.
void Wrong(void)
  {
   Check(Place(ORDER_TYPE_BUY_LIMIT,1.10010)==TRADE_RETCODE_INVALID_PRICE,"limit at the price");
   Check(Place(ORDER_TYPE_BUY_LIMIT,1.10020)==TRADE_RETCODE_INVALID_PRICE,"limit above");
   Check(Place(ORDER_TYPE_SELL_LIMIT,1.09990)==TRADE_RETCODE_INVALID_PRICE,"sell limit below");
   Check(Place(ORDER_TYPE_BUY_STOP,1.10000)==TRADE_RETCODE_INVALID_PRICE,"buy stop below");
   Check(Place(ORDER_TYPE_SELL_STOP,1.10010)==TRADE_RETCODE_INVALID_PRICE,"sell stop above");
   Check(Place(ORDER_TYPE_BUY_LIMIT,1.090005)==TRADE_RETCODE_INVALID_PRICE,"between two points");
   PendingOrder(ORDER_TYPE_BUY_LIMIT,"EURUSD",0.1,1.09);
   g_request.sl=1.0901;
   Check(Send()==TRADE_RETCODE_INVALID_STOPS,"stop above a buy limit");
   PendingOrder(ORDER_TYPE_BUY_LIMIT,"EURUSD",0.1,1.09);
   g_request.type_time=ORDER_TIME_SPECIFIED;
   g_request.expiration=TimeTradeServer()-1;
   Check(Send()==TRADE_RETCODE_INVALID_EXPIRATION,"expired before it is placed");
   PendingOrder(ORDER_TYPE_BUY_STOP_LIMIT,"EURUSD",0.1,1.102);
   g_request.stoplimit=1.103;
   Check(Send()==TRADE_RETCODE_INVALID_PRICE,"limit above the price that activates it");
   Check(OrdersTotal()==0,"nothing was placed");
  }

void Change(const ulong ticket)
  {
   Begin(TRADE_ACTION_MODIFY,"EURUSD");
   g_request.order=ticket;
   g_request.price=1.098;
   g_request.sl=1.09;
   g_request.tp=1.11;
   Check(Send()==TRADE_RETCODE_DONE,"changed");
   Check(Send()==TRADE_RETCODE_NO_CHANGES,"nothing to change");
   Check(OrderSelect(ticket),"still there");
   Near(OrderGetDouble(ORDER_PRICE_OPEN),1.098,"its new price");
   Near(OrderGetDouble(ORDER_SL),1.09,"its stop");
   Near(OrderGetDouble(ORDER_PRICE_CURRENT),1.1001,"the price now");
  }

void First(void)
  {
   Wrong();
   Check(Place(ORDER_TYPE_BUY_LIMIT,1.099)==TRADE_RETCODE_DONE,"a buy limit");
   ulong ticket=g_result.order;
   Check(OrdersTotal()==1 && OrderGetTicket(0)==ticket,"it waits");
   Check(OrderGetInteger(ORDER_TYPE)==ORDER_TYPE_BUY_LIMIT,"its type");
   Check(OrderGetInteger(ORDER_STATE)==ORDER_STATE_PLACED,"its state");
   Check(OrderGetInteger(ORDER_MAGIC)==77,"its magic number");
   Check(OrderGetString(ORDER_SYMBOL)=="EURUSD","its symbol");
   Change(ticket);
   Check(Place(ORDER_TYPE_SELL_STOP,1.097)==TRADE_RETCODE_DONE,"a sell stop");
   PendingOrder(ORDER_TYPE_SELL_STOP_LIMIT,"EURUSD",0.1,1.095);
   g_request.stoplimit=1.096;
   Check(Send()==TRADE_RETCODE_DONE,"a sell stop limit");
   Check(Place(ORDER_TYPE_BUY_STOP,1.15)==TRADE_RETCODE_DONE,"a buy stop");
   ulong removed=g_result.order;
   Begin(TRADE_ACTION_REMOVE,"EURUSD");
   g_request.order=removed;
   Check(Send()==TRADE_RETCODE_DONE && !OrderSelect(removed),"removed");
   Check(HistoryOrderSelect(removed),"and in the history");
   Check(HistoryOrderGetInteger(removed,ORDER_STATE)==ORDER_STATE_CANCELED,"as canceled");
   PendingOrder(ORDER_TYPE_BUY_STOP,"EURUSD",0.1,1.15);
   g_request.type_time=ORDER_TIME_SPECIFIED;
   g_request.expiration=TimeTradeServer()+3600;
   Check(Send()==TRADE_RETCODE_DONE,"a buy stop for an hour");
   PendingOrder(ORDER_TYPE_BUY_STOP,"EURUSD",0.1,1.16);
   g_request.type_time=ORDER_TIME_DAY;
   Check(Send()==TRADE_RETCODE_DONE,"a buy stop for the day");
  }

// The price was 1.09790 / 1.09800: the limit is filled at its own price.
void Second(void)
  {
   Check(PositionsTotal()==1 && PositionGetTicket(0)!=0,"the limit became a position");
   Near(PositionGetDouble(POSITION_PRICE_OPEN),1.098,"at its price");
   Near(PositionGetDouble(POSITION_SL),1.09,"with its stop");
   Check(PositionGetInteger(POSITION_MAGIC)==77,"and its magic number");
   ulong order=(ulong)PositionGetInteger(POSITION_TICKET);
   Check(HistoryOrderSelect(order)
         && HistoryOrderGetInteger(order,ORDER_STATE)==ORDER_STATE_FILLED,"its order is filled");
   Check(HistoryOrderGetInteger(order,ORDER_TYPE)==ORDER_TYPE_BUY_LIMIT,"and keeps its type");
  }

// The price fell to 1.09450 / 1.09460 with a gap: the stop is filled there, the stop limit became
// a limit at 1.09600.
void Third(void)
  {
   Check(PositionsTotal()==2 && PositionGetTicket(1)!=0,"the stop became a position");
   Near(PositionGetDouble(POSITION_PRICE_OPEN),1.0945,"at the first price behind it");
   bool is_limit=false;
   for(int i=0; i<OrdersTotal(); i++)
      if(OrderGetTicket(i)!=0 && OrderGetInteger(ORDER_TYPE)==ORDER_TYPE_SELL_LIMIT)
        {
         is_limit=true;
         Near(OrderGetDouble(ORDER_PRICE_OPEN),1.096,"price of the limit");
        }
   Check(is_limit,"the stop limit is a limit now");
  }

// An hour has passed, then the day.
void Fourth(const int waiting)
  {
   Check(OrdersTotal()==waiting,"orders that are left: "+IntegerToString(OrdersTotal()));
   HistorySelect(0,TimeTradeServer()+1);
   int expired=0;
   for(int i=HistoryOrdersTotal()-1; i>=0; i--)
      if(HistoryOrderGetInteger(HistoryOrderGetTicket(i),ORDER_STATE)==ORDER_STATE_EXPIRED)
         expired++;
   Check(expired==3-waiting,"orders that have expired: "+IntegerToString(expired));
  }

void OnStart(void)
  {
   switch(InpStep)
     {
      case 1:
         First();
         break;
      case 2:
         Second();
         break;
      case 3:
         Third();
         break;
      case 4:
         Fourth(2);
         break;
      default:
         Fourth(1);
         break;
     }
   Finish("pending orders, step "+IntegerToString(InpStep));
  }
