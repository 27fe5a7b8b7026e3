// Tells what a pass of the tester sees, and collects frames of an optimisation.
#property strict

input int    InpFast=3;         // Fast
input double InpStep=0.5;       // Step
input bool   InpStop=false;     // TesterStop at the tenth tick

int    g_ticks=0;
int    g_timers=0;
double g_first=0.0;

int OnInit()
  {
   PrintFormat("pass init %d %.2f tester %d optimisation %d frames %d",InpFast,InpStep,
               (int)MQLInfoInteger(MQL_TESTER),(int)MQLInfoInteger(MQL_OPTIMIZATION),
               (int)MQLInfoInteger(MQL_FRAME_MODE));
   if(InpFast>InpStep*10)
      return(INIT_PARAMETERS_INCORRECT);
   if(TimeLocal()!=TimeTradeServer() || TimeGMT()!=TimeTradeServer())
      Print("FAIL clocks of the tester");
   if(GlobalVariableCheck("given"))
      Print("FAIL global variables of the terminal in the tester");
   GlobalVariableSet("left",1.0);
   EventSetTimer(60);
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   PrintFormat("pass deinit %d ticks %d timers %d",reason,g_ticks,g_timers);
  }

void OnTick()
  {
   g_ticks++;
   if(g_ticks==1)
      g_first=SymbolInfoDouble(_Symbol,SYMBOL_BID);
   if(InpStop && g_ticks==10)
      TesterStop();
  }

void OnTimer()
  {
   g_timers++;
  }

double OnTester()
  {
   double values[2];
   values[0]=g_ticks;
   values[1]=InpFast;
   if(!FrameAdd("pass",1,InpFast*100.0,values) && MQLInfoInteger(MQL_OPTIMIZATION)!=0)
      Print("FAIL frame");
   return(InpFast+InpStep);
  }

void OnTesterInit()
  {
   bool on=false;
   long value=0,start=0,step=0,stop=0;
   if(!ParameterGetRange("InpFast",on,value,start,step,stop))
      Print("FAIL range");
   PrintFormat("range %s %I64d %I64d %I64d %I64d",(string)on,value,start,step,stop);
   if(!ParameterSetRange("InpStep",true,0.5,0.5,0.25,1.0))
      Print("FAIL set range");
  }

void OnTesterPass()
  {
   ulong  pass=0;
   string name="";
   long   id=0;
   double value=0.0;
   double data[];
   while(FrameNext(pass,name,id,value,data))
     {
      string inputs[];
      uint   count=0;
      if(!FrameInputs(pass,inputs,count))
         Print("FAIL inputs of a frame");
      PrintFormat("frame %I64u %s %.0f ticks %.0f fast %.0f %s",pass,name,value,data[0],data[1],
                  inputs[0]);
     }
  }

void OnTesterDeinit()
  {
   Print("optimisation done");
  }
