//+------------------------------------------------------------------+
//|                                                        Clock.mqh |
//|               The trade server's clock in milliseconds.          |
//+------------------------------------------------------------------+
// The terminal knows the server's time in seconds only, and computes it from the computer's clock,
// which people set. So it is read once; from then on quotes move this clock, and between them the
// milliseconds that the computer counts since it was started.
#ifndef HYPERTRADER_CLOCK_MQH
#define HYPERTRADER_CLOCK_MQH

#property strict

// A quote arrives within this time; if none did for a while, the clock is too far ahead.
#define HT_CLOCK_LAG_MAX_MSC 3000
#define HT_CLOCK_WINDOW_MSC 60000
#define HT_CLOCK_WINDOW_TICKS 5

class CHtClock
  {
private:
   bool              m_in_tester;
   long              m_now_msc;
   long              m_anchor_msc;        // server time at m_anchor_count
   ulong             m_anchor_count;
   ulong             m_window_count;      // when the window of lags began
   long              m_window_lag_msc;    // smallest lag in it
   int               m_window_ticks;

   long              Estimate(void) const;
   void              Anchor(const long server_msc);
   void              CheckLag(const long lag_msc);

public:
                     CHtClock(void);
   bool              Init(const bool in_tester);
   void              OnTick(const long time_msc);
   long              Now(void);
   void              Check(void);
   int               UtcOffset(void) const;
  };

CHtClock::CHtClock(void) : m_in_tester(false),m_now_msc(0),m_anchor_msc(0),m_anchor_count(0),
                           m_window_count(0),m_window_lag_msc(LONG_MAX),m_window_ticks(0)
  {
  }

// False while the terminal does not know the server's time.
bool CHtClock::Init(const bool in_tester)
  {
   m_in_tester=in_tester;
   m_now_msc=0;
   long server_s=(long)(in_tester ? TimeCurrent() : TimeTradeServer());
   if(server_s<=0)
      return(false);
   Anchor(server_s*1000);
   m_now_msc=m_anchor_msc;
   return(true);
  }

void CHtClock::Anchor(const long server_msc)
  {
   m_anchor_msc=server_msc;
   m_anchor_count=(m_in_tester ? 0 : GetTickCount64());
   m_window_count=m_anchor_count;
   m_window_lag_msc=LONG_MAX;
   m_window_ticks=0;
  }

long CHtClock::Estimate(void) const
  {
   if(m_in_tester)
      return(m_anchor_msc);
   return(m_anchor_msc+(long)(GetTickCount64()-m_anchor_count));
  }

// The newest quote, as soon as it has arrived.
void CHtClock::OnTick(const long time_msc)
  {
   if(m_in_tester)
     {
      m_anchor_msc=MathMax(m_anchor_msc,time_msc);
      return;
     }
   long lag_msc=Estimate()-time_msc;
   if(lag_msc<0)
      Anchor(time_msc);
   else
      CheckLag(lag_msc);
  }

void CHtClock::CheckLag(const long lag_msc)
  {
   m_window_lag_msc=MathMin(m_window_lag_msc,lag_msc);
   m_window_ticks++;
   if(GetTickCount64()-m_window_count<HT_CLOCK_WINDOW_MSC || m_window_ticks<HT_CLOCK_WINDOW_TICKS)
      return;
   long ahead_msc=(m_window_lag_msc>HT_CLOCK_LAG_MAX_MSC ? m_window_lag_msc : 0);
   Anchor(Estimate()-ahead_msc);
   if(ahead_msc>0)
      m_now_msc=m_anchor_msc;
  }

// Never goes back, except when it turns out to have been ahead.
long CHtClock::Now(void)
  {
   m_now_msc=MathMax(m_now_msc,Estimate());
   return(m_now_msc);
  }

// Once a second: quotes of other symbols show the time too.
void CHtClock::Check(void)
  {
   long server_msc=(long)TimeCurrent()*1000;
   if(!m_in_tester && server_msc>Estimate())
      Anchor(server_msc);
  }

// Seconds that the server is ahead of UTC by the computer's clock, in quarters of an hour.
int CHtClock::UtcOffset(void) const
  {
   if(m_in_tester)
      return(0);
   double quarters=(double)((long)TimeTradeServer()-(long)TimeGMT())/900.0;
   return(900*(int)MathRound(MathMax(-56.0,MathMin(56.0,quarters))));
  }

#endif
