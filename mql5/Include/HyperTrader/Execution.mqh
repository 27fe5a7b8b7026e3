//+------------------------------------------------------------------+
//|                                                    Execution.mqh |
//|              Decisions as orders to the trade server.            |
//+------------------------------------------------------------------+
// One decision, one request. Nothing here repeats or waits: the engine hears every return code and
// decides whether a request is made again at a fresh price. A request that could not leave the
// terminal is reported as not sent (0), never as of unknown fate.
#ifndef HYPERTRADER_EXECUTION_MQH
#define HYPERTRADER_EXECUTION_MQH

#property strict

#include "Native.mqh"
#include "Retcodes.mqh"
#include "Text.mqh"
#include "Journal.mqh"

class CHtExecution
  {
private:
   string            m_symbol;
   ulong             m_magic;
   bool              m_is_netting;
   int               m_digits;
   double            m_point;
   ulong             m_last_id;           // newest decision that was carried out
   int               m_refused_fillings;  // 1 = fill or kill, 2 = immediate or cancel, 4 = return
   ulong             m_unknown_id;        // decision whose fate is unknown, 0 = none
   uint              m_unknown_request;
   CHtJournal       *m_journal;

   bool              PrepareOpen(const HtDecision &decision,MqlTradeRequest &request,
                                 HtOrderResult &result);
   bool              PrepareClose(const HtDecision &decision,MqlTradeRequest &request,
                                  HtOrderResult &result);
   bool              PrepareModify(const HtDecision &decision,MqlTradeRequest &request,
                                   HtOrderResult &result);
   bool              IsOpenFree(void);
   bool              SelectOwn(const ulong ticket,HtOrderResult &result);
   bool              Check(MqlTradeRequest &request,HtOrderResult &result);
   void              Send(MqlTradeRequest &request,HtOrderResult &result);
   ENUM_ORDER_TYPE_FILLING Filling(const bool closing) const;
   void              NoteFilling(const ENUM_ORDER_TYPE_FILLING filling,const uint retcode);
   bool              NotSent(const string reason);

public:
                     CHtExecution(void);
   void              Init(const string symbol,const ulong magic,CHtJournal *journal);
   void              Execute(const HtDecision &decision,const long now_msc,HtOrderResult &result);
   bool              OnTransaction(const MqlTradeTransaction &transaction,
                                   const MqlTradeResult &answer,HtOrderResult &result);
  };

CHtExecution::CHtExecution(void) : m_symbol(""),m_magic(0),m_is_netting(true),m_digits(0),
                                   m_point(0.0),m_last_id(0),m_refused_fillings(0),
                                   m_unknown_id(0),m_unknown_request(0),m_journal(NULL)
  {
  }

void CHtExecution::Init(const string symbol,const ulong magic,CHtJournal *journal)
  {
   m_symbol=symbol;
   m_magic=magic;
   m_journal=journal;
   m_last_id=0;
   m_refused_fillings=0;
   m_unknown_id=0;
   m_unknown_request=0;
  }

void CHtExecution::Execute(const HtDecision &decision,const long now_msc,HtOrderResult &result)
  {
   ZeroMemory(result);
   result.decision_id=decision.id;
   result.time_msc=now_msc;
   // A number is carried out once, whatever happens.
   if(decision.id<=m_last_id)
     {
      NotSent("decision was carried out before");
      return;
     }
   m_last_id=decision.id;
   if(now_msc>decision.expires_msc)
     {
      NotSent("decision is too old");
      return;
     }
   m_is_netting=(AccountInfoInteger(ACCOUNT_MARGIN_MODE)!=ACCOUNT_MARGIN_MODE_RETAIL_HEDGING);
   m_digits=(int)SymbolInfoInteger(m_symbol,SYMBOL_DIGITS);
   m_point=SymbolInfoDouble(m_symbol,SYMBOL_POINT);
   MqlTradeRequest request={};
   request.symbol=m_symbol;
   request.magic=m_magic;
   request.comment=StringFormat("HT %I64u",decision.id);
   bool ready=false;
   switch(decision.action)
     {
      case HT_ACTION_OPEN:
         ready=PrepareOpen(decision,request,result);
         break;
      case HT_ACTION_CLOSE:
         ready=PrepareClose(decision,request,result);
         break;
      case HT_ACTION_MODIFY:
         ready=PrepareModify(decision,request,result);
         break;
      default:
         NotSent("decision has an unknown action");
         break;
     }
   if(ready && Check(request,result))
      Send(request,result);
   if(result.retcode!=0)
      result.time_msc=MathMax(now_msc,(long)TimeTradeServer()*1000);
  }

// A market order with its stop. Whatever the engine believes, there must be no position or order
// that it would add to.
bool CHtExecution::PrepareOpen(const HtDecision &decision,MqlTradeRequest &request,
                               HtOrderResult &result)
  {
   if(decision.stop_loss<=0.0 || decision.lots<=0.0)
     {
      result.retcode=TRADE_RETCODE_INVALID_STOPS;
      return(false);
     }
   if(!IsOpenFree())
      return(false);
   MqlTick tick={};
   if(!SymbolInfoTick(m_symbol,tick) || tick.bid<=0.0 || tick.ask<=0.0)
     {
      result.retcode=TRADE_RETCODE_PRICE_OFF;
      return(false);
     }
   bool is_buy=(decision.side==HT_SIDE_BUY);
   double price=(is_buy ? tick.ask : tick.bid);
   // With market execution the server ignores the deviation, so it is kept here.
   double allowed=(double)decision.deviation_points*m_point;
   if(MathAbs(price-decision.price)>allowed+m_point*1e-6)
     {
      result.retcode=TRADE_RETCODE_REQUOTE;
      result.price=price;
      return(false);
     }
   request.action=TRADE_ACTION_DEAL;
   request.type=(is_buy ? ORDER_TYPE_BUY : ORDER_TYPE_SELL);
   request.volume=decision.lots;
   request.price=NormalizeDouble(price,m_digits);
   request.sl=NormalizeDouble(decision.stop_loss,m_digits);
   request.tp=NormalizeDouble(decision.take_profit,m_digits);
   request.deviation=(ulong)decision.deviation_points;
   request.type_filling=Filling(false);
   request.type_time=ORDER_TIME_GTC;
   return(true);
  }

bool CHtExecution::IsOpenFree(void)
  {
   for(int i=PositionsTotal()-1; i>=0; i--)
     {
      if(PositionGetTicket(i)==0 || PositionGetString(POSITION_SYMBOL)!=m_symbol)
         continue;
      if((ulong)PositionGetInteger(POSITION_MAGIC)==m_magic)
         return(NotSent("there is an own position already"));
      if(m_is_netting)
         return(NotSent("the symbol's position belongs to somebody else"));
     }
   for(int i=OrdersTotal()-1; i>=0; i--)
     {
      if(OrderGetTicket(i)==0 || OrderGetString(ORDER_SYMBOL)!=m_symbol)
         continue;
      if((ulong)OrderGetInteger(ORDER_MAGIC)==m_magic)
         return(NotSent("an own order is still on its way"));
     }
   return(true);
  }

// Closes at any price, because not closing is the larger risk.
bool CHtExecution::PrepareClose(const HtDecision &decision,MqlTradeRequest &request,
                                HtOrderResult &result)
  {
   if(!SelectOwn(decision.position_ticket,result))
      return(false);
   bool is_long=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY);
   if(is_long!=(decision.side==HT_SIDE_SELL))
      return(NotSent("the decision closes the other direction"));
   MqlTick tick={};
   if(!SymbolInfoTick(m_symbol,tick) || tick.bid<=0.0 || tick.ask<=0.0)
     {
      result.retcode=TRADE_RETCODE_PRICE_OFF;
      return(false);
     }
   double most=SymbolInfoDouble(m_symbol,SYMBOL_VOLUME_MAX);
   double lots=MathMin(decision.lots,PositionGetDouble(POSITION_VOLUME));
   request.action=TRADE_ACTION_DEAL;
   request.position=decision.position_ticket;
   request.type=(is_long ? ORDER_TYPE_SELL : ORDER_TYPE_BUY);
   request.volume=(most>0.0 ? MathMin(lots,most) : lots);
   request.price=NormalizeDouble(is_long ? tick.bid : tick.ask,m_digits);
   request.deviation=(ulong)decision.deviation_points;
   request.type_filling=Filling(true);
   request.type_time=ORDER_TIME_GTC;
   return(true);
  }

bool CHtExecution::PrepareModify(const HtDecision &decision,MqlTradeRequest &request,
                                 HtOrderResult &result)
  {
   if(!SelectOwn(decision.position_ticket,result))
      return(false);
   if(decision.stop_loss<=0.0)
     {
      result.retcode=TRADE_RETCODE_INVALID_STOPS;
      return(false);
     }
   request.action=TRADE_ACTION_SLTP;
   request.position=decision.position_ticket;
   request.sl=NormalizeDouble(decision.stop_loss,m_digits);
   request.tp=NormalizeDouble(decision.take_profit,m_digits);
   return(true);
  }

// Selects a position if it is there and is ours. Others' positions are never touched.
bool CHtExecution::SelectOwn(const ulong ticket,HtOrderResult &result)
  {
   if(ticket==0 || !PositionSelectByTicket(ticket))
     {
      result.retcode=TRADE_RETCODE_POSITION_CLOSED;
      return(false);
     }
   if(PositionGetString(POSITION_SYMBOL)!=m_symbol
      || (ulong)PositionGetInteger(POSITION_MAGIC)!=m_magic)
      return(NotSent("the position belongs to somebody else"));
   return(true);
  }

// The terminal's own check. What fails here has not left the terminal, so a code that would mean
// "unknown fate" of a request that was sent means "not sent".
bool CHtExecution::Check(MqlTradeRequest &request,HtOrderResult &result)
  {
   MqlTradeCheckResult check={};
   ResetLastError();
   if(OrderCheck(request,check))
      return(true);
   int error=GetLastError();
   if(request.action==TRADE_ACTION_DEAL)
      NoteFilling(request.type_filling,check.retcode);
   result.retcode=(HtClassify(check.retcode)==HT_ANSWER_UNKNOWN
                   || HtClassify(check.retcode)==HT_ANSWER_DONE ? 0 : check.retcode);
   m_journal.Warn("check",StringFormat("%s: the check before sending says %u (%s), error %d %s",
                                       request.comment,check.retcode,
                                       HtRetcodeText(check.retcode),error,
                                       HtOrEmpty(check.comment)));
   return(false);
  }

void CHtExecution::Send(MqlTradeRequest &request,HtOrderResult &result)
  {
   MqlTradeResult answer={};
   ResetLastError();
   bool accepted=OrderSend(request,answer);
   int error=GetLastError();
   uint retcode=answer.retcode;
   if(retcode==0)
     {
      // No code at all: refused by the terminal, or we cannot know.
      retcode=(!accepted && error==ERR_TRADE_DISABLED ? TRADE_RETCODE_CLIENT_DISABLES_AT
               : TRADE_RETCODE_ERROR);
     }
   result.retcode=retcode;
   result.order_ticket=answer.order;
   result.deal_ticket=answer.deal;
   result.lots=answer.volume;
   result.price=answer.price;
   if(request.action==TRADE_ACTION_DEAL)
      NoteFilling(request.type_filling,retcode);
   if(HtClassify(retcode)==HT_ANSWER_UNKNOWN)
     {
      m_unknown_id=result.decision_id;
      m_unknown_request=answer.request_id;
     }
   else
      m_unknown_id=0;
   if(HtClassify(retcode)!=HT_ANSWER_DONE)
      m_journal.Warn("send",StringFormat("%s: the server answered %u (%s), error %d %s",
                                         request.comment,retcode,HtRetcodeText(retcode),error,
                                         HtOrEmpty(answer.comment)));
  }

// A late answer is matched by the number of the request.
bool CHtExecution::OnTransaction(const MqlTradeTransaction &transaction,
                                 const MqlTradeResult &answer,HtOrderResult &result)
  {
   if(transaction.type!=TRADE_TRANSACTION_REQUEST || m_unknown_id==0 || m_unknown_request==0)
      return(false);
   if(answer.request_id!=m_unknown_request || HtClassify(answer.retcode)!=HT_ANSWER_DONE)
      return(false);
   ZeroMemory(result);
   result.decision_id=m_unknown_id;
   result.retcode=answer.retcode;
   result.order_ticket=answer.order;
   result.deal_ticket=answer.deal;
   result.lots=answer.volume;
   result.price=answer.price;
   result.time_msc=(long)TimeTradeServer()*1000;
   m_unknown_id=0;
   return(true);
  }

// How the order may be filled. Entries want the whole volume or nothing; exits take what there is.
ENUM_ORDER_TYPE_FILLING CHtExecution::Filling(const bool closing) const
  {
   long mode=SymbolInfoInteger(m_symbol,SYMBOL_TRADE_EXEMODE);
   // With execution on request or instantly market orders are always filled wholly or not at all.
   if(mode==SYMBOL_TRADE_EXECUTION_REQUEST || mode==SYMBOL_TRADE_EXECUTION_INSTANT)
      return(ORDER_FILLING_FOK);
   int flags=(int)SymbolInfoInteger(m_symbol,SYMBOL_FILLING_MODE);
   bool fok=((flags&SYMBOL_FILLING_FOK)!=0 && (m_refused_fillings&1)==0);
   bool ioc=((flags&SYMBOL_FILLING_IOC)!=0 && (m_refused_fillings&2)==0);
   if(closing && ioc)
      return(ORDER_FILLING_IOC);
   if(fok)
      return(ORDER_FILLING_FOK);
   if(ioc)
      return(ORDER_FILLING_IOC);
   // Return is for exchanges only; elsewhere a broker that names no mode takes one of the others.
   if(mode==SYMBOL_TRADE_EXECUTION_EXCHANGE && (m_refused_fillings&4)==0)
      return(ORDER_FILLING_RETURN);
   return((m_refused_fillings&1)==0 ? ORDER_FILLING_FOK : ORDER_FILLING_IOC);
  }

// Some brokers refuse a mode that the symbol names. The next order takes another one.
void CHtExecution::NoteFilling(const ENUM_ORDER_TYPE_FILLING filling,const uint retcode)
  {
   if(retcode!=TRADE_RETCODE_INVALID_FILL)
      return;
   int bit=4;
   if(filling==ORDER_FILLING_FOK)
      bit=1;
   else
      if(filling==ORDER_FILLING_IOC)
         bit=2;
   // When every mode was refused, all are worth trying again.
   m_refused_fillings=((m_refused_fillings|bit)==7 ? 0 : m_refused_fillings|bit);
  }

// Always false, for the caller to return.
bool CHtExecution::NotSent(const string reason)
  {
   m_journal.Warn("not sent","not sent: "+reason);
   return(false);
  }

#endif
