//+------------------------------------------------------------------+
//|                                                   EngineOpen.mqh |
//|            CHyperTrader: opening, warming up, closing.           |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_ENGINEOPEN_MQH
#define HYPERTRADER_ENGINEOPEN_MQH

#property strict

#include "Engine.mqh"

CHyperTrader::CHyperTrader(void) : m_period(PERIOD_CURRENT),m_init_code(INIT_SUCCEEDED),
                                   m_is_paper(false),m_is_running(false),m_has_failed(false),
                                   m_is_late(false),m_is_warm(false),m_continues(false),
                                   m_trains(false),m_note(""),m_waited_s(0),m_login(0),
                                   m_offset_s(0),m_offset_differs_s(0),m_was_connected(true),
                                   m_drained_s(0),m_said_refusal(0),m_refusal_code(0),m_refusal("")
  {
   ZeroMemory(m_one);
  }

void CHyperTrader::Reset(const HtSettings &settings)
  {
   m_settings=settings;
   m_period=Period();
   m_in_tester=(MQLInfoInteger(MQL_TESTER)!=0);
   // A pass must not depend on how fast a thread beside it is.
   if(m_in_tester)
      m_settings.retrain=HT_RETRAIN_OFF;
   m_symbol=Symbol();
   m_init_code=INIT_SUCCEEDED;
   m_is_running=false;
   m_has_failed=false;
   m_is_late=false;
   m_is_warm=false;
   m_continues=false;
   m_trains=false;
   m_is_dead=false;
   m_error=0;
   m_error_text="";
   m_note="starting";
   m_waited_s=0;
   m_offset_differs_s=0;
   m_was_connected=true;
   m_drained_s=0;
   m_said_refusal=0;
   m_refusal_code=0;
   m_refusal="";
   m_broker=NULL;
   m_latency.Clear();
   m_journal.Init(StringFormat("HyperTrader %s %s",m_symbol,HtPeriodText(m_period)),
                  settings.log_level,MQLInfoInteger(MQL_OPTIMIZATION)!=0);
   m_contract.Init(m_symbol);
   ArrayResize(m_ticks,0,HT_TICKS_BATCH);
   // The place in the stream of ticks is kept when only the period or the inputs change.
   if(!m_source.IsKnown(m_symbol))
      m_source.Init(m_symbol);
  }

// Always false, for the caller to return.
bool CHyperTrader::Fail(const ENUM_INIT_RETCODE init_code,const int code,const string text)
  {
   m_init_code=init_code;
   m_has_failed=true;
   m_error=code;
   m_error_text=text;
   m_note=text;
   m_journal.Error(text);
   return(false);
  }

// True when it runs, or when it waits for the terminal and goes on by the timer.
bool CHyperTrader::Init(const HtSettings &settings)
  {
   Reset(settings);
   string problem=HtSettingsProblems(settings);
   if(problem!="")
      return(Fail(INIT_PARAMETERS_INCORRECT,HT_E_VALUE,problem));
   ENUM_INIT_RETCODE unsuitable=(m_in_tester ? INIT_AGENT_NOT_SUITABLE : INIT_FAILED);
   if(MQLInfoInteger(MQL_DLLS_ALLOWED)==0)
      return(Fail(unsuitable,HT_E_ABI,"DLL imports are not allowed: press F7, open the tab "
                  "Dependencies, and tick \"Allow DLL imports\""));
   problem=HtLibraryProblem();
   if(problem!="")
      return(Fail(unsuitable,HT_E_ABI,problem));
   if(!m_in_tester)
      EventSetTimer(1);
   ShowObjects();
   if(!TryStart())
     {
      Deinit(REASON_INITFAILED);
      return(false);
     }
   Repaint();
   return(true);
  }

void CHyperTrader::ShowObjects(void)
  {
   if(m_in_tester && MQLInfoInteger(MQL_VISUAL_MODE)==0)
      return;
   string prefix=StringFormat("HT_%I64d_",m_settings.magic);
   if(m_settings.marks)
      m_marks.Create(prefix+"m_");
   if(m_settings.panel)
      m_panel.Create(prefix+"p_");
  }

// One step on the way to running, by Init and then by the timer. False = it will never run.
bool CHyperTrader::TryStart(void)
  {
   if(m_handle==0)
     {
      if(!IsMarketKnown())
         return(true);
      if(!Open())
         return(false);
     }
   if(WarmUp() && StartTicks())
      Begin();
   return(true);
  }

// Always false, for the caller to return. What is waited for is said once.
bool CHyperTrader::Wait(const string reason)
  {
   m_note=reason;
   m_waited_s++;
   if(m_waited_s==HT_PATIENCE_S)
      m_journal.Warn("start",reason);
   return(false);
  }

// Account and symbol have arrived from the server. Right after the terminal was started they have
// not, and an Expert Advisor that gave up then would be gone from its chart.
bool CHyperTrader::IsMarketKnown(void)
  {
   if(!m_in_tester && TerminalInfoInteger(TERMINAL_CONNECTED)==0)
      return(Wait("waiting for the connection to the broker"));
   if((!m_in_tester && AccountInfoInteger(ACCOUNT_LOGIN)==0)
      || AccountInfoString(ACCOUNT_CURRENCY)=="")
      return(Wait("waiting for the account"));
   if(!m_contract.IsReady())
     {
      SymbolSelect(m_symbol,true);
      return(Wait("waiting for prices of "+m_symbol));
     }
   if(!m_clock.Init(m_in_tester))
      return(Wait("waiting for the server's time"));
   m_is_paper=(m_settings.trading==HT_TRADING_PAPER && !m_in_tester);
   if(!m_in_tester && !m_lock.Take((m_is_paper ? "HT.paper." : "HT.live.")+Name()))
     {
      string reason="another chart trades this symbol with this magic number already: remove one "
                    "of the two, or give it another magic number";
      if(m_note!=reason)
         m_journal.Warn("twice",reason);
      return(Wait(reason));
     }
   return(true);
  }

// A short name of login, server, symbol and magic number, for keys and files.
string CHyperTrader::Name(void) const
  {
   string server=AccountInfoString(ACCOUNT_SERVER);
   string whole=StringFormat("%s|%s|%I64d",server,m_symbol,m_settings.magic);
   return(StringFormat("%I64d-%016I64x",AccountInfoInteger(ACCOUNT_LOGIN),HtHash(whole)));
  }

// The library keeps its risk state here. Slashes are understood on every system.
string CHyperTrader::StateFolder(void) const
  {
   if(m_in_tester)
      return("");
   return(TerminalInfoString(TERMINAL_DATA_PATH)+"/MQL5/Files/HyperTrader/state");
  }

// Configuration and model lie in MQL5\Files, or, for the tester's agents too, in the common
// folder.
string CHyperTrader::FilePath(const string file) const
  {
   if(StringLen(file)==0)
      return("");
   if(FileIsExist(file,0))
      return(TerminalInfoString(TERMINAL_DATA_PATH)+"/MQL5/Files/"+file);
   return(TerminalInfoString(TERMINAL_COMMONDATA_PATH)+"/Files/"+file);
  }

bool CHyperTrader::InitBroker(void)
  {
   ulong magic=(ulong)m_settings.magic;
   // The tester has an account of its own: there paper and live are the same.
   if(!m_is_paper)
     {
      m_broker=GetPointer(m_live);
      m_live.Init(m_symbol,magic,m_settings.trading!=HT_TRADING_OFF,m_in_tester,
                  GetPointer(m_journal));
      return(true);
     }
   m_broker=GetPointer(m_paper);
   string file=HT_FOLDER+"\\paper-"+Name()+".bin";
   if(m_paper.Init(m_symbol,magic,m_settings.paper_balance,m_settings.commission_per_lot,file,
                   GetPointer(m_journal)))
      return(true);
   m_broker=NULL;
   return(Fail(INIT_FAILED,HT_E_STATE,"the file of the paper account is damaged: move MQL5\\Files\\"
               +file+" away to begin a new account"));
  }

bool CHyperTrader::Open(void)
  {
   if(m_settings.trading==HT_TRADING_LIVE && !m_in_tester)
     {
      string problem=HtAccountProblem();
      if(problem!="")
         return(Fail(INIT_FAILED,HT_E_VALUE,problem));
      string hint=HtPermissionHint();
      if(hint!="")
         m_journal.Warn("permission",hint);
     }
   if(!InitBroker())
      return(false);
   m_login=AccountInfoInteger(ACCOUNT_LOGIN);
   HtEngineParams params;
   ZeroMemory(params);
   params.struct_size=(uint)sizeof(HtEngineParams);
   params.mode=(m_in_tester ? HT_MODE_TESTER : m_is_paper ? HT_MODE_PAPER : HT_MODE_LIVE);
   params.magic=(ulong)m_settings.magic;
   params.login=m_login;
   // Paper accounts share their limit with each other, as live charts do.
   params.risk_group=(m_is_paper ? 1 : 0);
   params.period_s=(uint)PeriodSeconds(m_period);
   if(!m_in_tester)
      HtPutText((m_is_paper ? "paper-" : "live-")+Name(),params.instance_key);
   if(!HtPutText(m_symbol,params.symbol))
      return(Fail(INIT_FAILED,HT_E_SYMBOL,"the name of the symbol is longer than 31 bytes"));
   m_offset_s=m_clock.UtcOffset();
   int opened=0;
   string overrides=HtOverridesText(m_settings,StateFolder(),FilePath(m_settings.model_file),
                                    m_offset_s);
   if(!OpenHandle(params,FilePath(m_settings.config_file),overrides,opened))
     {
      bool is_of_inputs=(m_error==HT_E_CONFIG || m_error==HT_E_MODEL);
      return(Fail(is_of_inputs ? INIT_PARAMETERS_INCORRECT : INIT_FAILED,m_error,
                  "the engine cannot be opened: "+m_error_text));
     }
   HtTraining training;
   m_trains=(Training(training) && training.state!=HT_TRAINING_OFF);
   m_is_warm=(opened==HT_REATTACHED);
   m_continues=m_is_warm;
   if(!m_continues)
      m_source.Init(m_symbol);
   if(!PushContract(true))
      return(Fail(INIT_FAILED,m_error,m_error_text));
   if(m_continues)
      TrainOnOlderBars();
   return(true);
  }

int CHyperTrader::BarsWanted(void) const
  {
   if(m_settings.warmup_bars>0)
      return(m_settings.warmup_bars);
   return(m_trains ? HT_TRAINING_BARS : HT_WARMUP_BARS);
  }

// An engine that goes on is warm, but its training may have fewer bars than it wants: those that the
// engine itself has passed are for training alone.
void CHyperTrader::TrainOnOlderBars(void)
  {
   HtTraining training;
   HtStatus status;
   int wanted=BarsWanted();
   if(!m_trains || !Training(training) || training.window_bars>=wanted || !Status(status))
      return;
   MqlRates rates[];
   int count=CopyRates(m_symbol,m_period,(datetime)status.bar_time_s,wanted,rates);
   if(count>0)
      Check(ht_engine_history(m_handle,rates,count,0),"history");
  }

// Closed bars, so that indicators are warm with the first tick. False = try again.
bool CHyperTrader::WarmUp(void)
  {
   if(m_is_warm)
      return(true);
   int wanted=BarsWanted();
   MqlRates rates[];
   // The tick that is about to be handed in has begun the newest bar.
   int from=(m_is_late ? 1 : 0);
   int count=CopyRates(m_symbol,m_period,from,wanted,rates);
   bool is_ready=(count>0 && SeriesInfoInteger(m_symbol,m_period,SERIES_SYNCHRONIZED)!=0);
   if(!is_ready && !m_in_tester)
      return(Wait(StringFormat("waiting for the history of %s %s",m_symbol,
                               HtPeriodText(m_period))));
   if(count>0)
      Check(ht_engine_history(m_handle,rates,count,m_is_late ? 0 : HT_HISTORY_FORMING),"history");
   if(m_trains && count<wanted)
      m_journal.Info(StringFormat("the terminal has %d of %d bars for training",count,wanted));
   m_is_warm=true;
   return(true);
  }

// From where the engine stopped if it goes on, else from the newest tick. False = try again.
bool CHyperTrader::StartTicks(void)
  {
   if(m_in_tester || m_source.IsKnown(m_symbol))
      return(true);
   HtStatus status;
   if(m_continues && Status(status) && status.time_msc>0)
      m_source.StartBehind(status.time_msc);
   else
      if(!m_source.StartNow())
         return(Wait("waiting for the first tick of "+m_symbol));
   return(true);
  }

void CHyperTrader::Begin(void)
  {
   string currencies[3];
   for(int i=0; i<3; i++)
      currencies[i]=m_contract.Currencies(i);
   m_calendar.Init(m_settings.calendar && !m_in_tester,m_settings.calendar_file,currencies,
                   GetPointer(m_journal));
   if(m_settings.signal_log && MQLInfoInteger(MQL_OPTIMIZATION)==0)
      m_journal.OpenSignals(StringFormat("signals-%s-%I64d.csv",HtFileName(m_symbol),
                                         m_settings.magic));
   m_is_running=true;
   m_note="";
   string trading=", trading is off";
   if(m_settings.trading!=HT_TRADING_OFF)
      trading=(m_in_tester ? " in the tester" : m_settings.trading==HT_TRADING_PAPER
               ? " on paper" : " LIVE");
   m_journal.Say(StringFormat("running%s, library %s, magic number %I64d",trading,
                              HtVersionText(),m_settings.magic));
   SayModel();
   TellCalendar();
   if(!m_in_tester)
      Tell(m_clock.Now(),true);
   Collect();
  }

// Milliseconds: nothing here waits.
void CHyperTrader::Deinit(const int reason)
  {
   EventKillTimer();
   if(m_broker!=NULL)
      m_broker.Save();
   CloseHandle();
   m_lock.Release();
   m_is_running=false;
   m_journal.Close();
   m_panel.Destroy();
   m_marks.Destroy();
   m_broker=NULL;
  }

#endif
