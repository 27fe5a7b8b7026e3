//+------------------------------------------------------------------+
//|                                                      Session.mqh |
//|        One engine of the library, and what it is told when.      |
//+------------------------------------------------------------------+
// The order of the calls is that of `hypertrader replay`, so that both decide the same on the same
// ticks: specification, new deals, the timer when a second begins, positions and account when they
// changed or are five seconds old, the ticks, and then the decisions one by one.
#ifndef HYPERTRADER_SESSION_MQH
#define HYPERTRADER_SESSION_MQH

#property strict

#include "Native.mqh"
#include "Text.mqh"
#include "Journal.mqh"
#include "Contract.mqh"
#include "Clock.mqh"
#include "Ticks.mqh"
#include "Broker.mqh"

#define HT_SNAPSHOT_INTERVAL_MSC 5000
// The whole specification is read this often, its rates every second.
#define HT_CONTRACT_INTERVAL_S 60
// Decisions carried out in one event; what is left waits for the next one.
#define HT_DECISIONS_PER_EVENT 64

class CHtSession
  {
protected:
   long              m_handle;
   bool              m_in_tester;
   bool              m_is_dead;           // the library refuses every further call
   int               m_error;
   string            m_error_text;
   string            m_symbol;
   CHtJournal        m_journal;
   CHtClock          m_clock;
   CHtContract       m_contract;
   CHtBroker        *m_broker;

private:
   long              m_timer_s;
   long              m_snapshot_msc;
   long              m_contract_s;
   int               m_waiting;           // decisions that are to be collected
   HtPosition        m_positions[];
   HtDeal            m_deals[];
   HtAccount         m_account;
   HtDecision        m_decision;

   void              TellDeals(void);
   void              TellContract(const long now_s);
   void              TellSnapshot(const long time_msc);
   void              CarryOut(void);
   long              UtcSeconds(void) const;

protected:
   int               Check(const int code,const string what);
   bool              PushContract(const bool everything);
   bool              OpenHandle(const HtEngineParams &params,const string config,
                                const string overrides,int &opened);
   void              CloseHandle(void);
   void              FeedBatch(const MqlTick &ticks[],const int count);
   void              Tell(const long time_msc,const bool with_clock);
   void              Collect(void);
   bool              Order(const int command);
   void              Report(const HtOrderResult &result);
   virtual void      OnDecision(const HtDecision &decision,const HtOrderResult &result)=0;
   virtual void      OnDeal(const HtDeal &deal)=0;

public:
                     CHtSession(void);
   int               LastError(void) const { return(m_error); }
   string            LastErrorText(void) const { return(m_error_text); }
  };

CHtSession::CHtSession(void) : m_handle(0),m_in_tester(false),m_is_dead(false),m_error(0),
                               m_error_text(""),m_symbol(""),m_broker(NULL),m_timer_s(0),
                               m_snapshot_msc(0),m_contract_s(0),m_waiting(0)
  {
   ZeroMemory(m_account);
   ZeroMemory(m_decision);
  }

bool CHtSession::OpenHandle(const HtEngineParams &params,const string config,
                            const string overrides,int &opened)
  {
   uchar path[];
   uchar text[];
   int path_length=HtBytes(config,path);
   int text_length=HtBytes(overrides,text);
   long handle=0;
   opened=ht_engine_open(params,path,path_length,text,text_length,handle);
   if(opened<0)
     {
      m_error=opened;
      m_error_text=HtLastErrorText(0);
      return(false);
     }
   m_handle=handle;
   m_is_dead=false;
   m_error=0;
   m_error_text="";
   m_timer_s=0;
   m_snapshot_msc=0;
   m_contract_s=0;
   m_waiting=0;
   ArrayResize(m_positions,0,16);
   ArrayResize(m_deals,0,16);
   return(true);
  }

// Never waits; positions keep their stops at the broker.
void CHtSession::CloseHandle(void)
  {
   if(m_handle==0)
      return;
   m_journal.Drain(m_handle);
   if(ht_engine_close(m_handle)<0)
      m_journal.Warn("close","the engine was not closed: "+HtLastErrorText(0));
   m_handle=0;
  }

// Keeps and prints what went wrong in a call. Returns its result, or 0 for an error.
int CHtSession::Check(const int code,const string what)
  {
   if(code>=0)
      return(code);
   m_error=code;
   m_error_text=what+": "+HtLastErrorText(m_handle);
   bool is_final=(code==HT_E_FAULTED || code==HT_E_PANIC || code==HT_E_HANDLE
                  || code==HT_E_SHUTDOWN);
   if(is_final && !m_is_dead)
     {
      m_is_dead=true;
      m_journal.Error(m_error_text+" - this Expert Advisor does nothing any more; positions keep "
                      "their stops. Remove it and attach it again");
     }
   if(!is_final)
      m_journal.Warn(what,StringFormat("%s (%d)",m_error_text,code));
   return(0);
  }

bool CHtSession::PushContract(const bool everything)
  {
   if(!m_contract.Refresh(everything))
      return(true);
   HtSymbol specification=m_contract.Now();
   int code=ht_engine_symbol(m_handle,specification);
   Check(code,"symbol");
   if(code<0)
      return(false);
   m_contract.Accepted();
   return(true);
  }

// Ticks, oldest first; then what they led to.
void CHtSession::FeedBatch(const MqlTick &ticks[],const int count)
  {
   long now_msc=(m_in_tester ? 0 : m_clock.Now());
   m_waiting=Check(ht_engine_ticks(m_handle,ticks,count,now_msc,HT_TICKS_SKIP_BAD),"ticks");
   if(m_waiting>0)
      Collect();
  }

// What is known at this time besides the ticks. Without the clock only what changed.
void CHtSession::Tell(const long time_msc,const bool with_clock)
  {
   long second=time_msc/1000;
   bool is_new_second=(with_clock && second>m_timer_s);
   bool is_changed=m_broker.Changed();
   if(is_new_second)
      TellContract(second);
   if(is_changed)
      TellDeals();
   if(is_new_second)
     {
      m_timer_s=second;
      m_waiting=Check(ht_engine_timer(m_handle,time_msc,UtcSeconds()),"timer");
     }
   if(is_changed || (with_clock && MathAbs(time_msc-m_snapshot_msc)>=HT_SNAPSHOT_INTERVAL_MSC))
      TellSnapshot(time_msc);
  }

// The clock of the computer, which the server's is held against; none in the tester.
long CHtSession::UtcSeconds(void) const
  {
   return(m_in_tester ? 0 : (long)TimeGMT());
  }

void CHtSession::TellContract(const long now_s)
  {
   bool everything=(MathAbs(now_s-m_contract_s)>=HT_CONTRACT_INTERVAL_S);
   if(everything)
      m_contract_s=now_s;
   PushContract(everything);
  }

void CHtSession::TellDeals(void)
  {
   int count=m_broker.NewDeals(m_deals);
   for(int i=0; i<count && !m_is_dead; i++)
     {
      m_waiting=Check(ht_engine_deal(m_handle,m_deals[i]),"deal");
      OnDeal(m_deals[i]);
     }
  }

void CHtSession::TellSnapshot(const long time_msc)
  {
   int count=m_broker.Positions(m_positions);
   // The library is given a pointer, so there must be something to point to.
   if(ArraySize(m_positions)==0)
      ArrayResize(m_positions,1,16);
   if(!m_broker.Account(m_account,time_msc))
      return;
   m_snapshot_msc=time_msc;
   m_waiting=Check(ht_engine_positions(m_handle,m_positions,count,time_msc),"positions");
   m_waiting=Check(ht_engine_account(m_handle,m_account),"account");
  }

// Carries out what waits. One decision may lead to another, such as a close to an opening.
void CHtSession::Collect(void)
  {
   for(int i=0; i<HT_DECISIONS_PER_EVENT && m_waiting>0 && !m_is_dead; i++)
     {
      m_decision.struct_size=(uint)sizeof(HtDecision);
      if(Check(ht_engine_decision(m_handle,m_decision),"decision")<=0)
        {
         m_waiting=0;
         return;
        }
      CarryOut();
     }
  }

void CHtSession::CarryOut(void)
  {
   HtOrderResult result;
   ZeroMemory(result);
   if(m_decision.action==HT_ACTION_REFUSED)
     {
      OnDecision(m_decision,result);
      return;
     }
   m_broker.Execute(m_decision,m_clock.Now(),result);
   Report(result);
   OnDecision(m_decision,result);
   Tell(MathMax(result.time_msc,m_clock.Now()),m_in_tester);
   // Whatever the calls above returned: there may be more.
   m_waiting=MathMax(m_waiting,1);
  }

void CHtSession::Report(const HtOrderResult &result)
  {
   m_waiting=Check(ht_engine_order_result(m_handle,result),"order result");
  }

// An operator's command, HT_COMMAND_*.
bool CHtSession::Order(const int command)
  {
   int code=ht_engine_command(m_handle,command);
   m_waiting=Check(code,"command");
   Collect();
   return(code>=0);
  }

#endif
