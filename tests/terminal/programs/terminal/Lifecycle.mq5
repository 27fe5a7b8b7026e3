// Tells every event and what the program sees of itself.
#property strict

input int  InpTimer=1;          // Timer, seconds
input int  InpInit=0;           // What OnInit returns
input int  InpSleepInit=0;      // Sleep in OnInit, ms
input int  InpSleepTick=0;      // Sleep in OnTick, ms
input int  InpSleepDeinit=0;    // Sleep in OnDeinit, ms
input int  InpRemoveAt=0;       // ExpertRemove at this tick
input int  InpFailAt=0;         // Reads outside an array at this tick

int g_starts=0;
int g_ticks=0;
int g_timers=0;
int g_values[];

int OnInit()
  {
   g_starts++;
   PrintFormat("init %d %s %s reason %d",g_starts,_Symbol,EnumToString(_Period),
               UninitializeReason());
   if(InpTimer>0 && !EventSetTimer(InpTimer))
      Print("no timer");
   if(InpSleepInit>0)
      Sleep(InpSleepInit);
   return(InpInit);
  }

void OnDeinit(const int reason)
  {
   EventKillTimer();
   PrintFormat("deinit %d same %s stopped %s ticks %d timers %d",reason,
               (string)(reason==UninitializeReason()),(string)IsStopped(),g_ticks,g_timers);
   if(InpSleepDeinit>0)
     {
      Sleep(InpSleepDeinit);
      Print("deinit slept");
     }
  }

void OnTick()
  {
   g_ticks++;
   if(InpSleepTick>0)
      Sleep(InpSleepTick);
   if(g_ticks==InpRemoveAt)
     {
      ExpertRemove();
      Print("removing, stopped ",(string)IsStopped());
     }
   if(g_ticks==InpFailAt)
      Print("never ",g_values[g_ticks]);
  }

void OnTimer()
  {
   g_timers++;
  }

void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   PrintFormat("event %d %I64d %.2f %s",id,lparam,dparam,sparam);
  }
