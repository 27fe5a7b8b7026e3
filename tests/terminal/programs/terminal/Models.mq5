// A program of one's own with the classes of the Expert Advisor: it changes its model at a key.
#property strict

#include <HyperTrader/HyperTrader.mqh>

input string InpFirst="first.htm";     // In MQL5\Files, when it begins
input string InpSecond="second.htm";   // At the key S
input bool   InpLight=false;           // A light chart

CHyperTrader g_trader;

int OnInit(void)
  {
   if(InpLight)
      ChartSetInteger(0,CHART_COLOR_BACKGROUND,clrWhite);
   HtSettings settings;
   ZeroMemory(settings);
   settings.trading=HT_TRADING_PAPER;
   settings.magic=2026002;
   settings.paper_balance=10000.0;
   settings.lots_max=1.0;
   settings.model_file=InpFirst;
   settings.model_mode=HT_MODEL_MODE_CONFIRM;
   settings.panel=true;
   settings.log_level=HT_LOG_ALL;
   g_trader.Init(settings);
   return(g_trader.InitCode());
  }

void OnDeinit(const int reason)
  {
   g_trader.Deinit(reason);
  }

void OnTick(void)
  {
   g_trader.OnTick();
  }

void OnTimer(void)
  {
   g_trader.OnTimer();
  }

string Name(void)
  {
   HtModel model;
   return(g_trader.Model(model) ? HtModelName(model.id) : "unknown");
  }

// S: the second model; N: none; X: a file that is no model; T and C: training, which is off.
void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   if(id!=CHARTEVENT_KEYDOWN)
      return;
   string before=Name();
   bool done=false;
   if(lparam=='S')
      done=g_trader.SetModel(InpSecond);
   if(lparam=='N')
      done=g_trader.SetModel("");
   if(lparam=='X')
      done=g_trader.SetModel("bars.csv");
   if(lparam=='T')
      done=g_trader.StartTraining();
   if(lparam=='C')
      done=g_trader.CancelTraining();
   string answer=(done ? "done" : "refused");
   PrintFormat("key %s %s, the model is %s",CharToString((uchar)lparam),answer,
               before==Name() ? "the same" : Name()=="00000000" ? "gone" : "another");
  }
