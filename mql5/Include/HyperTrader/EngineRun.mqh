//+------------------------------------------------------------------+
//|                                                    EngineRun.mqh |
//|           CHyperTrader: events, orders in words, the panel.      |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_ENGINERUN_MQH
#define HYPERTRADER_ENGINERUN_MQH

#property strict

#include "Engine.mqh"

void CHyperTrader::OnTick(void)
  {
   // In the tester the first quote may come after OnInit.
   if(m_in_tester && !m_is_running && !m_has_failed)
     {
      m_is_late=true;
      TryStart();
     }
   if(!m_is_running || m_is_dead)
      return;
   if(!m_panel.IsShown())
     {
      Feed();
      return;
     }
   ulong begun=GetMicrosecondCount();
   Feed();
   m_latency.Add(GetMicrosecondCount()-begun);
   if(m_in_tester)
      Repaint();
  }

// All ticks that were not handed in before, and what they lead to.
void CHyperTrader::Feed(void)
  {
   for(int round=0; round<HT_TICK_ROUNDS && !m_is_dead; round++)
     {
      int count=m_source.Next(m_ticks);
      if(count<=0)
         return;
      if(m_is_paper)
         FeedSingly(count);
      else
        {
         m_clock.OnTick(m_ticks[count-1].time_msc);
         Tell(m_clock.Now(),m_in_tester);
         FeedBatch(m_ticks,count);
        }
      if(m_in_tester)
         DrainInTester();
      if(count<HT_TICKS_BATCH)
         return;
     }
  }

// One after another, because each may fill a stop or a target first.
void CHyperTrader::FeedSingly(const int count)
  {
   for(int i=0; i<count && !m_is_dead; i++)
     {
      m_one[0]=m_ticks[i];
      m_clock.OnTick(m_one[0].time_msc);
      m_broker.OnPrice(m_one[0]);
      Tell(m_clock.Now(),false);
      FeedBatch(m_one,1);
     }
  }

// Once a second: what ticks do not bring.
void CHyperTrader::OnTimer(void)
  {
   if(m_in_tester)
      return;
   if(!m_is_running && !m_has_failed)
      TryStart();
   else
      if(m_is_running && KeepsPlace())
         OnSecond();
   Repaint();
  }

void CHyperTrader::OnSecond(void)
  {
   m_clock.Check();
   CheckConnection();
   if(!m_is_dead)
      Tell(m_clock.Now(),true);
   // Ticks that came without an event, or during the last one.
   Feed();
   Collect();
   TellCalendar();
   m_journal.Drain(m_handle);
   m_journal.Flush();
   CheckOffset();
  }

void CHyperTrader::TellCalendar(void)
  {
   long now_s=m_clock.Now()/1000;
   if(m_is_dead || !m_calendar.IsDue(now_s))
      return;
   int count=m_calendar.Read(now_s,m_events);
   if(count>=0)
      Check(ht_engine_calendar(m_handle,m_events,count),"calendar");
  }

void CHyperTrader::CheckConnection(void)
  {
   bool is_connected=(TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
   if(is_connected==m_was_connected)
      return;
   m_was_connected=is_connected;
   m_journal.Say(is_connected ? "the connection is back"
                 : "no connection: no new risk until it is back, stops stay at the broker");
   m_live.MarkChanged();
  }

// The server's daylight saving time began or ended: the engine goes on with the new offset.
void CHyperTrader::CheckOffset(void)
  {
   if(m_settings.clock!=HT_CLOCK_AUTO || !m_was_connected)
      return;
   m_offset_differs_s=(m_clock.UtcOffset()!=m_offset_s ? m_offset_differs_s+1 : 0);
   if(m_offset_differs_s<HT_OFFSET_LASTS_S)
      return;
   m_offset_differs_s=0;
   Reopen("the server's offset from UTC changed: opening the engine again");
   TryStart();
  }

// False when this program has to begin again: while it hung for minutes another chart may have
// taken its place, and the terminal may have logged in to another account.
bool CHyperTrader::KeepsPlace(void)
  {
   string reason="";
   if(!m_lock.Keep())
      reason="another chart has taken over this symbol and magic number";
   if(AccountInfoInteger(ACCOUNT_LOGIN)!=m_login)
      reason="another account is logged in";
   if(reason=="")
      return(true);
   Reopen(reason);
   return(false);
  }

// The engine stays warm in the library.
void CHyperTrader::Reopen(const string reason)
  {
   m_journal.Say(reason);
   m_broker.Save();
   CloseHandle();
   m_lock.Release();
   m_journal.Close();
   m_is_running=false;
  }

void CHyperTrader::DrainInTester(void)
  {
   long now_s=m_clock.Now()/1000;
   if(now_s-m_drained_s<HT_TESTER_DRAIN_S)
      return;
   m_drained_s=now_s;
   m_journal.Drain(m_handle);
   TellCalendar();
  }

void CHyperTrader::OnTradeTransaction(const MqlTradeTransaction &transaction,
                                      const MqlTradeResult &answer)
  {
   if(!m_is_running || m_is_dead)
      return;
   HtOrderResult result;
   if(!m_broker.OnTransaction(transaction,answer,result))
      return;
   Report(result);
   Tell(m_clock.Now(),false);
   Collect();
  }

void CHyperTrader::OnChartEvent(const int id,const string name)
  {
   if(id!=CHARTEVENT_OBJECT_CLICK)
      return;
   OnPanel(m_panel.OnClick(name));
   Repaint();
  }

// HT_COMMAND_*: pause, resume, halt, reset or flatten.
bool CHyperTrader::Command(const int command)
  {
   if(!m_is_running || m_is_dead)
      return(false);
   return(Order(command));
  }

bool CHyperTrader::Status(HtStatus &status) const
  {
   ZeroMemory(status);
   status.struct_size=(uint)sizeof(HtStatus);
   return(m_handle!=0 && ht_engine_status(m_handle,status)>=0);
  }

void CHyperTrader::OnDeal(const HtDeal &deal)
  {
   if(deal.magic==(ulong)m_settings.magic && m_marks.Deal(deal))
      m_panel.Raise();
  }

void CHyperTrader::OnDecision(const HtDecision &decision,const HtOrderResult &result)
  {
   m_journal.Signal(decision,result,m_symbol,(int)SymbolInfoInteger(m_symbol,SYMBOL_DIGITS));
   if(decision.action==HT_ACTION_REFUSED)
     {
      // The same reason again is no news.
      if(decision.refusal_code!=m_said_refusal || m_settings.log_level==HT_LOG_ALL)
         m_journal.Info(StringFormat("%s refused (%d): %s",HtSideText(decision.side),
                                     decision.refusal_code,HtRefusalText(decision.refusal_code)));
      m_said_refusal=decision.refusal_code;
      return;
     }
   m_said_refusal=0;
   SayOrder(decision,result);
   if(HtClassify(result.retcode)!=HT_ANSWER_HALT)
      return;
   // Somebody has to change something at the broker first.
   m_journal.Error(StringFormat("the server answered %u (%s): entries pause until Resume",
                                result.retcode,HtRetcodeText(result.retcode)));
   Check(ht_engine_command(m_handle,HT_COMMAND_PAUSE),"pause");
  }

void CHyperTrader::SayOrder(const HtDecision &decision,const HtOrderResult &result)
  {
   int digits=(int)SymbolInfoInteger(m_symbol,SYMBOL_DIGITS);
   string text=StringFormat("%s %s %.2f lots at %s, SL %s, TP %s",HtActionText(decision.action),
                            HtSideText(decision.side),decision.lots,
                            DoubleToString(decision.price,digits),
                            DoubleToString(decision.stop_loss,digits),
                            DoubleToString(decision.take_profit,digits));
   if(decision.action==HT_ACTION_OPEN)
      text+=StringFormat(", risk %.2f",decision.risk_money);
   if(decision.attempt>1)
      text+=StringFormat(", attempt %d",decision.attempt);
   m_journal.Say(StringFormat("%s: %u %s",text,result.retcode,HtRetcodeText(result.retcode)));
  }

void CHyperTrader::Repaint(void)
  {
   if(!m_panel.IsShown() || !m_panel.IsDue())
      return;
   HtStatus status;
   Status(status);
   m_marks.Levels(status);
   HtView view;
   ZeroMemory(view);
   FillView(status,view);
   m_panel.Show(status,view);
  }

void CHyperTrader::FillView(const HtStatus &status,HtView &view)
  {
   if(status.refusal_code!=m_refusal_code)
     {
      m_refusal_code=status.refusal_code;
      m_refusal=StringFormat("%d %s",m_refusal_code,HtRefusalText(m_refusal_code));
     }
   view.symbol=m_symbol;
   view.period=HtPeriodText(m_period);
   view.trading=(m_settings.trading==HT_TRADING_OFF ? "trading off"
                 : m_settings.trading==HT_TRADING_PAPER ? "paper" : "live");
   view.note=(m_is_dead ? m_error_text : m_note);
   view.refusal=m_refusal;
   view.is_running=(m_is_running && !m_is_dead);
   view.is_connected=(m_in_tester || TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
   long last_msc=m_source.LastMsc();
   view.tick_age_msc=(m_is_running && last_msc>0 ? MathMax(m_clock.Now()-last_msc,(long)0) : 0);
   view.last_us=m_latency.Last();
   view.median_us=m_latency.Median();
   view.digits=(int)SymbolInfoInteger(m_symbol,SYMBOL_DIGITS);
   view.currency=AccountInfoString(ACCOUNT_CURRENCY);
   view.daily_limit_frac=m_settings.daily_loss_percent/100.0;
   view.weekly_limit_frac=m_settings.weekly_loss_percent/100.0;
   view.drawdown_limit_frac=m_settings.drawdown_percent/100.0;
   view.events=m_calendar.Count();
   view.events_age_msc=m_clock.Now()-m_calendar.ReadAt()*1000;
   FillModel(view);
  }

#endif
