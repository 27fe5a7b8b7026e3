// Tells every tick: how many came since the last one, and what stands in the way.
#property strict

long g_last_msc=0;
int  g_ticks=0;

string Price(const double price)
  {
   return(DoubleToString(price,_Digits));
  }

//--- the newest bars of a minute
string BarsText()
  {
   MqlRates bars[];
   ResetLastError();
   int total=CopyRates(_Symbol,PERIOD_M1,0,2,bars);
   if(total<0)
      return("error "+IntegerToString(GetLastError()));
   string text="";
   for(int i=0; i<total; i++)
      text+=TimeToString(bars[i].time,TIME_MINUTES)+" "+Price(bars[i].open)+" "
            +Price(bars[i].high)+" "+Price(bars[i].low)+" "+Price(bars[i].close)+" "
            +IntegerToString(bars[i].tick_volume)+" "+IntegerToString(bars[i].real_volume)+"; ";
   return(text);
  }

void OnTick()
  {
   g_ticks++;
   MqlTick ticks[];
   ResetLastError();
   int total=CopyTicks(_Symbol,ticks,COPY_TICKS_ALL,(ulong)(g_last_msc+1),1000);
   if(total<=0)
     {
      Print("tick ",g_ticks," no ticks: ",total," error ",GetLastError());
      return;
     }
   MqlTick last=ticks[total-1];
   g_last_msc=last.time_msc;
   Print("tick ",g_ticks," new ",total," at ",last.time_msc%3600000," bid ",Price(last.bid),
         " ask ",Price(last.ask)," last ",Price(last.last)," x",last.volume," flags ",last.flags);
   Print("bars ",BarsText());
  }

void OnBookEvent(const string &symbol)
  {
   Print("book of ",symbol);
  }

int OnInit()
  {
   Print("history ",BarsText());
   Print("book added ",MarketBookAdd(_Symbol));
   return(INIT_SUCCEEDED);
  }
