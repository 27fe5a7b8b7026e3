//+------------------------------------------------------------------+
//|                                                     Settings.mqh |
//|         Inputs checked, and written as overrides in TOML.        |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_SETTINGS_MQH
#define HYPERTRADER_SETTINGS_MQH

#property strict

#include "Types.mqh"
#include "Text.mqh"
#include "ModelText.mqh"

// Most bars of history that may be asked for.
#define HT_BARS_MOST 10000000

// "" when the value is within its range, else what is wrong, in the words of the inputs.
string HtRangeProblem(const string name,const double value,const double least,const double most)
  {
   if(value>=least && value<=most)
      return("");
   return(StringFormat("%s is %g; it must be between %g and %g. ",name,value,least,most));
  }

// Text that goes into a value in quotes and must not end it.
bool HtIsPlainText(const string text)
  {
   for(int i=0; i<StringLen(text); i++)
     {
      ushort c=StringGetCharacter(text,i);
      if(c<32 || c=='"')
         return(false);
     }
   return(true);
  }

// Everything that is wrong with the inputs, "" when nothing is. What the library itself checks
// (hours, files) is reported when the engine is opened.
string HtSettingsProblems(const HtSettings &settings)
  {
   string text="";
   if(settings.magic<=0)
      text+="The magic number must be above 0, so that own positions can be told from others. ";
   text+=HtRangeProblem("Risk per trade, %",settings.risk_percent,0.0,3.0);
   text+=HtRangeProblem("Open risk, %",settings.open_risk_percent,0.0,20.0);
   text+=HtRangeProblem("Daily loss, %",settings.daily_loss_percent,0.0,50.0);
   text+=HtRangeProblem("Weekly loss, %",settings.weekly_loss_percent,0.0,50.0);
   text+=HtRangeProblem("Drawdown, %",settings.drawdown_percent,0.0,90.0);
   text+=HtRangeProblem("Largest volume, lots",settings.lots_max,0.0,10000.0);
   text+=HtRangeProblem("Commission per lot",settings.commission_per_lot,0.0,1000.0);
   text+=HtRangeProblem("Votes needed",settings.votes_min,0,4);
   text+=HtRangeProblem("Stop, ATR",settings.stop_atr,0.0,20.0);
   text+=HtRangeProblem("Reward to risk",settings.reward_to_risk,0.0,20.0);
   text+=HtRangeProblem("Breakeven after, %",settings.trail_breakeven_percent,0.0,100.0);
   text+=HtRangeProblem("Trail after, %",settings.trail_after_percent,0.0,100.0);
   text+=HtRangeProblem("Trail distance, %",settings.trail_distance_percent,0.0,100.0);
   text+=HtRangeProblem("Largest spread, points",settings.spread_max_points,0,100000);
   text+=HtRangeProblem("Deviation, points",settings.deviation_points,0,10000);
   text+=HtRangeProblem("Server ahead of UTC, minutes",settings.utc_offset_minutes,-720,840);
   text+=HtRangeProblem("Bars for warm-up",settings.warmup_bars,0,HT_BARS_MOST);
   text+=HtRangeProblem("Paper balance",settings.paper_balance,0.0,1e9);
   if(settings.trading==HT_TRADING_PAPER && settings.paper_balance<=0.0)
      text+="Paper trading needs a balance above 0. ";
   if(!HtIsPlainText(settings.hours) || !HtIsPlainText(settings.config_file)
      || !HtIsPlainText(settings.calendar_file) || !HtIsPlainText(settings.model_file))
      text+="Texts must not contain quotation marks. ";
   return(text);
  }

// Lines of TOML that are written one after another. 0 and empty leave the configuration alone.
class CHtOverrides
  {
private:
   string            m_text;

public:
                     CHtOverrides(void) : m_text("") { }
   string            Text(void) const { return(m_text); }
   void              Section(const string name) { m_text+="["+name+"]\n"; }
   void              Line(const string key,const string value) { m_text+=key+" = "+value+"\n"; }
   void              Number(const string key,const double value,const int digits);
   void              Whole(const string key,const int value);
  };

void CHtOverrides::Number(const string key,const double value,const int digits)
  {
   if(value!=0.0)
      Line(key,DoubleToString(value,digits));
  }

void CHtOverrides::Whole(const string key,const int value)
  {
   if(value!=0)
      Line(key,IntegerToString(value));
  }

string HtDstText(const ENUM_HT_DST dst)
  {
   if(dst==HT_DST_EU)
      return("eu");
   return(dst==HT_DST_US ? "us" : "none");
  }

string HtOppositeText(const ENUM_HT_OPPOSITE opposite)
  {
   if(opposite==HT_OPPOSITE_EXIT)
      return("exit");
   return(opposite==HT_OPPOSITE_FLIP ? "flip" : "ignore");
  }

string HtRetrainText(const ENUM_HT_RETRAIN retrain)
  {
   if(retrain==HT_RETRAIN_ASKED)
      return("asked");
   return(retrain==HT_RETRAIN_AUTO ? "auto" : "off");
  }

void HtEngineOverrides(const HtSettings &settings,const string state_dir,const int offset_s,
                       CHtOverrides &toml)
  {
   toml.Section("engine");
   toml.Line("trading_enabled",settings.trading==HT_TRADING_OFF ? "false" : "true");
   if(StringLen(state_dir)>0)
      toml.Line("state_dir",HtToml(state_dir));
   if(settings.clock==HT_CLOCK_AUTO)
     {
      toml.Line("server_utc_offset_s",IntegerToString(offset_s));
      toml.Line("server_dst",HtToml("none"));
     }
   if(settings.clock==HT_CLOCK_INPUT)
     {
      toml.Line("server_utc_offset_s",IntegerToString(settings.utc_offset_minutes*60));
      toml.Line("server_dst",HtToml(HtDstText(settings.dst)));
     }
  }

void HtRiskOverrides(const HtSettings &settings,CHtOverrides &toml)
  {
   toml.Section("risk");
   toml.Number("risk_frac",settings.risk_percent/100.0,6);
   toml.Number("open_risk_max_frac",settings.open_risk_percent/100.0,6);
   toml.Number("lots_max",settings.lots_max,2);
   toml.Number("commission_per_lot",settings.commission_per_lot,4);
   if(settings.opposite!=HT_OPPOSITE_CONFIGURED)
      toml.Line("opposite",HtToml(HtOppositeText(settings.opposite)));
   toml.Section("risk.limits");
   toml.Number("daily_loss_max_frac",settings.daily_loss_percent/100.0,6);
   toml.Number("weekly_loss_max_frac",settings.weekly_loss_percent/100.0,6);
   toml.Number("drawdown_max_frac",settings.drawdown_percent/100.0,6);
   toml.Whole("spread_max_points",settings.spread_max_points);
   if(StringLen(settings.hours)>0)
     {
      toml.Section("risk.session");
      toml.Line("hours",HtToml(settings.hours));
     }
  }

void HtModelOverrides(const HtSettings &settings,const string model_path,CHtOverrides &toml)
  {
   if(StringLen(model_path)>0)
     {
      toml.Section("model");
      toml.Line("file",HtToml(model_path));
     }
   if(settings.model_mode!=HT_MODEL_MODE_CONFIGURED)
     {
      toml.Section("signals.gates");
      toml.Line("model_mode",HtToml(HtModelModeText(settings.model_mode)));
     }
   if(settings.retrain!=HT_RETRAIN_CONFIGURED)
     {
      toml.Section("model.retrain");
      toml.Line("mode",HtToml(HtRetrainText(settings.retrain)));
     }
  }

// The overrides of ht_engine_open. The path is that of the model file in the inputs.
string HtOverridesText(const HtSettings &settings,const string state_dir,const string model_path,
                       const int offset_s)
  {
   CHtOverrides toml;
   HtEngineOverrides(settings,state_dir,offset_s,toml);
   HtRiskOverrides(settings,toml);
   HtModelOverrides(settings,model_path,toml);
   toml.Section("signals.combine");
   toml.Whole("votes_min",settings.votes_min);
   toml.Section("signals.stops");
   toml.Number("atr_multiple",settings.stop_atr,4);
   toml.Number("reward_to_risk",settings.reward_to_risk,4);
   toml.Section("trailing");
   if(settings.trailing!=HT_SWITCH_CONFIGURED)
      toml.Line("enabled",settings.trailing==HT_SWITCH_ON ? "true" : "false");
   toml.Number("breakeven_after",settings.trail_breakeven_percent,4);
   toml.Number("trail_after",settings.trail_after_percent,4);
   toml.Number("trail_distance",settings.trail_distance_percent,4);
   toml.Section("execution");
   toml.Whole("deviation_points",settings.deviation_points);
   return(toml.Text());
  }

#endif
