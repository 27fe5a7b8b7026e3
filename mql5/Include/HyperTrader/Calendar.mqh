//+------------------------------------------------------------------+
//|                                                     Calendar.mqh |
//|         Economic events of the symbol's currencies.              |
//+------------------------------------------------------------------+
// From the terminal's calendar, or, where there is none (the tester), from a file in MQL5\Files or
// in the common folder: one event a line, "2026.01.31 14:30,USD,3,name", times of the trade server,
// importance 0 to 3.
#ifndef HYPERTRADER_CALENDAR_MQH
#define HYPERTRADER_CALENDAR_MQH

#property strict

#include "Native.mqh"
#include "Text.mqh"
#include "Journal.mqh"

#define HT_CALENDAR_BACK_S 86400
#define HT_CALENDAR_AHEAD_S 604800
#define HT_CALENDAR_PAUSE_S 3600
#define HT_CALENDAR_MOST 4096

class CHtCalendar
  {
private:
   string            m_file;
   bool              m_uses_terminal;
   string            m_currencies[3];
   long              m_read_s;
   bool              m_is_bad;            // the last reading failed
   HtCalendarEvent   m_events[];
   int               m_count;
   CHtJournal       *m_journal;

   void              Add(const ulong id,const long time_s,const int importance,
                         const string currency);
   bool              ReadTerminal(const long now_s);
   bool              ReadFile(void);

public:
                     CHtCalendar(void) : m_file(""),m_uses_terminal(false),m_read_s(0),
                                         m_is_bad(false),m_count(0),m_journal(NULL) { }
   void              Init(const bool uses_terminal,const string file,const string &currencies[],
                          CHtJournal *journal);
   bool              IsDue(const long now_s) const;
   int               Count(void) const;
   long              ReadAt(void) const { return(m_read_s); }
   int               Read(const long now_s,HtCalendarEvent &events[]);
  };

void CHtCalendar::Init(const bool uses_terminal,const string file,const string &currencies[],
                       CHtJournal *journal)
  {
   m_uses_terminal=uses_terminal;
   m_file=HtOrEmpty(file);
   m_journal=journal;
   m_read_s=0;
   m_is_bad=false;
   for(int i=0; i<3; i++)
      m_currencies[i]=(i<ArraySize(currencies) ? currencies[i] : "");
  }

bool CHtCalendar::IsDue(const long now_s) const
  {
   if(!m_uses_terminal && m_file=="")
      return(false);
   // A file does not change while the program runs.
   if(m_read_s!=0 && !m_uses_terminal)
      return(false);
   return(m_read_s==0 || now_s-m_read_s>=HT_CALENDAR_PAUSE_S || now_s<m_read_s);
  }

// Events of the last reading, -1 when there is no calendar, -2 when it could not be read.
int CHtCalendar::Count(void) const
  {
   if(m_read_s==0)
      return(-1);
   return(m_is_bad ? -2 : m_count);
  }

// All events that are known; negative when nothing could be read, which changes nothing.
int CHtCalendar::Read(const long now_s,HtCalendarEvent &events[])
  {
   m_read_s=now_s;
   m_count=0;
   m_is_bad=!(m_uses_terminal ? ReadTerminal(now_s) : ReadFile());
   if(m_is_bad)
      return(-1);
   ArrayResize(events,MathMax(m_count,1));
   for(int i=0; i<m_count; i++)
      events[i]=m_events[i];
   return(m_count);
  }

void CHtCalendar::Add(const ulong id,const long time_s,const int importance,const string currency)
  {
   if(m_count>=HT_CALENDAR_MOST)
      return;
   if(ArraySize(m_events)<=m_count)
      ArrayResize(m_events,m_count+64);
   ZeroMemory(m_events[m_count]);
   m_events[m_count].id=id;
   m_events[m_count].time_s=time_s;
   m_events[m_count].importance=importance;
   HtPutText(currency,m_events[m_count].currency);
   m_count++;
  }

bool CHtCalendar::ReadTerminal(const long now_s)
  {
   for(int i=0; i<3; i++)
     {
      string currency=m_currencies[i];
      bool is_repeated=((i>0 && currency==m_currencies[0]) || (i>1 && currency==m_currencies[1]));
      if(currency=="" || is_repeated)
         continue;
      MqlCalendarValue values[];
      ResetLastError();
      int count=CalendarValueHistory(values,(datetime)(now_s-HT_CALENDAR_BACK_S),
                                     (datetime)(now_s+HT_CALENDAR_AHEAD_S),NULL,currency);
      if(count<0)
        {
         m_journal.Warn("calendar",StringFormat("the calendar of %s cannot be read, error %d",
                                                currency,GetLastError()));
         return(false);
        }
      for(int k=0; k<count; k++)
        {
         MqlCalendarEvent event={};
         if(CalendarEventById(values[k].event_id,event))
            Add(values[k].id,(long)values[k].time,(int)event.importance,currency);
        }
     }
   return(true);
  }

bool CHtCalendar::ReadFile(void)
  {
   int flags=FILE_READ|FILE_TXT|FILE_ANSI|FILE_SHARE_READ;
   int file=FileOpen(m_file,flags,'\t',CP_UTF8);
   // Agents of the tester see no other files of the terminal than the common ones.
   if(file==INVALID_HANDLE)
      file=FileOpen(m_file,flags|FILE_COMMON,'\t',CP_UTF8);
   if(file==INVALID_HANDLE)
     {
      m_journal.Warn("calendar",StringFormat("the calendar file %s cannot be opened, error %d",
                                             m_file,GetLastError()));
      return(false);
     }
   ulong number=0;
   while(!FileIsEnding(file))
     {
      string parts[];
      string line=FileReadString(file);
      number++;
      if(StringLen(line)==0)
         continue;
      datetime time=0;
      if(StringSplit(line,',',parts)>=3)
         time=StringToTime(parts[0]);
      if(time==0)
        {
         m_journal.Warn("calendar",StringFormat("%s:%I64u is not \"time,currency,importance\"",
                                                m_file,number));
         continue;
        }
      Add(number,(long)time,(int)StringToInteger(parts[2]),parts[1]);
     }
   FileClose(file);
   return(true);
  }

#endif
