//+------------------------------------------------------------------+
//|                                                        Ticks.mqh |
//|              Every tick of the symbol once, in order.            |
//+------------------------------------------------------------------+
// The terminal drops tick events while a program is busy. So an event only says that there is
// something new: ticks are fetched from the last one that was seen. Several ticks may carry the
// same millisecond, therefore those of the last one are counted.
#ifndef HYPERTRADER_TICKS_MQH
#define HYPERTRADER_TICKS_MQH

#property strict

// The terminal has this many of the newest ticks of a symbol at hand.
#define HT_TICKS_BATCH 4096

class CHtTicks
  {
private:
   string            m_symbol;
   bool              m_in_tester;
   long              m_last_msc;          // of the newest tick that was given, 0 = not started
   int               m_last_count;        // ticks of that millisecond that were given

   int               Current(MqlTick &ticks[]);
   int               Newest(MqlTick &ticks[]);
   void              Remember(const MqlTick &ticks[],const int count);

public:
                     CHtTicks(void);
   void              Init(const string symbol);
   bool              IsStarted(void) const { return(m_last_msc>0 || m_in_tester); }
   bool              IsKnown(const string symbol) const;
   long              LastMsc(void) const { return(m_last_msc); }
   bool              StartNow(void);
   void              StartBehind(const long time_msc);
   int               Next(MqlTick &ticks[]);
  };

CHtTicks::CHtTicks(void) : m_symbol(""),m_in_tester(false),m_last_msc(0),m_last_count(0)
  {
  }

void CHtTicks::Init(const string symbol)
  {
   m_symbol=symbol;
   m_in_tester=(MQLInfoInteger(MQL_TESTER)!=0);
   m_last_msc=0;
   m_last_count=0;
  }

// Whether this object, which survives a change of the chart's period, knows where it was.
bool CHtTicks::IsKnown(const string symbol) const
  {
   return(m_symbol==symbol && m_last_msc>0);
  }

// From the newest tick on, which is given too. False while the terminal has none.
bool CHtTicks::StartNow(void)
  {
   MqlTick tick={};
   if(!SymbolInfoTick(m_symbol,tick) || tick.time_msc<=0)
      return(false);
   m_last_msc=tick.time_msc;
   m_last_count=0;
   return(true);
  }

void CHtTicks::StartBehind(const long time_msc)
  {
   m_last_msc=time_msc+1;
   m_last_count=0;
  }

// Ticks that were not given before, oldest first. When there are HT_TICKS_BATCH, there may be more.
// The array keeps its memory from one call to the next.
int CHtTicks::Next(MqlTick &ticks[])
  {
   if(m_in_tester)
      return(Current(ticks));
   if(m_last_msc<=0)
      return(0);
   int copied=CopyTicks(m_symbol,ticks,COPY_TICKS_ALL,(ulong)m_last_msc,HT_TICKS_BATCH);
   if(copied<0)
      return(Newest(ticks));
   int known=0;
   while(known<copied && known<m_last_count && ticks[known].time_msc==m_last_msc)
      known++;
   int count=copied-known;
   if(known>0)
      for(int i=0; i<count; i++)
         ticks[i]=ticks[i+known];
   if(count>0)
      Remember(ticks,count);
   else
      if(copied==HT_TICKS_BATCH)
         StartBehind(m_last_msc);           // more ticks in one millisecond than fit
   return(count);
  }

// In the tester every tick has an event of its own, so that the current one is the next one.
int CHtTicks::Current(MqlTick &ticks[])
  {
   if(ArraySize(ticks)!=1)
      ArrayResize(ticks,1,HT_TICKS_BATCH);
   return(SymbolInfoTick(m_symbol,ticks[0]) ? 1 : 0);
  }

// Without a history of ticks at least the newest one.
int CHtTicks::Newest(MqlTick &ticks[])
  {
   if(Current(ticks)<1 || ticks[0].time_msc<=m_last_msc)
      return(0);
   Remember(ticks,1);
   return(1);
  }

void CHtTicks::Remember(const MqlTick &ticks[],const int count)
  {
   long last_msc=ticks[count-1].time_msc;
   int same=0;
   while(same<count && ticks[count-1-same].time_msc==last_msc)
      same++;
   m_last_count=(last_msc==m_last_msc ? m_last_count+same : same);
   m_last_msc=last_msc;
  }

#endif
