// expect: PASS
// Ticks: the newest, from a moment on, a range, by what changed, into arrays that are too small.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

bool IsSame(const MqlTick &a,const MqlTick &b)
  {
   return(a.time_msc==b.time_msc && a.bid==b.bid && a.ask==b.ask && a.flags==b.flags);
  }

//--- without a beginning: the newest, the oldest of them first
void TestNewest()
  {
   MqlTick ticks[];
   Check(CopyTicks(_Symbol,ticks)==2000,"2000 when nothing is said");
   Check(ArraySize(ticks)==2000,"the array has as many elements");
   MqlTick last;
   Check(SymbolInfoTick(_Symbol,last) && IsSame(last,ticks[1999]),"the last one is the newest");
   for(int i=1; i<2000; i++)
      if(ticks[i].time_msc<ticks[i-1].time_msc || ticks[i].time!=ticks[i].time_msc/1000)
         Check(false,"order and seconds of tick "+IntegerToString(i));
   MqlTick few[];
   ArraySetAsSeries(few,true);
   Check(CopyTicks(NULL,few,COPY_TICKS_ALL,0,3)==3,"three of the current symbol");
   ArraySetAsSeries(few,false);
   Check(IsSame(few[0],ticks[1997]) && IsSame(few[2],last),"whatever the series flag says");
   Check(last.flags!=0 && (last.flags&~(uint)(TICK_FLAG_BID|TICK_FLAG_ASK))==0,"quotes only");
  }

//--- from a moment on: the oldest ones since
void TestSince()
  {
   MqlTick ticks[];
   MqlTick since[];
   CopyTicks(_Symbol,ticks,COPY_TICKS_ALL,0,500);
   ulong from=(ulong)ticks[100].time_msc;
   Check(CopyTicks(_Symbol,since,COPY_TICKS_ALL,from,10)==10,"ten since");
   Check(IsSame(since[0],ticks[100]) && IsSame(since[9],ticks[109]),"from the first of them on");
   Check(CopyTicks(_Symbol,since,COPY_TICKS_ALL,from)==400,"all since");
   Check(CopyTicks(_Symbol,since,COPY_TICKS_ALL,(ulong)ticks[499].time_msc+1)==0,"none since");
   Check(ArraySize(since)==0,"an array without elements");
   Check(CopyTicks(_Symbol,since,COPY_TICKS_ALL,1,5)==5,"since before all there are");
  }

void TestRange()
  {
   MqlTick ticks[];
   MqlTick range[];
   CopyTicks(_Symbol,ticks,COPY_TICKS_ALL,0,500);
   ulong from=(ulong)ticks[100].time_msc;
   ulong to=(ulong)ticks[200].time_msc;
   Check(CopyTicksRange(_Symbol,range,COPY_TICKS_ALL,from,to)==101,"both ends belong to it");
   Check(IsSame(range[0],ticks[100]) && IsSame(range[100],ticks[200]),"from first to last");
   Check(CopyTicksRange(_Symbol,range,COPY_TICKS_ALL,from)==400,"without an end");
   Check(CopyTicksRange(_Symbol,range,COPY_TICKS_ALL,to,from)==0,"end before the beginning");
  }

void TestFlags()
  {
   MqlTick all[];
   MqlTick some[];
   int total=CopyTicks(_Symbol,all,COPY_TICKS_ALL,0,300);
   Check(CopyTicks(_Symbol,some,COPY_TICKS_INFO,(ulong)all[0].time_msc)==total,"all are quotes");
   Check(CopyTicks(_Symbol,some,COPY_TICKS_TRADE,0,10)==0,"there are no deals");
   Check(CopyTicks(_Symbol,some,COPY_TICKS_INFO|COPY_TICKS_TRADE,0,10)==10,"both is all");
  }

//--- an array of fixed size gets what it holds, and an error says so
void TestSmall()
  {
   MqlTick four[4];
   MqlTick ticks[];
   CopyTicks(_Symbol,ticks,COPY_TICKS_ALL,0,10);
   ResetLastError();
   Check(CopyTicks(_Symbol,four,COPY_TICKS_ALL,0,4)==4 && GetLastError()==0,"it fits");
   Check(IsSame(four[0],ticks[6]),"the newest four");
   Check(CopyTicks(_Symbol,four,COPY_TICKS_ALL,0,10)==4,"it does not");
   Check(GetLastError()==ERR_HISTORY_SMALL_BUFFER,"4407");
   ResetLastError();
   Check(CopyTicks("NOWHERE",ticks)==-1 && GetLastError()==ERR_MARKET_UNKNOWN_SYMBOL,"4301");
   MqlTick tick;
   ResetLastError();
   Check(!SymbolInfoTick("NOWHERE",tick) && GetLastError()==ERR_MARKET_UNKNOWN_SYMBOL,
         "no tick of a symbol that is not there");
  }

void OnStart()
  {
   TestNewest();
   TestSince();
   TestRange();
   TestFlags();
   TestSmall();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
