// expect: PASS
// Bars: by position, by time, by range, of longer timeframes, and against the ticks they are of.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

//--- a bar has in it what its ticks had
void TestAgainstTicks()
  {
   MqlRates bar[];
   MqlTick ticks[];
   Check(CopyRates(_Symbol,PERIOD_M1,5,1,bar)==1,"one bar");
   ulong from=(ulong)bar[0].time*1000;
   int total=CopyTicksRange(_Symbol,ticks,COPY_TICKS_ALL,from,from+59999);
   Check(total>0 && bar[0].tick_volume==total,"number of ticks");
   double high=0.0;
   double low=DBL_MAX;
   for(int i=0; i<total; i++)
     {
      high=MathMax(high,ticks[i].bid);
      low=MathMin(low,ticks[i].bid);
     }
   Check(bar[0].open==ticks[0].bid && bar[0].close==ticks[total-1].bid,"first and last bid");
   Check(bar[0].high==high && bar[0].low==low,"highest and lowest bid");
   Check(bar[0].spread==10 && bar[0].real_volume==0,"spread");
  }

void TestForms()
  {
   MqlRates bars[];
   MqlRates some[];
   Check(CopyRates(_Symbol,PERIOD_M1,0,100,bars)==100 && ArraySize(bars)==100,"a hundred");
   Check(bars[99].time==iTime(_Symbol,PERIOD_M1,0),"the last one is forming");
   Check(bars[99].time==TimeCurrent()-TimeCurrent()%60,"it began this minute");
   Check(CopyRates(_Symbol,PERIOD_M1,10,5,some)==5 && some[4].time==bars[89].time,"by position");
   Check(CopyRates(_Symbol,PERIOD_M1,bars[50].time+30,5,some)==5,"by time");
   Check(some[4].time==bars[50].time && some[0].time==bars[46].time,"counted to the past");
   Check(CopyRates(_Symbol,PERIOD_M1,bars[20].time,bars[30].time,some)==11,"by range");
   Check(some[0].time==bars[20].time && some[10].time==bars[30].time,"both ends");
   Check(CopyRates(_Symbol,PERIOD_M1,bars[30].time,bars[20].time,some)==11,"either way round");
   Check(CopyRates(_Symbol,PERIOD_M1,bars[20].time+1,bars[20].time+59,some)==0,"no bar begins");
   int all=Bars(_Symbol,PERIOD_M1);
   Check(CopyRates(_Symbol,PERIOD_M1,0,all+50,some)==all,"never more than there are");
   Check(Bars(_Symbol,PERIOD_M1,bars[20].time,bars[30].time)==11,"Bars of a range");
  }

void TestRefused()
  {
   MqlRates bars[];
   MqlRates two[2];
   ResetLastError();
   Check(CopyRates(_Symbol,PERIOD_M1,10000000,1,bars)==-1,"too far in the past");
   Check(GetLastError()==ERR_HISTORY_NOT_FOUND,"4401");
   Check(CopyRates(_Symbol,PERIOD_M1,D'2001.01.01',D'2001.02.01',bars)==-1,"before all");
   Check(CopyRates("NOWHERE",PERIOD_M1,0,1,bars)==-1,"no such symbol");
   Check(GetLastError()==ERR_MARKET_UNKNOWN_SYMBOL,"4301");
   Check(CopyRates(_Symbol,PERIOD_M1,0,3,two)==-1,"an array that is too small");
   Check(CopyRates(_Symbol,PERIOD_M1,0,2,two)==2,"one that is not");
   Check(iTime(_Symbol,PERIOD_M1,10000000)==0 && iClose(_Symbol,PERIOD_M1,-1)==0.0,"no bar");
  }

//--- sixty bars of a minute are one of an hour
void TestLonger()
  {
   MqlRates hour[];
   MqlRates minutes[];
   Check(CopyRates(_Symbol,PERIOD_H1,1,1,hour)==1 && hour[0].time%3600==0,"an hour");
   int total=CopyRates(_Symbol,PERIOD_M1,hour[0].time,hour[0].time+3599,minutes);
   Check(total==60,"sixty minutes");
   long volume=0;
   double high=0.0;
   for(int i=0; i<total; i++)
     {
      volume+=minutes[i].tick_volume;
      high=MathMax(high,minutes[i].high);
     }
   Check(hour[0].tick_volume==volume && hour[0].high==high,"volume and high");
   Check(hour[0].open==minutes[0].open && hour[0].close==minutes[59].close,"open and close");
   Check(iTime(_Symbol,PERIOD_D1,0)==D'2026.01.12',"days begin at the server's midnight");
   Check(iTime(_Symbol,PERIOD_W1,0)==D'2026.01.11',"weeks on Sunday");
   Check(iTime(_Symbol,PERIOD_MN1,0)==D'2026.01.01',"months on the first");
   Check(iTime(_Symbol,PERIOD_H4,0)==D'2026.01.12 08:00',"four hours");
   Check(iTime(NULL,PERIOD_CURRENT,0)==iTime(_Symbol,PERIOD_M1,0),"those of the chart");
  }

void TestSingle()
  {
   MqlRates bars[];
   double closes[];
   datetime times[];
   long volumes[];
   int spreads[];
   int total=CopyRates(_Symbol,PERIOD_M5,0,50,bars);
   Check(CopyClose(_Symbol,PERIOD_M5,0,50,closes)==total && closes[7]==bars[7].close,"closes");
   Check(CopyTime(_Symbol,PERIOD_M5,bars[10].time,5,times)==5 && times[4]==bars[10].time,"times");
   Check(CopyTickVolume(_Symbol,PERIOD_M5,0,50,volumes)==50 && volumes[3]==bars[3].tick_volume,
         "volumes");
   Check(CopySpread(_Symbol,PERIOD_M5,0,1,spreads)==1 && spreads[0]==10,"spreads");
   Check(iOpen(_Symbol,PERIOD_M5,3)==bars[46].open && iLow(_Symbol,PERIOD_M5,3)==bars[46].low,
         "single values");
   int highest=iHighest(_Symbol,PERIOD_M5,MODE_HIGH,50,0);
   int lowest=iLowest(_Symbol,PERIOD_M5,MODE_LOW,50,0);
   for(int i=0; i<50; i++)
      if(bars[49-i].high>bars[49-highest].high || bars[49-i].low<bars[49-lowest].low)
         Check(false,"highest and lowest");
   Check(iBarShift(_Symbol,PERIOD_M5,bars[40].time+200)==9,"the bar of a moment");
   Check(iBarShift(_Symbol,PERIOD_M5,bars[49].time+400,true)==-1,"none begins then");
   Check(iBarShift(_Symbol,PERIOD_M5,D'2001.01.01')==Bars(_Symbol,PERIOD_M5)-1,"the oldest");
   Check(SeriesInfoInteger(_Symbol,PERIOD_M5,SERIES_BARS_COUNT)==iBars(_Symbol,PERIOD_M5),"count");
   Check(SeriesInfoInteger(_Symbol,PERIOD_M5,SERIES_LASTBAR_DATE)==(long)bars[49].time,"newest");
   Check(SeriesInfoInteger(_Symbol,PERIOD_M5,SERIES_SYNCHRONIZED)==1,"synchronized");
  }

void OnStart()
  {
   TestAgainstTicks();
   TestForms();
   TestRefused();
   TestLonger();
   TestSingle();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
