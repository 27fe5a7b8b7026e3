//+------------------------------------------------------------------+
//|                                                         Lock.mqh |
//|       One Expert Advisor for an account, symbol and magic.       |
//+------------------------------------------------------------------+
// A temporary global variable of the terminal, gone when the terminal ends, holds the time of the
// last sign of life. A program that was stopped by an error cannot give it back, so it goes to
// somebody else after a while.
#ifndef HYPERTRADER_LOCK_MQH
#define HYPERTRADER_LOCK_MQH

#property strict

#define HT_LOCK_LASTS_MSC 120000

class CHtLock
  {
private:
   string            m_name;              // empty = not held
   double            m_written;

public:
                     CHtLock(void) : m_name(""),m_written(0.0) { }
   bool              Take(const string name);
   bool              Keep(void);
   void              Release(void);
  };

// False when somebody else holds it.
bool CHtLock::Take(const string name)
  {
   Release();
   GlobalVariableTemp(name);
   double held=GlobalVariableGet(name);
   double now=(double)GetTickCount64();
   if(held>0.0 && held<=now && now-held<HT_LOCK_LASTS_MSC)
      return(false);
   if(!GlobalVariableSetOnCondition(name,now,held))
      return(false);
   m_name=name;
   m_written=now;
   return(true);
  }

// The sign of life, once a second. False when it has gone to somebody else meanwhile.
bool CHtLock::Keep(void)
  {
   double now=(double)GetTickCount64();
   if(StringLen(m_name)==0 || !GlobalVariableSetOnCondition(m_name,now,m_written))
     {
      m_name="";
      return(false);
     }
   m_written=now;
   return(true);
  }

void CHtLock::Release(void)
  {
   if(StringLen(m_name)>0)
      GlobalVariableSetOnCondition(m_name,0.0,m_written);
   m_name="";
  }

#endif
