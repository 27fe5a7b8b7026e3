//+------------------------------------------------------------------+
//|                                                       Engine.mqh |
//|        The Expert Advisor's work for the symbol of its chart.    |
//+------------------------------------------------------------------+
// Everything is decided in the library; here market, account and clock are told to it, and what it
// decides is carried out. The constructor does nothing, so that a global object is harmless.
#ifndef HYPERTRADER_ENGINE_MQH
#define HYPERTRADER_ENGINE_MQH

#property strict

#include "Session.mqh"
#include "Types.mqh"
#include "Settings.mqh"
#include "Handshake.mqh"
#include "Calendar.mqh"
#include "Retcodes.mqh"
#include "LiveBroker.mqh"
#include "PaperBroker.mqh"
#include "Panel.mqh"
#include "Marks.mqh"
#include "Latency.mqh"
#include "Lock.mqh"

// Batches of ticks handed in during one event.
#define HT_TICK_ROUNDS 16
// Bars for warm-up when the inputs say nothing: for the indicators, and for a model that is trained
// anew, which is what model.retrain.window_bars is by default.
#define HT_WARMUP_BARS 1000
#define HT_TRAINING_BARS 100000
// Seconds after which it is said what is waited for.
#define HT_PATIENCE_S 30
// Seconds for which another offset from UTC must last to count.
#define HT_OFFSET_LASTS_S 60
// In the tester the library's log is read this often.
#define HT_TESTER_DRAIN_S 3600

class CHyperTrader : public CHtSession
  {
private:
   HtSettings        m_settings;
   ENUM_TIMEFRAMES   m_period;
   ENUM_INIT_RETCODE m_init_code;
   bool              m_is_paper;          // simulated orders
   bool              m_is_running;        // history and first snapshots are in
   bool              m_has_failed;        // nothing more is tried
   bool              m_is_late;           // begins with a tick, not before it
   bool              m_is_warm;           // bars were taken over, none have to be handed in
   bool              m_continues;         // the library had this engine warm
   bool              m_trains;            // the engine trains its model anew
   string            m_note;              // what is waited for
   int               m_waited_s;
   long              m_login;
   int               m_offset_s;
   int               m_offset_differs_s;
   bool              m_was_connected;
   long              m_drained_s;
   int               m_said_refusal;
   int               m_refusal_code;
   string            m_refusal;
   CHtTicks          m_source;
   CHtCalendar       m_calendar;
   CHtLiveBroker     m_live;
   CHtPaperBroker    m_paper;
   CHtPanel          m_panel;
   CHtMarks          m_marks;
   CHtLatency        m_latency;
   CHtLock           m_lock;
   MqlTick           m_ticks[];
   MqlTick           m_one[1];
   HtCalendarEvent   m_events[];

   // EngineOpen.mqh
   void              Reset(const HtSettings &settings);
   bool              Fail(const ENUM_INIT_RETCODE init_code,const int code,const string text);
   bool              Wait(const string reason);
   string            Name(void) const;
   string            FilePath(const string file) const;
   int               BarsWanted(void) const;
   string            StateFolder(void) const;
   bool              IsMarketKnown(void);
   bool              InitBroker(void);
   bool              Open(void);
   void              TrainOnOlderBars(void);
   bool              WarmUp(void);
   bool              StartTicks(void);
   void              Begin(void);
   bool              TryStart(void);
   void              ShowObjects(void);

   // EngineRun.mqh
   void              OnSecond(void);
   void              Feed(void);
   void              FeedSingly(const int count);
   void              TellCalendar(void);
   void              CheckConnection(void);
   bool              KeepsPlace(void);
   void              Reopen(const string reason);
   void              CheckOffset(void);
   void              DrainInTester(void);
   void              SayOrder(const HtDecision &decision,const HtOrderResult &result);
   void              Repaint(void);
   void              FillView(const HtStatus &status,HtView &view);

   // EngineModel.mqh
   void              SayModel(void);
   void              FillModel(HtView &view);
   bool              OnPanel(const int command);

protected:
   virtual void      OnDecision(const HtDecision &decision,const HtOrderResult &result);
   virtual void      OnDeal(const HtDeal &deal);

public:
                     CHyperTrader(void);
   bool              Init(const HtSettings &settings);
   ENUM_INIT_RETCODE InitCode(void) const { return(m_init_code); }
   void              Deinit(const int reason);
   void              OnTick(void);
   void              OnTimer(void);
   void              OnTradeTransaction(const MqlTradeTransaction &transaction,
                                        const MqlTradeResult &answer);
   void              OnChartEvent(const int id,const string name);
   bool              Command(const int command);
   bool              Status(HtStatus &status) const;
   bool              Model(HtModel &model) const;
   bool              SetModel(const string file);
   bool              StartTraining(void);
   bool              CancelTraining(void);
   bool              Training(HtTraining &training) const;
   bool              IsRunning(void) const { return(m_is_running); }
  };

#include "EngineOpen.mqh"
#include "EngineRun.mqh"
#include "EngineModel.mqh"

#endif
