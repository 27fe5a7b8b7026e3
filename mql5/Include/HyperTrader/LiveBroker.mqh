//+------------------------------------------------------------------+
//|                                                   LiveBroker.mqh |
//|           The terminal's account, positions and deals.           |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_LIVEBROKER_MQH
#define HYPERTRADER_LIVEBROKER_MQH

#property strict

#include "Broker.mqh"
#include "Execution.mqh"
#include "Text.mqh"
#include "Journal.mqh"

// Deals are looked for again this far back, because they may appear late.
#define HT_DEALS_OVERLAP_S 300
#define HT_DEALS_REMEMBERED 256

class CHtLiveBroker : public CHtBroker
  {
private:
   string            m_symbol;
   ulong             m_magic;
   bool              m_sends;             // false: every decision is answered "not sent"
   bool              m_in_tester;
   CHtExecution      m_execution;
   CHtJournal       *m_journal;
   string            m_variable;          // of the terminal: server second of the newest deal
   bool              m_is_due;            // something happened that Changed() cannot see
   int               m_total;
   double            m_balance;
   ulong             m_own_ticket;
   double            m_own_lots;
   double            m_own_stop;
   double            m_own_target;
   long              m_deals_from_s;
   ulong             m_seen[HT_DEALS_REMEMBERED];
   int               m_seen_next;

   bool              WasSeen(const ulong ticket) const;
   void              NoteSeen(const ulong ticket);
   void              ReadDeal(const ulong ticket,HtDeal &deal) const;
   void              ReadPosition(const ulong ticket,HtPosition &position) const;
   bool              MayTrade(void) const;

public:
                     CHtLiveBroker(void);
   void              Init(const string symbol,const ulong magic,const bool sends,
                          const bool in_tester,CHtJournal *journal);
   void              MarkChanged(void) { m_is_due=true; }
   virtual void      OnPrice(const MqlTick &tick);
   virtual bool      Changed(void);
   virtual int       NewDeals(HtDeal &deals[]);
   virtual int       Positions(HtPosition &positions[]);
   virtual bool      Account(HtAccount &account,const long now_msc);
   virtual void      Execute(const HtDecision &decision,const long now_msc,HtOrderResult &result);
   virtual bool      OnTransaction(const MqlTradeTransaction &transaction,
                                   const MqlTradeResult &answer,HtOrderResult &result);
   virtual void      Save(void);
  };

CHtLiveBroker::CHtLiveBroker(void) : m_symbol(""),m_magic(0),m_sends(false),m_in_tester(false),
                                     m_journal(NULL),m_variable(""),m_is_due(true),m_total(-1),
                                     m_balance(0.0),m_own_ticket(0),m_own_lots(0.0),
                                     m_own_stop(0.0),m_own_target(0.0),m_deals_from_s(0),
                                     m_seen_next(0)
  {
   ArrayInitialize(m_seen,0);
  }

void CHtLiveBroker::Init(const string symbol,const ulong magic,const bool sends,
                         const bool in_tester,CHtJournal *journal)
  {
   m_symbol=symbol;
   m_magic=magic;
   m_sends=sends;
   m_in_tester=in_tester;
   m_journal=journal;
   m_execution.Init(symbol,magic,journal);
   m_is_due=true;
   m_total=-1;
   m_own_ticket=0;
   ArrayInitialize(m_seen,0);
   m_seen_next=0;
   long now_s=(long)TimeTradeServer();
   // Without a memory: the deals of this day, so that a streak of losses is not forgotten.
   m_deals_from_s=now_s-now_s%86400;
   m_variable=StringSubstr(StringFormat("HT.%I64d.%I64u.%s",AccountInfoInteger(ACCOUNT_LOGIN),
                                        magic,symbol),0,63);
   double known=0.0;
   if(!in_tester && GlobalVariableGet(m_variable,known) && known>0.0 && known<=(double)now_s)
      m_deals_from_s=(long)known-HT_DEALS_OVERLAP_S;
  }

void CHtLiveBroker::OnPrice(const MqlTick &tick)
  {
   // The trade server watches stops and targets.
  }

bool CHtLiveBroker::Changed(void)
  {
   if(m_is_due || PositionsTotal()!=m_total || AccountInfoDouble(ACCOUNT_BALANCE)!=m_balance)
      return(true);
   if(m_own_ticket==0)
      return(false);
   return(!PositionSelectByTicket(m_own_ticket)
          || PositionGetDouble(POSITION_VOLUME)!=m_own_lots
          || PositionGetDouble(POSITION_SL)!=m_own_stop
          || PositionGetDouble(POSITION_TP)!=m_own_target);
  }

// All deals of the symbol: the engine knows which ones are its own, also those that a stop or a
// hand made and that carry no magic number.
int CHtLiveBroker::NewDeals(HtDeal &deals[])
  {
   int count=0;
   datetime to=TimeTradeServer()+86400;
   if(!HistorySelect((datetime)m_deals_from_s,to))
      return(0);
   int total=HistoryDealsTotal();
   for(int i=0; i<total; i++)
     {
      ulong ticket=HistoryDealGetTicket(i);
      if(ticket==0 || HistoryDealGetString(ticket,DEAL_SYMBOL)!=m_symbol || WasSeen(ticket))
         continue;
      long type=HistoryDealGetInteger(ticket,DEAL_TYPE);
      if(type!=DEAL_TYPE_BUY && type!=DEAL_TYPE_SELL)
         continue;
      if(ArraySize(deals)<=count)
         ArrayResize(deals,count+16);
      ReadDeal(ticket,deals[count]);
      count++;
      NoteSeen(ticket);
      m_deals_from_s=MathMax(m_deals_from_s,
                             HistoryDealGetInteger(ticket,DEAL_TIME)-HT_DEALS_OVERLAP_S);
     }
   return(count);
  }

bool CHtLiveBroker::WasSeen(const ulong ticket) const
  {
   for(int i=0; i<HT_DEALS_REMEMBERED; i++)
      if(m_seen[i]==ticket)
         return(true);
   return(false);
  }

void CHtLiveBroker::NoteSeen(const ulong ticket)
  {
   m_seen[m_seen_next]=ticket;
   m_seen_next=(m_seen_next+1)%HT_DEALS_REMEMBERED;
  }

void CHtLiveBroker::ReadDeal(const ulong ticket,HtDeal &deal) const
  {
   ZeroMemory(deal);
   deal.ticket=ticket;
   deal.order_ticket=(ulong)HistoryDealGetInteger(ticket,DEAL_ORDER);
   deal.position_ticket=(ulong)HistoryDealGetInteger(ticket,DEAL_POSITION_ID);
   deal.magic=(ulong)HistoryDealGetInteger(ticket,DEAL_MAGIC);
   deal.time_msc=HistoryDealGetInteger(ticket,DEAL_TIME_MSC);
   deal.lots=HistoryDealGetDouble(ticket,DEAL_VOLUME);
   deal.price=HistoryDealGetDouble(ticket,DEAL_PRICE);
   deal.profit=HistoryDealGetDouble(ticket,DEAL_PROFIT);
   deal.commission=HistoryDealGetDouble(ticket,DEAL_COMMISSION)
                   +HistoryDealGetDouble(ticket,DEAL_FEE);
   deal.swap=HistoryDealGetDouble(ticket,DEAL_SWAP);
   deal.side=(HistoryDealGetInteger(ticket,DEAL_TYPE)==DEAL_TYPE_BUY ? HT_SIDE_BUY : HT_SIDE_SELL);
   deal.entry=(int)HistoryDealGetInteger(ticket,DEAL_ENTRY);
   HtPutText(HistoryDealGetString(ticket,DEAL_SYMBOL),deal.symbol);
  }

int CHtLiveBroker::Positions(HtPosition &positions[])
  {
   int count=0;
   int total=PositionsTotal();
   ulong own=0;
   for(int i=0; i<total; i++)
     {
      ulong ticket=PositionGetTicket(i);
      if(ticket==0)
         continue;
      if(ArraySize(positions)<=count)
         ArrayResize(positions,count+16);
      ReadPosition(ticket,positions[count]);
      if(positions[count].magic==m_magic && PositionGetString(POSITION_SYMBOL)==m_symbol
         && (own==0 || ticket==m_own_ticket))
        {
         own=ticket;
         m_own_lots=positions[count].lots;
         m_own_stop=positions[count].stop_loss;
         m_own_target=positions[count].take_profit;
        }
      count++;
     }
   m_own_ticket=own;
   m_total=total;
   m_balance=AccountInfoDouble(ACCOUNT_BALANCE);
   m_is_due=false;
   return(count);
  }

// The position is selected.
void CHtLiveBroker::ReadPosition(const ulong ticket,HtPosition &position) const
  {
   ZeroMemory(position);
   position.ticket=ticket;
   position.magic=(ulong)PositionGetInteger(POSITION_MAGIC);
   position.time_msc=PositionGetInteger(POSITION_TIME_MSC);
   position.lots=PositionGetDouble(POSITION_VOLUME);
   position.open_price=PositionGetDouble(POSITION_PRICE_OPEN);
   position.stop_loss=PositionGetDouble(POSITION_SL);
   position.take_profit=PositionGetDouble(POSITION_TP);
   position.side=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY ? HT_SIDE_BUY
                  : HT_SIDE_SELL);
   HtPutText(PositionGetString(POSITION_SYMBOL),position.symbol);
  }

bool CHtLiveBroker::Account(HtAccount &account,const long now_msc)
  {
   ZeroMemory(account);
   account.struct_size=(uint)sizeof(HtAccount);
   account.margin_mode=(int)AccountInfoInteger(ACCOUNT_MARGIN_MODE);
   account.login=AccountInfoInteger(ACCOUNT_LOGIN);
   account.time_msc=now_msc;
   account.balance=AccountInfoDouble(ACCOUNT_BALANCE);
   account.equity=AccountInfoDouble(ACCOUNT_EQUITY);
   account.margin=AccountInfoDouble(ACCOUNT_MARGIN);
   account.margin_free=AccountInfoDouble(ACCOUNT_MARGIN_FREE);
   account.leverage=(int)MathMax(AccountInfoInteger(ACCOUNT_LEVERAGE),(long)1);
   account.trade_allowed=(MayTrade() ? 1 : 0);
   HtPutText(AccountInfoString(ACCOUNT_CURRENCY),account.currency);
   // Before the terminal has heard of the account everything is zero.
   return(account.login!=0 && AccountInfoString(ACCOUNT_CURRENCY)!="");
  }

bool CHtLiveBroker::MayTrade(void) const
  {
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)==0 || AccountInfoInteger(ACCOUNT_TRADE_EXPERT)==0)
      return(false);
   if(m_in_tester)
      return(true);
   return(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)!=0 && MQLInfoInteger(MQL_TRADE_ALLOWED)!=0
          && TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
  }

void CHtLiveBroker::Execute(const HtDecision &decision,const long now_msc,HtOrderResult &result)
  {
   if(!m_sends)
     {
      ZeroMemory(result);
      result.decision_id=decision.id;
      result.time_msc=now_msc;
      return;
     }
   m_execution.Execute(decision,now_msc,result);
   m_is_due=(m_is_due || result.retcode!=0);
  }

bool CHtLiveBroker::OnTransaction(const MqlTradeTransaction &transaction,
                                  const MqlTradeResult &answer,HtOrderResult &result)
  {
   // Deals, positions and orders that changed, also those of other programs.
   if(transaction.type!=TRADE_TRANSACTION_REQUEST)
      m_is_due=true;
   return(m_execution.OnTransaction(transaction,answer,result));
  }

void CHtLiveBroker::Save(void)
  {
   if(!m_in_tester && m_seen_next+m_deals_from_s>0 && m_variable!="")
      GlobalVariableSet(m_variable,(double)(m_deals_from_s+HT_DEALS_OVERLAP_S));
  }

#endif
