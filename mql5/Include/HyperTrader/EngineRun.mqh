//+------------------------------------------------------------------+
//|                                                    EngineRun.mqh |
//|       CHyperTrader: ticks, time, snapshots, decisions.           |
//+------------------------------------------------------------------+
// The order of the calls is that of `hypertrader replay`: the broker moves, then what changed is
// told (specification, deals, time, positions, account), then the tick, then decisions.
#ifndef HYPERTRADER_ENGINERUN_MQH
#define HYPERTRADER_ENGINERUN_MQH

#property strict

#include "Engine.mqh"

bool CHyperTrader::Status(HtStatus &status) const
  {
   ZeroMemory(status);
   status.struct_size=(uint)sizeof(HtStatus);
   return(m_handle!=0 && ht_engine_status(m_handle,status)>=0);
  }

void CHyperTrader::OnTick(void)
  {
   if(!m_is_running)
      return;
   if(!m_panel.IsShown())
     {
      Feed();
      return;
     }
   ulong begun=GetMicrosecondCount();
   Feed();
   m_latency.Add(GetMicrosecondCount()-begun);
   Repaint();
  }

// All ticks that were not handed in before.
void CHyperTrader::Feed(void)
  {
   for(int round=0; round<HT_TICK_ROUNDS; round++)
     {
      int count=m_reader.Next(m_ticks);
      if(count<=0)
         return;
      if(m_in_tester || m_settings.trading==HT_TRADING_PAPER)
         FeedSingly(count);
      else
        {
         m_clock.OnTick(m_ticks[count-1].time_msc);
         long now_msc=m_clock.Now();
         if(m_broker.Changed())
            TellSnapshot(now_msc);
         if(Check(ht_engine_ticks(m_handle,m_ticks,count,now_msc,HT_TICKS_SKIP_BAD),
                  "ht_engine_ticks"))
            Drain();
        }
      if(count<HT_TICKS_BATCH)
         return;
     }
  }

// One after another, because each may fill a stop or a target first.
void CHyperTrader::FeedSingly(const int count)
  {
   for(int i=0; i<count; i++)
     {
      m_one[0]=m_ticks[i];
      m_clock.OnTick(m_one[0].time_msc);
      m_broker.OnPrice(m_one[0]);
      long now_msc=m_clock.Now();
      Tell(now_msc);
      if(Check(ht_engine_ticks(m_handle,m_one,1,m_in_tester ? 0 : now_msc,HT_TICKS_SKIP_BAD),
               "ht_engine_ticks"))
         Drain();
     }
  }

// What the engine must know at this time, before the ticks of it.
void CHyperTrader::Tell(const long now_msc)
  {
   bool is_changed=m_broker.Changed();
   bool is_second=(now_msc/1000>m_timer_s);
   if(is_second)
      TellSymbol(false);
   if(is_changed)
      TellDeals();
   if(is_second)
      TellSecond(now_msc);
   if(is_changed || now_msc-m_snapshot_msc>=HT_SNAPSHOT_MSC)
      TellSnapshot(now_msc);
  }

void CHyperTrader::TellSymbol(const bool everything)
  {
   if(!m_contract.Refresh(everything))
      return;
   HtSymbol symbol=m_contract.Now();
   if(Check(ht_engine_symbol(m_handle,symbol),"ht_engine_symbol"))
      m_contract.Accepted();
  }

void CHyperTrader::TellDeals(void)
  {
   int count=m_broker.NewDeals(m_deals);
   for(int i=0; i<count; i++)
     {
      Check(ht_engine_deal(m_handle,m_deals[i]),"ht_engine_deal");
      if(m_deals[i].magic==(ulong)m_settings.magic)
         m_marks.Deal(m_deals[i]);
     }
  }

void CHyperTrader::TellSecond(const long now_msc)
  {
   m_timer_s=now_msc/1000;
   long utc_s=(m_in_tester ? 0 : (long)TimeGMT());
   Check(ht_engine_timer(m_handle,now_msc,utc_s),"ht_engine_timer");
   TellCalendar(m_timer_s);
  }

// Positions first: the account may be judged by them.
void CHyperTrader::TellSnapshot(const long now_msc)
  {
   HtAccount account={};
   bool is_known=m_broker.Account(account,now_msc);
   int count=m_broker.Positions(m_positions);
   m_snapshot_msc=now_msc;
   if(!is_known)
      return;
   if(ArraySize(m_positions)==0)
      ArrayResize(m_positions,4);
   Check(ht_engine_positions(m_handle,m_positions,count,now_msc),"ht_engine_positions");
   Check(ht_engine_account(m_handle,account),"ht_engine_account");
  }

void CHyperTrader::TellCalendar(const long now_s)
  {
   if(!m_calendar.IsDue(now_s))
      return;
   int count=m_calendar.Read(now_s,m_events);
   if(count>=0)
      Check(ht_engine_calendar(m_handle,m_events,count),"ht_engine_calendar");
  }

// Carries out what waits. Results and what they change are told at once, and may lead to more.
void CHyperTrader::Drain(void)
  {
   HtDecision decision={};
   decision.struct_size=(uint)sizeof(HtDecision);
   for(int round=0; round<HT_DECISIONS_MOST; round++)
     {
      int code=ht_engine_decision(m_handle,decision);
      if(code<=0)
        {
         Check(code,"ht_engine_decision");
         return;
        }
      Carry(decision);
     }
  }

void CHyperTrader::Carry(HtDecision &decision)
  {
   HtOrderResult result={};
   if(decision.action==HT_ACTION_REFUSED)
     {
      m_journal.Signal(decision,result,m_symbol,m_contract.Now().digits);
      return;
     }
   long now_msc=m_clock.Now();
   m_broker.Execute(decision,now_msc,result);
   result.time_msc=MathMax(result.time_msc,m_clock.Now());
   Check(ht_engine_order_result(m_handle,result),"ht_engine_order_result");
   m_journal.Signal(decision,result,m_symbol,m_contract.Now().digits);
   if(HtClassify(result.retcode)==HT_ANSWER_HALT)
      Halt(result);
   Tell(m_clock.Now());
  }

// Somebody has to change something at the broker first: no entries until an operator resumes.
void CHyperTrader::Halt(const HtOrderResult &result)
  {
   m_journal.Error(StringFormat("the server answered %u (%s): entries pause until Resume",
                                result.retcode,HtRetcodeText(result.retcode)));
   Check(ht_engine_command(m_handle,HT_COMMAND_PAUSE),"ht_engine_command");
  }

// Once a second: what ticks do not bring.
void CHyperTrader::OnTimer(void)
  {
   if(!m_is_running)
     {
      TryStart();
      Repaint();
      return;
     }
   if(m_in_tester)
      return;
   m_clock.Check();
   // Ticks that came without an OnTick.
   Feed();
   Tell(m_clock.Now());
   Drain();
   m_journal.Drain(m_handle);
   m_journal.Flush();
   CheckOffset();
   Repaint();
  }

// The server's daylight saving time began or ended: the engine is opened again with the new offset.
void CHyperTrader::CheckOffset(void)
  {
   if(m_settings.clock!=HT_CLOCK_AUTO)
      return;
   bool differs=(m_clock.UtcOffset()!=m_offset_s);
   m_offset_differs=(differs ? m_offset_differs+1 : 0);
   if(m_offset_differs<HT_PATIENCE_S)
      return;
   m_offset_differs=0;
   m_journal.Warn("offset","the server's offset from UTC changed: opening the engine again");
   m_broker.Save();
   CloseHandle();
   m_timer_s=0;
   TryStart();
  }

void CHyperTrader::OnTradeTransaction(const MqlTradeTransaction &transaction,
                                      const MqlTradeResult &answer)
  {
   if(!m_is_running)
      return;
   HtOrderResult result={};
   if(!m_broker.OnTransaction(transaction,answer,result))
      return;
   Check(ht_engine_order_result(m_handle,result),"ht_engine_order_result");
   Tell(m_clock.Now());
   Drain();
  }

void CHyperTrader::OnChartEvent(const int id,const string name)
  {
   if(id!=CHARTEVENT_OBJECT_CLICK)
      return;
   int command=m_panel.OnClick(name);
   if(command!=0)
      Command(command);
   Repaint();
  }

bool CHyperTrader::Command(const int command)
  {
   if(!m_is_running)
      return(false);
   bool is_done=Check(ht_engine_command(m_handle,command),"ht_engine_command");
   Tell(m_clock.Now());
   Drain();
   return(is_done);
  }

void CHyperTrader::Repaint(void)
  {
   if(!m_panel.IsShown() || !m_panel.IsDue())
      return;
   HtStatus status={};
   Status(status);
   m_marks.Levels(status);
   if(status.refusal_code!=0)
      m_refusal=StringFormat("%d %s",status.refusal_code,HtRefusalText(status.refusal_code));
   HtView view={};
   view.symbol=m_symbol;
   view.period=HtPeriodText(m_period);
   view.trading=(m_settings.trading==HT_TRADING_OFF ? "trading off"
                 : m_settings.trading==HT_TRADING_PAPER ? "paper" : "live");
   view.note=m_note;
   view.refusal=m_refusal;
   view.is_running=m_is_running;
   view.is_connected=(m_in_tester || TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
   view.tick_age_msc=(m_reader.LastMsc()>1 ? MathMax(m_clock.Now()-m_reader.LastMsc(),(long)0) : 0);
   view.last_us=m_latency.Last();
   view.median_us=m_latency.Median();
   view.digits=m_contract.Now().digits;
   view.currency=AccountInfoString(ACCOUNT_CURRENCY);
   m_panel.Show(status,view);
  }

#endif
