//+------------------------------------------------------------------+
//|                                                  PaperBroker.mqh |
//|        A simulated account: live prices, no orders are sent.     |
//+------------------------------------------------------------------+
// The rules of `hypertrader replay`: an order is filled wholly and at once at the quote, a stop at
// the quote that reaches it, a target at its own price; commission as set, half of it at the entry
// and half at the exit; no swap, no delay. Prices that came while it did not run are not seen.
// Account, position and the last deals are in a file, so that a restart goes on where it was.
#ifndef HYPERTRADER_PAPERBROKER_MQH
#define HYPERTRADER_PAPERBROKER_MQH

#property strict

#include "Broker.mqh"
#include "PaperFile.mqh"
#include "Journal.mqh"
#include "Text.mqh"

class CHtPaperBroker : public CHtBroker
  {
private:
   string            m_symbol;
   ulong             m_magic;
   double            m_commission_per_lot;
   CHtPaperFile      m_file;
   HtPaperState      m_state;
   MqlTick           m_quote;
   int               m_reported;          // deals of the state that the engine has
   bool              m_is_due;
   CHtJournal       *m_journal;

   double            Money(const double amount) const;
   double            Profit(const double lots,const double price) const;
   double            ClosingPrice(void) const;
   double            Margin(const int side,const double lots,const double price) const;
   void              AddDeal(const int side,const int entry,const double lots,const double price,
                             const double profit,const long time_msc);
   void              CloseAt(const double price,const double lots,const long time_msc);
   uint              Open(const HtDecision &decision,const long now_msc,HtOrderResult &result);
   uint              Close(const HtDecision &decision,const long now_msc);
   uint              Modify(const HtDecision &decision);

public:
                     CHtPaperBroker(void);
   bool              Init(const string symbol,const ulong magic,const double balance,
                          const double commission_per_lot,const string file,CHtJournal *journal);
   virtual void      OnPrice(const MqlTick &tick);
   virtual bool      Changed(void) { return(m_is_due); }
   virtual int       NewDeals(HtDeal &deals[]);
   virtual int       Positions(HtPosition &positions[]);
   virtual bool      Account(HtAccount &account,const long now_msc);
   virtual void      Execute(const HtDecision &decision,const long now_msc,HtOrderResult &result);
   virtual bool      OnTransaction(const MqlTradeTransaction &transaction,
                                   const MqlTradeResult &answer,HtOrderResult &result);
   virtual void      Save(void);
  };

CHtPaperBroker::CHtPaperBroker(void) : m_symbol(""),m_magic(0),m_commission_per_lot(0.0),
                                       m_reported(0),m_is_due(true),m_journal(NULL)
  {
   ZeroMemory(m_state);
   ZeroMemory(m_quote);
  }

// False when a state was left that cannot be read; nothing is overwritten then.
bool CHtPaperBroker::Init(const string symbol,const ulong magic,const double balance,
                          const double commission_per_lot,const string file,CHtJournal *journal)
  {
   m_symbol=symbol;
   m_magic=magic;
   m_commission_per_lot=commission_per_lot;
   m_journal=journal;
   m_reported=0;
   m_is_due=true;
   ZeroMemory(m_state);
   // Tickets of an account that was begun anew are not those of the one before.
   m_state.last_ticket=(ulong)TimeTradeServer();
   m_state.balance=balance;
   m_file.Init(file);
   if(!SymbolInfoTick(symbol,m_quote))
      ZeroMemory(m_quote);
   return(m_file.Load(m_state));
  }

double CHtPaperBroker::ClosingPrice(void) const
  {
   return(m_state.side==HT_SIDE_BUY ? m_quote.bid : m_quote.ask);
  }

// In whole units of the account's currency.
double CHtPaperBroker::Money(const double amount) const
  {
   return(NormalizeDouble(amount,(int)AccountInfoInteger(ACCOUNT_CURRENCY_DIGITS)));
  }

// Of lots of the open position closed at a price, account currency.
double CHtPaperBroker::Profit(const double lots,const double price) const
  {
   double move=(m_state.side==HT_SIDE_BUY ? price-m_state.open_price : m_state.open_price-price);
   double tick_size=SymbolInfoDouble(m_symbol,SYMBOL_TRADE_TICK_SIZE);
   double value=SymbolInfoDouble(m_symbol,move>=0.0 ? SYMBOL_TRADE_TICK_VALUE_PROFIT
                                 : SYMBOL_TRADE_TICK_VALUE_LOSS);
   if(tick_size<=0.0)
      return(0.0);
   return(Money(move/tick_size*value*lots));
  }

double CHtPaperBroker::Margin(const int side,const double lots,const double price) const
  {
   double margin=0.0;
   ENUM_ORDER_TYPE type=(side==HT_SIDE_BUY ? ORDER_TYPE_BUY : ORDER_TYPE_SELL);
   if(lots<=0.0 || price<=0.0 || !OrderCalcMargin(type,m_symbol,lots,price,margin))
      return(0.0);
   return(margin);
  }

void CHtPaperBroker::AddDeal(const int side,const int entry,const double lots,const double price,
                             const double profit,const long time_msc)
  {
   // The oldest one makes room; the engine has long heard of it.
   if(m_state.deals>=HT_PAPER_DEALS)
     {
      for(int i=1; i<HT_PAPER_DEALS; i++)
         m_state.deal[i-1]=m_state.deal[i];
      m_state.deals--;
      m_reported=MathMax(m_reported-1,0);
     }
   int at=m_state.deals;
   ZeroMemory(m_state.deal[at]);
   m_state.last_ticket++;
   double commission=-Money(lots*m_commission_per_lot/2.0);
   m_state.deal[at].ticket=m_state.last_ticket;
   m_state.deal[at].order_ticket=m_state.last_ticket;
   m_state.deal[at].position_ticket=m_state.ticket;
   m_state.deal[at].magic=m_magic;
   m_state.deal[at].time_msc=time_msc;
   m_state.deal[at].lots=lots;
   m_state.deal[at].price=price;
   m_state.deal[at].profit=profit;
   m_state.deal[at].commission=commission;
   m_state.deal[at].side=side;
   m_state.deal[at].entry=entry;
   HtPutText(m_symbol,m_state.deal[at].symbol);
   m_state.deals++;
   m_state.balance=Money(m_state.balance+profit+commission);
   m_is_due=true;
  }

void CHtPaperBroker::CloseAt(const double price,const double lots,const long time_msc)
  {
   double profit=Profit(lots,price);
   int side=(m_state.side==HT_SIDE_BUY ? HT_SIDE_SELL : HT_SIDE_BUY);
   AddDeal(side,(int)DEAL_ENTRY_OUT,lots,price,profit,time_msc);
   m_state.lots=NormalizeDouble(m_state.lots-lots,8);
   if(m_state.lots<=0.0)
     {
      m_state.ticket=0;
      m_state.lots=0.0;
     }
   Save();
  }

void CHtPaperBroker::OnPrice(const MqlTick &tick)
  {
   if(tick.bid<=0.0 || tick.ask<tick.bid)
      return;
   m_quote=tick;
   if(m_state.ticket==0)
      return;
   double price=ClosingPrice();
   bool is_long=(m_state.side==HT_SIDE_BUY);
   if(m_state.stop_loss>0.0 && (is_long ? price<=m_state.stop_loss : price>=m_state.stop_loss))
      CloseAt(price,m_state.lots,tick.time_msc);
   else
      if(m_state.take_profit>0.0
         && (is_long ? price>=m_state.take_profit : price<=m_state.take_profit))
         CloseAt(m_state.take_profit,m_state.lots,tick.time_msc);
  }

int CHtPaperBroker::NewDeals(HtDeal &deals[])
  {
   int count=m_state.deals-m_reported;
   if(count<=0)
      return(0);
   if(ArraySize(deals)<count)
      ArrayResize(deals,count);
   for(int i=0; i<count; i++)
      deals[i]=m_state.deal[m_reported+i];
   m_reported=m_state.deals;
   return(count);
  }

int CHtPaperBroker::Positions(HtPosition &positions[])
  {
   m_is_due=false;
   if(m_state.ticket==0)
      return(0);
   if(ArraySize(positions)<1)
      ArrayResize(positions,4);
   ZeroMemory(positions[0]);
   positions[0].ticket=m_state.ticket;
   positions[0].magic=m_magic;
   positions[0].time_msc=m_state.open_msc;
   positions[0].lots=m_state.lots;
   positions[0].open_price=m_state.open_price;
   positions[0].stop_loss=m_state.stop_loss;
   positions[0].take_profit=m_state.take_profit;
   positions[0].side=m_state.side;
   HtPutText(m_symbol,positions[0].symbol);
   return(1);
  }

bool CHtPaperBroker::Account(HtAccount &account,const long now_msc)
  {
   ZeroMemory(account);
   double floating=0.0;
   double margin=0.0;
   if(m_state.ticket!=0 && m_quote.bid>0.0)
     {
      floating=Profit(m_state.lots,ClosingPrice());
      margin=Margin(m_state.side,m_state.lots,m_state.open_price);
     }
   account.struct_size=(uint)sizeof(HtAccount);
   account.margin_mode=(int)ACCOUNT_MARGIN_MODE_RETAIL_HEDGING;
   account.login=AccountInfoInteger(ACCOUNT_LOGIN);
   account.time_msc=now_msc;
   account.balance=m_state.balance;
   account.equity=m_state.balance+floating;
   account.margin=margin;
   account.margin_free=account.equity-margin;
   account.leverage=(int)MathMax(AccountInfoInteger(ACCOUNT_LEVERAGE),(long)1);
   account.trade_allowed=1;
   string currency=AccountInfoString(ACCOUNT_CURRENCY);
   HtPutText(currency,account.currency);
   return(account.login!=0 && currency!="");
  }

uint CHtPaperBroker::Open(const HtDecision &decision,const long now_msc,HtOrderResult &result)
  {
   double price=(decision.side==HT_SIDE_BUY ? m_quote.ask : m_quote.bid);
   double point=SymbolInfoDouble(m_symbol,SYMBOL_POINT);
   double allowed=(double)decision.deviation_points*point+point*1e-6;
   if(price<=0.0)
      return(TRADE_RETCODE_PRICE_OFF);
   if(m_state.ticket!=0)
      return(0);
   if(MathAbs(price-decision.price)>allowed)
     {
      result.price=price;
      return(TRADE_RETCODE_REQUOTE);
     }
   if(Margin(decision.side,decision.lots,price)>m_state.balance)
      return(TRADE_RETCODE_NO_MONEY);
   m_state.last_ticket++;
   m_state.ticket=m_state.last_ticket;
   m_state.side=decision.side;
   m_state.lots=decision.lots;
   m_state.open_price=price;
   m_state.stop_loss=decision.stop_loss;
   m_state.take_profit=decision.take_profit;
   m_state.open_msc=now_msc;
   AddDeal(decision.side,(int)DEAL_ENTRY_IN,decision.lots,price,0.0,now_msc);
   Save();
   return(TRADE_RETCODE_DONE);
  }

uint CHtPaperBroker::Close(const HtDecision &decision,const long now_msc)
  {
   if(m_state.ticket==0 || decision.position_ticket!=m_state.ticket)
      return(TRADE_RETCODE_POSITION_CLOSED);
   double price=ClosingPrice();
   if(price<=0.0)
      return(TRADE_RETCODE_PRICE_OFF);
   CloseAt(price,MathMin(decision.lots,m_state.lots),now_msc);
   return(TRADE_RETCODE_DONE);
  }

uint CHtPaperBroker::Modify(const HtDecision &decision)
  {
   if(m_state.ticket==0 || decision.position_ticket!=m_state.ticket)
      return(TRADE_RETCODE_POSITION_CLOSED);
   m_state.stop_loss=decision.stop_loss;
   m_state.take_profit=decision.take_profit;
   m_is_due=true;
   Save();
   return(TRADE_RETCODE_DONE);
  }

void CHtPaperBroker::Execute(const HtDecision &decision,const long now_msc,HtOrderResult &result)
  {
   ZeroMemory(result);
   result.decision_id=decision.id;
   result.time_msc=now_msc;
   if(now_msc>decision.expires_msc)
      return;
   switch(decision.action)
     {
      case HT_ACTION_OPEN:
         result.retcode=Open(decision,now_msc,result);
         break;
      case HT_ACTION_CLOSE:
         result.retcode=Close(decision,now_msc);
         break;
      case HT_ACTION_MODIFY:
         result.retcode=Modify(decision);
         break;
     }
   if(result.retcode==TRADE_RETCODE_DONE && decision.action!=HT_ACTION_MODIFY && m_state.deals>0)
     {
      int at=m_state.deals-1;
      result.order_ticket=m_state.deal[at].order_ticket;
      result.deal_ticket=m_state.deal[at].ticket;
      result.lots=m_state.deal[at].lots;
      result.price=m_state.deal[at].price;
     }
  }

bool CHtPaperBroker::OnTransaction(const MqlTradeTransaction &transaction,
                                   const MqlTradeResult &answer,HtOrderResult &result)
  {
   return(false);
  }

void CHtPaperBroker::Save(void)
  {
   if(!m_file.Save(m_state))
      m_journal.Warn("paper",StringFormat("the paper account cannot be saved, error %d",
                                          GetLastError()));
  }

#endif
