//+------------------------------------------------------------------+
//|                                                    Bootstrap.mq5 |
//|        Puts M1 bars of the terminal into the history store.      |
//+------------------------------------------------------------------+
// `hypertrader replay` and `hypertrader features` read what is stored here. Running it again is
// harmless: bars that are there already are not written again.
#property strict
#property version     "1.00"
#property description "Stores closed M1 bars of the chart's symbol for the program hypertrader."
#property script_show_inputs

#include <HyperTrader/Native.mqh>
#include <HyperTrader/Text.mqh>
#include <HyperTrader/Handshake.mqh>

input int    InpDays=90;                    // Days back from now
input string InpSource="";                  // Name of the source, empty = name of the server
input string InpConfigFile="";              // Configuration with engine.history_dir, empty = below

#define DAYS_MOST 7300
#define BATCH_S 604800              // a week: 10,080 bars at most
#define TRIES_MOST 150
#define TRY_PAUSE_MS 200
#define SAME_NOTHING 20
#define BARS_OF_DAY 1440

class CBootstrap
  {
private:
   string            m_symbol;
   string            m_folder;
   uchar             m_config[];
   int               m_config_length;
   uchar             m_overrides[];
   int               m_overrides_length;
   uchar             m_source[];
   int               m_source_length;
   uchar             m_name[];
   int               m_name_length;
   int               m_read;
   int               m_stored;

   bool              Store(const MqlRates &rates[],const int count);
   int               ReadBars(const datetime from,const datetime to,MqlRates &rates[]) const;
   datetime          Begin(const datetime now) const;

public:
                     CBootstrap(void) : m_symbol(""),m_folder(""),m_config_length(0),
                                        m_overrides_length(0),m_source_length(0),m_name_length(0),
                                        m_read(0),m_stored(0) { }
   bool              Init(const string symbol);
   bool              Run(void);
   string            Result(void) const;
  };

bool CBootstrap::Init(const string symbol)
  {
   m_symbol=symbol;
   string data=TerminalInfoString(TERMINAL_DATA_PATH)+"/MQL5/Files/";
   m_folder="the folder engine.history_dir of "+InpConfigFile;
   string overrides="";
   string config="";
   if(StringLen(InpConfigFile)==0)
     {
      m_folder="MQL5\\Files\\HyperTrader\\history";
      overrides="[engine]\nhistory_dir = "+HtToml(data+"HyperTrader/history")+"\n";
     }
   else
     {
      if(!FileIsExist(InpConfigFile))
        {
         Print("Bootstrap: there is no file MQL5\\Files\\",InpConfigFile);
         return(false);
        }
      config=data+InpConfigFile;
     }
   string source=(StringLen(InpSource)>0 ? InpSource : AccountInfoString(ACCOUNT_SERVER));
   if(StringLen(source)==0)
     {
      Print("Bootstrap: there is no server to name the source after: log in, or fill in the input");
      return(false);
     }
   m_config_length=HtBytes(config,m_config);
   m_overrides_length=HtBytes(overrides,m_overrides);
   m_source_length=HtBytes(source,m_source);
   m_name_length=HtBytes(symbol,m_name);
   return(true);
  }

// Bars between two moments, both included. The terminal loads what it does not have yet and
// meanwhile answers with nothing or with a part: an answer counts when it comes again, and that
// there are none only when it came often. -1 when it is given up.
int CBootstrap::ReadBars(const datetime from,const datetime to,MqlRates &rates[]) const
  {
   int last=-2;
   int same=0;
   for(int i=0; i<TRIES_MOST && !IsStopped(); i++)
     {
      ResetLastError();
      int count=CopyRates(m_symbol,PERIOD_M1,from,to,rates);
      bool is_whole=(SeriesInfoInteger(m_symbol,PERIOD_M1,SERIES_SYNCHRONIZED)!=0);
      same=(is_whole && count==last ? same+1 : 0);
      last=count;
      if(same>=(count>0 ? 1 : SAME_NOTHING))
         return(MathMax(count,0));
      Sleep(TRY_PAUSE_MS);
     }
   return(-1);
  }

// Another program may be writing: that is waited for.
bool CBootstrap::Store(const MqlRates &rates[],const int count)
  {
   int stored=HT_E_BUSY;
   for(int i=0; i<TRIES_MOST && stored==HT_E_BUSY && !IsStopped(); i++)
     {
      if(i>0)
         Sleep(TRY_PAUSE_MS);
      stored=ht_history_append(HT_MODE_LIVE,m_config,m_config_length,m_overrides,
                               m_overrides_length,m_source,m_source_length,m_name,m_name_length,
                               PeriodSeconds(PERIOD_M1),rates,count);
     }
   if(stored<0)
     {
      Print("Bootstrap: bars cannot be stored (",stored,"): ",HtLastErrorText(0));
      return(false);
     }
   m_read+=count;
   m_stored+=stored;
   return(true);
  }

// Not before the server's own history.
datetime CBootstrap::Begin(const datetime now) const
  {
   long first=SeriesInfoInteger(m_symbol,PERIOD_M1,SERIES_SERVER_FIRSTDATE);
   return((datetime)MathMax((long)now-(long)InpDays*86400,first));
  }

bool CBootstrap::Run(void)
  {
   datetime now=TimeTradeServer();
   // The bar of this minute is not closed.
   datetime end=now-(int)((long)now%60)-1;
   datetime begin=Begin(now);
   MqlRates rates[];
   for(datetime from=begin; from<=end; from+=BATCH_S)
     {
      datetime to=(datetime)MathMin((long)from+BATCH_S-1,(long)end);
      Comment(StringFormat("Bootstrap %s: %.0f %%, %d bars",m_symbol,
                           100.0*(double)(from-begin)/MathMax((double)(end-begin),1.0),m_read));
      int count=ReadBars(from,to,rates);
      if(IsStopped())
        {
         Print("Bootstrap: stopped; what was stored stays");
         return(false);
        }
      if(count<0)
        {
         Print("Bootstrap: the terminal does not deliver the history of ",m_symbol," from ",
               TimeToString(from,TIME_DATE),", error ",GetLastError(),
               ": is the connection there?");
         return(false);
        }
      if(count>0 && !Store(rates,count))
         return(false);
     }
   return(true);
  }

string CBootstrap::Result(void) const
  {
   return(StringFormat("%s: %d bars read, %d of them new or different, in %s",m_symbol,m_read,
                       m_stored,m_folder));
  }

// Older bars than this the terminal does not give out, whatever the server has.
void HintAtMaxBars(void)
  {
   long most=TerminalInfoInteger(TERMINAL_MAXBARS);
   if(most>0 && (long)InpDays*BARS_OF_DAY>most)
      Print("Bootstrap: the terminal keeps ",most," bars a chart; for ",InpDays,
            " days of M1 raise Tools, Options, Charts, Max bars in chart, and start it again");
  }

void OnStart(void)
  {
   if(InpDays<1 || InpDays>DAYS_MOST)
     {
      Print("Bootstrap: FAIL, the days must be between 1 and ",DAYS_MOST);
      return;
     }
   string problem=HtLibraryProblem();
   if(problem!="")
     {
      Print("Bootstrap: FAIL, ",problem);
      return;
     }
   HintAtMaxBars();
   CBootstrap work;
   bool is_done=(work.Init(Symbol()) && work.Run());
   Comment("");
   Print("Bootstrap: ",is_done ? "done, " : "FAIL, ",work.Result());
  }
