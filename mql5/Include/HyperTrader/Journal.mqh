//+------------------------------------------------------------------+
//|                                                      Journal.mqh |
//|          Messages of the program and of the library; signals.    |
//+------------------------------------------------------------------+
// Nothing is printed for ticks. A warning of one kind appears at most once a minute; what was left
// out is counted. The signal log has a line for every decision, refused ones too.
#ifndef HYPERTRADER_JOURNAL_MQH
#define HYPERTRADER_JOURNAL_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"
#include "Text.mqh"

#define HT_WARNING_KINDS 16
#define HT_WARNING_PAUSE_S 60
#define HT_LOG_BUFFER 16384

class CHtJournal
  {
private:
   string            m_prefix;
   ENUM_HT_LOG       m_level;
   bool              m_is_quiet;          // in an optimisation nobody reads
   int               m_file;
   bool              m_is_unflushed;
   string            m_kinds[HT_WARNING_KINDS];
   long              m_said_s[HT_WARNING_KINDS];
   int               m_left_out[HT_WARNING_KINDS];
   int               m_next;
   uchar             m_buffer[HT_LOG_BUFFER];

   int               KindIndex(const string kind);
   void              PrintRecords(const string records) const;
   bool              IsWanted(const string line) const;

public:
                     CHtJournal(void);
                    ~CHtJournal(void);
   void              Init(const string prefix,const ENUM_HT_LOG level,const bool quiet);
   bool              OpenSignals(const string name);
   void              Close(void);
   void              Say(const string text) const;
   void              Info(const string text) const;
   void              Warn(const string kind,const string text);
   void              Error(const string text) const;
   void              Drain(const long handle);
   void              Signal(const HtDecision &decision,const HtOrderResult &result,
                            const string symbol,const int digits);
   void              Flush(void);
  };

CHtJournal::CHtJournal(void) : m_prefix("HyperTrader"),m_level(HT_LOG_WARNINGS),m_is_quiet(false),
                               m_file(INVALID_HANDLE),m_is_unflushed(false),m_next(0)
  {
   ArrayInitialize(m_said_s,0);
   ArrayInitialize(m_left_out,0);
   ArrayInitialize(m_buffer,0);
  }

CHtJournal::~CHtJournal(void)
  {
   Close();
  }

void CHtJournal::Init(const string prefix,const ENUM_HT_LOG level,const bool quiet)
  {
   Close();
   m_prefix=prefix;
   m_level=level;
   m_is_quiet=quiet;
   m_next=0;
   for(int i=0; i<HT_WARNING_KINDS; i++)
     {
      m_kinds[i]="";
      m_said_s[i]=0;
      m_left_out[i]=0;
     }
  }

// Continues the table of signals in MQL5\Files\HyperTrader, or begins it.
bool CHtJournal::OpenSignals(const string name)
  {
   FolderCreate(HT_FOLDER);
   string path=HT_FOLDER+"\\"+name;
   bool is_new=!FileIsExist(path);
   m_file=FileOpen(path,FILE_READ|FILE_WRITE|FILE_TXT|FILE_ANSI|FILE_SHARE_READ,'\t',CP_UTF8);
   if(m_file==INVALID_HANDLE)
     {
      Warn("signals",StringFormat("signals are not logged: %s cannot be opened, error %d",path,
                                  GetLastError()));
      return(false);
     }
   FileSeek(m_file,0,SEEK_END);
   if(is_new)
      FileWriteString(m_file,"time,symbol,decision,attempt,action,side,lots,price,stop_loss,"
                      "take_profit,confidence,risk_money,refusal,measured,limit,retcode,order,"
                      "deal\r\n");
   return(true);
  }

void CHtJournal::Close(void)
  {
   if(m_file!=INVALID_HANDLE)
      FileClose(m_file);
   m_file=INVALID_HANDLE;
   m_is_unflushed=false;
  }

// Always printed: what a trader must have read.
void CHtJournal::Say(const string text) const
  {
   Print(m_prefix,": ",text);
  }

void CHtJournal::Info(const string text) const
  {
   if(!m_is_quiet && m_level==HT_LOG_ALL)
      Print(m_prefix,": ",text);
  }

void CHtJournal::Error(const string text) const
  {
   Print(m_prefix,": error: ",text);
  }

// The place of a kind of warning; the oldest kind gives way to a new one.
int CHtJournal::KindIndex(const string kind)
  {
   for(int i=0; i<HT_WARNING_KINDS; i++)
      if(m_kinds[i]==kind)
         return(i);
   int index=m_next;
   m_next=(m_next+1)%HT_WARNING_KINDS;
   m_kinds[index]=kind;
   m_said_s[index]=0;
   m_left_out[index]=0;
   return(index);
  }

void CHtJournal::Warn(const string kind,const string text)
  {
   if(m_is_quiet || m_level<HT_LOG_WARNINGS)
      return;
   int index=KindIndex(kind);
   long now_s=(long)TimeTradeServer();
   long since_s=now_s-m_said_s[index];
   if(m_said_s[index]!=0 && since_s>=0 && since_s<HT_WARNING_PAUSE_S)
     {
      m_left_out[index]++;
      return;
     }
   string more="";
   if(m_left_out[index]>0)
      more=StringFormat(" (%d more since then)",m_left_out[index]);
   Print(m_prefix,": warning: ",text,more);
   m_said_s[index]=now_s;
   m_left_out[index]=0;
  }

// Prints what the library has logged since the last time. A record is "time LEVEL text"; the
// terminal prints a time of its own.
void CHtJournal::Drain(const long handle)
  {
   for(int round=0; round<4; round++)
     {
      int length=ht_log_drain(handle,m_buffer,HT_LOG_BUFFER);
      if(length<=0)
         return;
      PrintRecords(CharArrayToString(m_buffer,0,MathMin(length,HT_LOG_BUFFER-1),CP_UTF8));
     }
  }

void CHtJournal::PrintRecords(const string records) const
  {
   if(m_is_quiet)
      return;
   string lines[];
   int count=StringSplit(records,'\n',lines);
   for(int i=0; i<count; i++)
      if(StringLen(lines[i])>0 && IsWanted(lines[i]))
         Print(m_prefix,": ",StringSubstr(lines[i],StringFind(lines[i]," ")+1));
  }

bool CHtJournal::IsWanted(const string line) const
  {
   if(m_level==HT_LOG_ALL)
      return(true);
   string plain=" "+line;
   StringToLower(plain);
   if(StringFind(plain," error")>=0)
      return(true);
   return(m_level==HT_LOG_WARNINGS && StringFind(plain," warn")>=0);
  }

void CHtJournal::Signal(const HtDecision &decision,const HtOrderResult &result,
                        const string symbol,const int digits)
  {
   if(m_file==INVALID_HANDLE)
      return;
   string line=HtTimeText(decision.time_msc)+","+symbol
               +StringFormat(",%I64u,%d,",decision.id,decision.attempt)
               +HtActionText(decision.action)+","+HtSideText(decision.side)
               +","+DoubleToString(decision.lots,2)+","+DoubleToString(decision.price,digits)
               +","+DoubleToString(decision.stop_loss,digits)
               +","+DoubleToString(decision.take_profit,digits)
               +","+DoubleToString(decision.confidence_frac,3)
               +","+DoubleToString(decision.risk_money,2)
               +StringFormat(",%d,",decision.refusal_code)
               +DoubleToString(decision.refusal_actual,6)+","
               +DoubleToString(decision.refusal_limit,6)
               +StringFormat(",%u,%I64u,%I64u\r\n",result.retcode,result.order_ticket,
                             result.deal_ticket);
   FileWriteString(m_file,line);
   m_is_unflushed=true;
  }

void CHtJournal::Flush(void)
  {
   if(m_is_unflushed && m_file!=INVALID_HANDLE)
      FileFlush(m_file);
   m_is_unflushed=false;
  }

#endif
