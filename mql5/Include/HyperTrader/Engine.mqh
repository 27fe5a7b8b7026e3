//+------------------------------------------------------------------+
//|                                                       Engine.mqh |
//|        One engine of the library for the symbol of a chart.      |
//+------------------------------------------------------------------+
// Everything is decided in the library; here market, account and clock are told to it, and what it
// decides is carried out. The constructor does nothing, so that a global object is harmless.
#ifndef HYPERTRADER_ENGINE_MQH
#define HYPERTRADER_ENGINE_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"
#include "Text.mqh"
#include "Settings.mqh"
#include "Handshake.mqh"
#include "Clock.mqh"
#include "Ticks.mqh"
#include "Contract.mqh"
#include "Calendar.mqh"
#include "Journal.mqh"
#include "LiveBroker.mqh"
#include "PaperBroker.mqh"
#include "Panel.mqh"
#include "Marks.mqh"
#include "Latency.mqh"

#define HT_SNAPSHOT_MSC 5000
#define HT_DECISIONS_MOST 1000
#define HT_TICK_ROUNDS 16
#define HT_HISTORY_TRIES 20
#define HT_PATIENCE_S 30
#define HT_FOLDER_STATE "HyperTrader\\state"

class CHyperTrader
  {
private:
   HtSettings        m_settings;
   string            m_symbol;
   ENUM_TIMEFRAMES   m_period;
   bool              m_in_tester;
   bool              m_is_visible;
   long              m_handle;            // 0 = not open
   bool              m_is_running;        // history and first snapshots are in
   bool              m_has_failed;        // nothing more is tried
   int               m_error;
   string            m_error_text;
   string            m_note;
   int               m_waited_s;
   int               m_history_tries;
   int               m_offset_s;
   int               m_offset_differs;
   long              m_timer_s;
   long              m_snapshot_msc;
   string            m_refusal;
   CHtClock          m_clock;
   CHtTicks          m_reader;
   CHtContract       m_contract;
   CHtCalendar       m_calendar;
   CHtJournal        m_journal;
   CHtLiveBroker     m_live;
   CHtPaperBroker    m_paper;
   CHtBroker        *m_broker;
   CHtPanel          m_panel;
   CHtMarks          m_marks;
   CHtLatency        m_latency;
   MqlTick           m_ticks[];
   MqlTick           m_one[1];
   HtDeal            m_deals[];
   HtPosition        m_positions[];
   HtCalendarEvent   m_events[];

   bool              Fail(const int code,const string text);
   bool              Check(const int code,const string call);
   int               Mode(void) const;
   string            Name(void) const;
   string            InstanceKey(void) const;
   string            StateFolder(void) const;
   bool              InitBroker(void);
   bool              IsMarketKnown(void);
   bool              Open(void);
   bool              Start(void);
   bool              WarmUp(void);
   void              TryStart(void);
   void              CloseHandle(void);

   void              Feed(void);
   void              FeedSingly(const int count);
   void              Tell(const long now_msc);
   void              TellSymbol(const bool everything);
   void              TellDeals(void);
   void              TellSecond(const long now_msc);
   void              TellSnapshot(const long now_msc);
   void              TellCalendar(const long now_s);
   void              Drain(void);
   void              Carry(HtDecision &decision);
   void              Halt(const HtOrderResult &result);
   void              CheckOffset(void);
   void              Repaint(void);

public:
                     CHyperTrader(void);
   bool              Init(const HtSettings &settings);
   void              Deinit(const int reason);
   void              OnTick(void);
   void              OnTimer(void);
   void              OnTradeTransaction(const MqlTradeTransaction &transaction,
                                        const MqlTradeResult &answer);
   void              OnChartEvent(const int id,const string name);
   bool              Command(const int command);
   bool              Status(HtStatus &status) const;
   bool              IsRunning(void) const { return(m_is_running); }
   int               LastError(void) const { return(m_error); }
   string            LastErrorText(void) const { return(m_error_text); }
  };

#include "EngineOpen.mqh"
#include "EngineRun.mqh"

#endif
