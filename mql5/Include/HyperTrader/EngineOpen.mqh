//+------------------------------------------------------------------+
//|                                                   EngineOpen.mqh |
//|            CHyperTrader: opening, warming up, closing.           |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_ENGINEOPEN_MQH
#define HYPERTRADER_ENGINEOPEN_MQH

#property strict

#include "Engine.mqh"

CHyperTrader::CHyperTrader(void) : m_symbol(""),m_period(PERIOD_CURRENT),m_in_tester(false),
                                   m_is_visible(false),m_handle(0),m_is_running(false),
                                   m_has_failed(false),m_error(0),m_error_text(""),m_note(""),
                                   m_waited_s(0),m_history_tries(0),m_offset_s(0),
                                   m_offset_differs(0),m_timer_s(0),m_snapshot_msc(0),
                                   m_refusal(""),m_broker(NULL)
  {
   ZeroMemory(m_one);
  }

bool CHyperTrader::Fail(const int code,const string text)
  {
   m_error=code;
   m_error_text=text;
   m_note=text;
   m_journal.Error(text);
   return(false);
  }

// The result of a call: below 0 is kept as the last error.
bool CHyperTrader::Check(const int code,const string call)
  {
   if(code>=0)
      return(true);
   m_error=code;
   m_error_text=StringFormat("%s: %d, %s",call,code,HtLastErrorText(m_handle));
   m_journal.Warn(call,m_error_text);
   if(code==HT_E_FAULTED || code==HT_E_PANIC)
      m_note="the library stopped this engine after a fault; existing stops stay at the broker";
   return(false);
  }

int CHyperTrader::Mode(void) const
  {
   if(m_in_tester)
      return(HT_MODE_TESTER);
   return(m_settings.trading==HT_TRADING_PAPER ? HT_MODE_PAPER : HT_MODE_LIVE);
  }

// A short name of login, server, symbol and magic number, for files and keys.
string CHyperTrader::Name(void) const
  {
   long login=AccountInfoInteger(ACCOUNT_LOGIN);
   string whole=StringFormat("%I64d|%s|%s|%I64d",login,AccountInfoString(ACCOUNT_SERVER),m_symbol,
                             m_settings.magic);
   return(StringFormat("%I64d-%016I64x",login,HtHash(whole)));
  }

string CHyperTrader::InstanceKey(void) const
  {
   return((m_settings.trading==HT_TRADING_PAPER ? "paper-" : "live-")+Name());
  }

// Where the library keeps its risk state. Slashes are understood on every system.
string CHyperTrader::StateFolder(void) const
  {
   if(m_in_tester)
      return("");
   FolderCreate(HT_FOLDER_STATE);
   return(TerminalInfoString(TERMINAL_DATA_PATH)+"/MQL5/Files/HyperTrader/state");
  }

// Settings must have been checked. True when running, or waiting for the terminal.
bool CHyperTrader::Init(const HtSettings &settings)
  {
   m_settings=settings;
   m_symbol=Symbol();
   m_period=Period();
   m_in_tester=(MQLInfoInteger(MQL_TESTER)!=0);
   m_is_visible=(!m_in_tester || MQLInfoInteger(MQL_VISUAL_MODE)!=0);
   m_handle=0;
   m_is_running=false;
   m_has_failed=false;
   m_error=0;
   m_error_text="";
   m_note="starting";
   m_waited_s=0;
   m_history_tries=0;
   m_offset_differs=0;
   m_timer_s=0;
   m_snapshot_msc=0;
   m_refusal="";
   m_journal.Init("hypertrader "+m_symbol,settings.log_level,MQLInfoInteger(MQL_OPTIMIZATION)!=0);
   string problem=HtLibraryProblem();
   if(problem!="")
      return(Fail(HT_E_ABI,problem));
   m_clock.Init(m_in_tester);
   m_reader.Init(m_symbol);
   m_contract.Init(m_symbol);
   ArrayResize(m_ticks,0,HT_TICKS_BATCH);
   string prefix=StringFormat("HT_%I64d_",settings.magic);
   if(m_is_visible && settings.marks)
      m_marks.Create(prefix+"m_");
   if(m_is_visible && settings.panel)
      m_panel.Create(prefix+"p_");
   TryStart();
   return(!m_has_failed);
  }

bool CHyperTrader::InitBroker(void)
  {
   if(m_settings.trading==HT_TRADING_PAPER)
     {
      string file=(m_in_tester ? "" : "HyperTrader\\paper-"+Name()+".bin");
      m_broker=GetPointer(m_paper);
      return(m_paper.Init(m_symbol,(ulong)m_settings.magic,m_settings.paper_balance,
                          m_settings.commission_per_lot,file,GetPointer(m_journal)));
     }
   m_broker=GetPointer(m_live);
   m_live.Init(m_symbol,(ulong)m_settings.magic,m_settings.trading==HT_TRADING_LIVE,m_in_tester,
               GetPointer(m_journal));
   return(true);
  }

// Account and symbol have arrived from the server.
bool CHyperTrader::IsMarketKnown(void)
  {
   if(!m_in_tester && TerminalInfoInteger(TERMINAL_CONNECTED)==0)
     {
      m_note="waiting for the connection to the broker";
      return(false);
     }
   if(AccountInfoInteger(ACCOUNT_LOGIN)==0 || AccountInfoString(ACCOUNT_CURRENCY)=="")
     {
      m_note="waiting for the account";
      return(false);
     }
   if(!m_contract.IsReady())
     {
      SymbolSelect(m_symbol,true);
      m_note="waiting for prices of "+m_symbol;
      return(false);
     }
   return(true);
  }

bool CHyperTrader::Open(void)
  {
   if(m_settings.trading==HT_TRADING_LIVE)
     {
      string problem=HtAccountProblem();
      if(problem!="")
         return(Fail(HT_E_VALUE,problem));
      string hint=(m_in_tester ? "" : HtPermissionHint());
      if(hint!="")
         m_journal.Warn("permission",hint);
     }
   if(!InitBroker())
      return(Fail(HT_E_STATE,"the file of the paper account is damaged: move MQL5\\Files\\"
                  "HyperTrader\\paper-"+Name()+".bin away to begin a new one"));
   HtEngineParams params={};
   params.struct_size=(uint)sizeof(HtEngineParams);
   params.mode=Mode();
   params.magic=(ulong)m_settings.magic;
   params.login=AccountInfoInteger(ACCOUNT_LOGIN);
   params.risk_group=(m_settings.trading==HT_TRADING_PAPER && !m_in_tester ? 1 : 0);
   params.period_s=(uint)PeriodSeconds(m_period);
   if(!m_in_tester)
      HtPutText(InstanceKey(),params.instance_key);
   if(!HtPutText(m_symbol,params.symbol))
      return(Fail(HT_E_SYMBOL,"the symbol's name is longer than 31 bytes"));
   m_offset_s=m_clock.UtcOffset();
   uchar path[];
   uchar overrides[];
   int path_len=HtBytes(m_settings.config_file,path);
   int overrides_len=HtBytes(HtOverridesText(m_settings,StateFolder(),m_offset_s),overrides);
   int code=ht_engine_open(params,path,path_len,overrides,overrides_len,m_handle);
   if(code<0)
     {
      m_handle=0;
      return(Fail(code,"the engine cannot be opened: "+HtLastErrorText(0)));
     }
   m_history_tries=(code==HT_REATTACHED ? -1 : 0);
   return(true);
  }

// Closed bars, so that indicators are warm with the first tick. False = try again.
bool CHyperTrader::WarmUp(void)
  {
   if(m_history_tries<0 || m_settings.warmup_bars==0)
      return(true);
   MqlRates rates[];
   int count=CopyRates(m_symbol,m_period,0,m_settings.warmup_bars,rates);
   m_history_tries++;
   bool is_enough=(count>=m_settings.warmup_bars || m_in_tester
                   || m_history_tries>=HT_HISTORY_TRIES);
   if(!is_enough)
     {
      m_note=StringFormat("waiting for history, %d of %d bars",MathMax(count,0),
                          m_settings.warmup_bars);
      return(false);
     }
   if(count>0)
      Check(ht_engine_history(m_handle,rates,count,HT_HISTORY_FORMING),"ht_engine_history");
   return(true);
  }

// Everything that must be known before the first tick. False = try again.
bool CHyperTrader::Start(void)
  {
   TellSymbol(true);
   if(!WarmUp())
      return(false);
   HtStatus status={};
   bool is_warm=(m_history_tries<0 && Status(status) && status.time_msc>0);
   if(is_warm)
      m_reader.StartBehind(status.time_msc);
   else
      if(!m_reader.StartNow())
        {
         m_note="waiting for ticks";
         return(false);
        }
   string currencies[3];
   for(int i=0; i<3; i++)
      currencies[i]=m_contract.Currencies(i);
   m_calendar.Init(m_settings.calendar && !m_in_tester,m_settings.calendar_file,currencies,
                   GetPointer(m_journal));
   if(m_settings.signal_log && MQLInfoInteger(MQL_OPTIMIZATION)==0)
      m_journal.OpenSignals("signals-"+HtFileName(m_symbol)+"-"+IntegerToString(m_settings.magic)
                            +".csv");
   m_is_running=true;
   m_note="";
   m_journal.Info(StringFormat("running, library %s, %s",HtVersionText(),
                               m_settings.trading==HT_TRADING_OFF ? "trading is off"
                               : m_settings.trading==HT_TRADING_PAPER ? "paper trading"
                               : "live trading"));
   if(!m_in_tester)
      Tell(m_clock.Now());
   return(true);
  }

// One step on the way to running; called by Init and then by the timer.
void CHyperTrader::TryStart(void)
  {
   if(m_is_running || m_has_failed)
      return;
   if(m_handle==0)
     {
      if(!IsMarketKnown())
        {
         m_waited_s++;
         if(m_waited_s==HT_PATIENCE_S)
            m_journal.Warn("start",m_note);
         return;
        }
      if(!Open())
        {
         m_has_failed=true;
         return;
        }
     }
   Start();
  }

void CHyperTrader::CloseHandle(void)
  {
   if(m_handle!=0)
      ht_engine_close(m_handle);
   m_handle=0;
   m_is_running=false;
  }

// Milliseconds: nothing here waits.
void CHyperTrader::Deinit(const int reason)
  {
   if(m_broker!=NULL)
      m_broker.Save();
   if(m_handle!=0)
      m_journal.Drain(m_handle);
   CloseHandle();
   m_journal.Close();
   m_panel.Destroy();
   m_marks.Destroy();
   m_broker=NULL;
   if(m_is_visible && reason==REASON_REMOVE)
      Comment("");
  }

#endif
