//+------------------------------------------------------------------+
//|                                                      Latency.mqh |
//|                 How long the last events took.                   |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_LATENCY_MQH
#define HYPERTRADER_LATENCY_MQH

#property strict

#define HT_LATENCIES 63

class CHtLatency
  {
private:
   ulong             m_values[HT_LATENCIES];
   ulong             m_sorted[HT_LATENCIES];
   int               m_next;
   int               m_count;

public:
                     CHtLatency(void);
   void              Clear(void) { m_next=0; m_count=0; }
   void              Add(const ulong microseconds);
   ulong             Last(void) const;
   ulong             Median(void);
  };

CHtLatency::CHtLatency(void) : m_next(0),m_count(0)
  {
   ArrayInitialize(m_values,0);
   ArrayInitialize(m_sorted,0);
  }

void CHtLatency::Add(const ulong microseconds)
  {
   m_values[m_next]=microseconds;
   m_next=(m_next+1)%HT_LATENCIES;
   m_count=MathMin(m_count+1,HT_LATENCIES);
  }

ulong CHtLatency::Last(void) const
  {
   return(m_count==0 ? 0 : m_values[(m_next+HT_LATENCIES-1)%HT_LATENCIES]);
  }

// Of the last HT_LATENCIES events, by insertion into order.
ulong CHtLatency::Median(void)
  {
   for(int i=0; i<m_count; i++)
     {
      ulong value=m_values[i];
      int at=i;
      for(; at>0 && m_sorted[at-1]>value; at--)
         m_sorted[at]=m_sorted[at-1];
      m_sorted[at]=value;
     }
   return(m_count==0 ? 0 : m_sorted[m_count/2]);
  }

#endif
