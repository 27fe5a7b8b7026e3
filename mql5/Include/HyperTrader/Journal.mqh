//+------------------------------------------------------------------+
//|                                                      Journal.mqh |
//|         What is printed, how often, and the log of signals.      |
//+------------------------------------------------------------------+
// Only changes are printed, never ticks. A warning that repeats itself is printed once a minute
// with the number of times it was held back. The terminal puts the time before every line.
#ifndef HYPERTRADER_JOURNAL_MQH
#define HYPERTRADER_JOURNAL_MQH

#property strict

#include "Types.mqh"
#include "Text.mqh"

#define HT_WARNINGS_REMEMBERED 16
#define HT_WARNING_INTERVAL_S 60
// A pass of the Strategy Tester prints no more lines than this.
#define HT_TESTER_LINES_MAX 5000
#define HT_LOG_BUFFER 8192
// Buffers of log records that are read at a time.
#define HT_LOG_ROUNDS_MAX 8

struct HtWarning
  {
   string            key;
   long              printed_s;           // server time
   int               held_back;
  };

class CHtJournal
  {
private:
   string            m_prefix;
   ENUM_HT_LOG       m_level;
   bool              m_in_tester;
   bool              m_is_silent;
   int               m_lines;
   HtWarning         m_warnings[HT_WARNINGS_REMEMBERED];
   int               m_warnings_next;
   uchar             m_buffer[HT_LOG_BUFFER];
   string            m_signal_file;
   string            m_period;
   string            m_symbol;
   int               m_digits;

   int               FindWarning(const string key);
   void              PrintRecord(const string line);
   void              PrintLine(const string text);
   bool              OpenSignals(int &file) const;

public:
                     CHtJournal(void);
   void              Init(const string symbol,const string period,const int digits,
                          const ENUM_HT_LOG level,const bool in_tester,const bool silent);
   void              LogSignals(const string file) { m_signal_file=file; }
   void              Say(const string text);
   void              Info(const string text);
   void              Warn(const string key,const string text);
   void              Error(const string text);
   void              Drain(const long handle);
   void              Signal(const HtDecision &decision,const HtOrderResult &result);
  };

CHtJournal::CHtJournal(void) : m_prefix("HyperTrader"),m_level(HT_LOG_WARNINGS),m_in_tester(false),
                               m_is_silent(false),m_lines(0),m_warnings_next(0),m_signal_file(""),
                               m_period(""),m_symbol(""),m_digits(5)
  {
   ArrayInitialize(m_buffer,0);
  }

// `silent` is for passes of an optimisation, where nobody reads along.
void CHtJournal::Init(const string symbol,const string period,const int digits,
                      const ENUM_HT_LOG level,const bool in_tester,const bool silent)
  {
   m_symbol=symbol;
   m_period=period;
   m_digits=digits;
   m_prefix=StringFormat("HyperTrader %s %s",symbol,period);
   m_level=level;
   m_in_tester=in_tester;
   m_is_silent=silent;
   m_lines=0;
   m_signal_file="";
   m_warnings_next=0;
   for(int i=0; i<HT_WARNINGS_REMEMBERED; i++)
     {
      m_warnings[i].key="";
      m_warnings[i].printed_s=0;
      m_warnings[i].held_back=0;
     }
  }

// What is always worth a line: start, orders and their results, end.
void CHtJournal::Say(const string text)
  {
   PrintLine(text);
  }

void CHtJournal::Info(const string text)
  {
   if(m_level==HT_LOG_ALL)
      PrintLine(text);
  }

void CHtJournal::Error(const string text)
  {
   PrintLine("ERROR "+text);
  }

// Warnings of one key are printed at most once a minute.
void CHtJournal::Warn(const string key,const string text)
  {
   if(m_level==HT_LOG_ERRORS || m_is_silent)
      return;
   int index=FindWarning(key);
   long now_s=(long)TimeTradeServer();
   long printed_s=m_warnings[index].printed_s;
   // A clock that was set back does not silence a warning for longer.
   if(printed_s>0 && now_s>=printed_s && now_s-printed_s<HT_WARNING_INTERVAL_S)
     {
      m_warnings[index].held_back++;
      return;
     }
   string line="WARN "+text;
   if(m_warnings[index].held_back>0)
      line+=StringFormat(" (and %d like it before)",m_warnings[index].held_back);
   m_warnings[index].held_back=0;
   m_warnings[index].printed_s=now_s;
   PrintLine(line);
  }

// The entry of a key; a new one takes the place of the oldest.
int CHtJournal::FindWarning(const string key)
  {
   for(int i=0; i<HT_WARNINGS_REMEMBERED; i++)
      if(m_warnings[i].key==key)
         return(i);
   int index=m_warnings_next;
   m_warnings_next=(m_warnings_next+1)%HT_WARNINGS_REMEMBERED;
   m_warnings[index].key=key;
   m_warnings[index].printed_s=0;
   m_warnings[index].held_back=0;
   return(index);
  }

void CHtJournal::PrintLine(const string text)
  {
   if(m_is_silent)
      return;
   if(m_in_tester)
     {
      m_lines++;
      if(m_lines==HT_TESTER_LINES_MAX)
         Print(m_prefix,": further lines of this pass are not printed");
      if(m_lines>=HT_TESTER_LINES_MAX)
         return;
     }
   Print(m_prefix,": ",text);
  }

// Moves the library's log records out and prints those of the chosen level.
void CHtJournal::Drain(const long handle)
  {
   if(handle==0)
      return;
   for(int round=0; round<HT_LOG_ROUNDS_MAX; round++)
     {
      if(ht_log_drain(handle,m_buffer,HT_LOG_BUFFER)<=0)
         return;
      string lines[];
      int count=StringSplit(HtGetText(m_buffer),'\n',lines);
      for(int i=0; i<count; i++)
         PrintRecord(lines[i]);
     }
  }

// A record is "time LEVEL text". The terminal prints a time of its own.
void CHtJournal::PrintRecord(const string line)
  {
   bool is_error=(StringFind(line," ERROR ")>=0);
   bool is_warning=(!is_error && (StringFind(line," WARN ")>=0 || StringFind(line,"WARN ")==0));
   if(line=="" || (m_level==HT_LOG_ERRORS && !is_error)
      || (m_level==HT_LOG_WARNINGS && !is_error && !is_warning))
      return;
   int space=(StringFind(line,"WARN ")==0 ? -1 : StringFind(line," "));
   PrintLine(StringSubstr(line,space+1));
  }

// One line for every decision, whatever came of it. The file is open only while it is written, so
// that others can read it at any time.
void CHtJournal::Signal(const HtDecision &decision,const HtOrderResult &result)
  {
   int file=INVALID_HANDLE;
   if(m_signal_file=="" || m_is_silent || !OpenSignals(file))
      return;
   string refusal="";
   if(decision.refusal_code!=0)
      refusal=HtRefusalText(decision.refusal_code);
   StringReplace(refusal,"\"","'");
   string line=StringFormat("%s,%s,%s,%I64u,%s,%s,",HtTimeText(decision.time_msc),m_symbol,
                            m_period,decision.id,HtActionText(decision.action),
                            HtSideText(decision.side));
   line+=StringFormat("%.8g,%.*f,%.*f,%.*f,%.4f,%.2f,",decision.lots,m_digits,decision.price,
                      m_digits,decision.stop_loss,m_digits,decision.take_profit,
                      decision.confidence_frac,decision.risk_money);
   line+=StringFormat("%d,\"%s\",%.8g,%.8g,%d,%u,%.*f",decision.refusal_code,refusal,
                      decision.refusal_actual,decision.refusal_limit,decision.attempt,
                      result.retcode,m_digits,result.price);
   FileWriteString(file,line+"\r\n");
   FileClose(file);
  }

bool CHtJournal::OpenSignals(int &file) const
  {
   file=FileOpen(m_signal_file,FILE_READ|FILE_WRITE|FILE_TXT|FILE_ANSI|FILE_SHARE_READ,'\t',
                 CP_UTF8);
   if(file==INVALID_HANDLE)
      return(false);
   if(FileSize(file)==0)
      FileWriteString(file,"time,symbol,period,decision,action,side,lots,price,stop_loss,"
                      "take_profit,confidence,risk_money,refusal,refusal_text,actual,limit,"
                      "attempt,retcode,fill_price\r\n");
   return(FileSeek(file,0,SEEK_END));
  }

#endif
