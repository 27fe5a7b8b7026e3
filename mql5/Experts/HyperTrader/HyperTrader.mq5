//+------------------------------------------------------------------+
//|                                                  HyperTrader.mq5 |
//|     Trades the symbol of its chart as hypertrader.dll decides.   |
//+------------------------------------------------------------------+
#property strict
#property version     "1.00"
#property description "Signals, risk and decisions come from hypertrader.dll."
#property description "Trading is off until it is switched on in the inputs."

#include <HyperTrader/HyperTrader.mqh>

input group "Trading"
input  ENUM_HT_TRADING  InpTrading=HT_TRADING_OFF;             // Trading
sinput long             InpMagic=2026001;                      // Magic number
sinput double           InpPaperBalance=10000.0;               // Paper: balance to begin with

input group "Risk (0 = as configured)"
input  double           InpRiskPercent=0.5;                    // Risk per trade, %, at most 3
input  double           InpOpenRiskPercent=2.0;                // Open risk together, %, at most 5
input  double           InpDailyLossPercent=3.0;               // Loss of a day, stops entries, %
input  double           InpWeeklyLossPercent=6.0;              // Loss of a week, stops entries, %
input  double           InpDrawdownPercent=15.0;               // Drawdown, halts trading, %
input  double           InpLotsMax=1.0;                        // Largest volume, lots
input  double           InpCommissionPerLot=0.0;               // Commission per lot, in and out

input group "Signals and stops (0 = as configured)"
input  int              InpVotesMin=0;                         // Rules that must agree, 1 to 4
input  double           InpStopAtr=0.0;                        // Stop, average true ranges
input  double           InpRewardToRisk=0.0;                   // Target, multiple of the stop
input  ENUM_HT_OPPOSITE InpOpposite=HT_OPPOSITE_CONFIGURED;    // A signal against the position

input group "Trailing (0 = as configured)"
input  ENUM_HT_SWITCH   InpTrailing=HT_SWITCH_CONFIGURED;      // Trailing stop
input  double           InpBreakevenPercent=0.0;               // Gain for break-even, %
input  double           InpTrailAfterPercent=0.0;              // Gain to trail from, %
input  double           InpTrailPercent=0.0;                   // Distance of trailing, %

input group "Model (empty = as configured)"
sinput string           InpModelFile="";                       // Model file
input  ENUM_HT_MODEL_MODE InpModelMode=HT_MODEL_MODE_CONFIGURED; // What the model decides
sinput ENUM_HT_RETRAIN  InpRetrain=HT_RETRAIN_CONFIGURED;      // Training the model anew

input group "Market (0 and empty = as configured)"
input  int              InpSpreadMaxPoints=0;                  // Widest spread for entries, points
input  int              InpDeviationPoints=0;                  // Largest deviation, points
sinput string           InpHours="";                           // Hours of entries, 08:00-20:00

input group "Clock of the trade server"
sinput ENUM_HT_CLOCK    InpClock=HT_CLOCK_AUTO;                // Difference to UTC
sinput int              InpUtcOffsetMinutes=0;                 // From inputs: minutes ahead of UTC
sinput ENUM_HT_DST      InpDst=HT_DST_NONE;                    // From inputs: daylight saving

input group "Data"
sinput string           InpConfigFile="";                      // Configuration file
sinput bool             InpCalendar=true;                      // Keep away from news
sinput string           InpCalendarFile="";                    // Calendar file, for the tester
sinput int              InpWarmupBars=0;                       // Bars of history, 0 = enough

input group "Display and logs"
sinput bool             InpPanel=true;                         // Panel
sinput bool             InpMarks=true;                         // Arrows and lines on the chart
sinput bool             InpSignalLog=true;                     // Table of signals
sinput ENUM_HT_LOG      InpLog=HT_LOG_WARNINGS;                // Lines in the tab Experts

CHyperTrader g_trader;
CHtPasses    g_passes;

void ReadInputs(HtSettings &settings)
  {
   settings.trading=InpTrading;
   settings.magic=InpMagic;
   settings.paper_balance=InpPaperBalance;
   settings.risk_percent=InpRiskPercent;
   settings.open_risk_percent=InpOpenRiskPercent;
   settings.daily_loss_percent=InpDailyLossPercent;
   settings.weekly_loss_percent=InpWeeklyLossPercent;
   settings.drawdown_percent=InpDrawdownPercent;
   settings.lots_max=InpLotsMax;
   settings.commission_per_lot=InpCommissionPerLot;
   settings.votes_min=InpVotesMin;
   settings.stop_atr=InpStopAtr;
   settings.reward_to_risk=InpRewardToRisk;
   settings.opposite=InpOpposite;
   settings.trailing=InpTrailing;
   settings.trail_breakeven_percent=InpBreakevenPercent;
   settings.trail_after_percent=InpTrailAfterPercent;
   settings.trail_distance_percent=InpTrailPercent;
   settings.model_file=InpModelFile;
   settings.model_mode=InpModelMode;
   settings.retrain=InpRetrain;
   settings.spread_max_points=InpSpreadMaxPoints;
   settings.deviation_points=InpDeviationPoints;
   settings.hours=InpHours;
   settings.clock=InpClock;
   settings.utc_offset_minutes=InpUtcOffsetMinutes;
   settings.dst=InpDst;
   settings.config_file=InpConfigFile;
   settings.calendar=InpCalendar;
   settings.calendar_file=InpCalendarFile;
   settings.warmup_bars=InpWarmupBars;
   settings.panel=InpPanel;
   settings.marks=InpMarks;
   settings.signal_log=InpSignalLog;
   settings.log_level=InpLog;
  }

int OnInit(void)
  {
   HtSettings settings;
   ReadInputs(settings);
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

void OnTradeTransaction(const MqlTradeTransaction &transaction,const MqlTradeRequest &request,
                        const MqlTradeResult &result)
  {
   g_trader.OnTradeTransaction(transaction,result);
  }

void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   g_trader.OnChartEvent(id,sparam);
  }

double OnTester(void)
  {
   double criterion=HtCriterion();
   if(MQLInfoInteger(MQL_OPTIMIZATION)!=0)
      g_passes.Send(criterion);
   return(criterion);
  }

int OnTesterInit(void)
  {
   return(g_passes.Open() ? INIT_SUCCEEDED : INIT_FAILED);
  }

void OnTesterPass(void)
  {
   g_passes.Write();
  }

void OnTesterDeinit(void)
  {
   g_passes.Close();
  }
