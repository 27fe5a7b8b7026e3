//+------------------------------------------------------------------+
//|                                                    ModelText.mqh |
//|               A model and its training, in words.                |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_MODELTEXT_MQH
#define HYPERTRADER_MODELTEXT_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"

// The first 8 of the 32 digits of a model's number; enough to tell two apart.
string HtModelName(const ulong id)
  {
   return(StringFormat("%08x",(uint)(id>>32)));
  }

// "" when the configuration decides.
string HtModelModeText(const ENUM_HT_MODEL_MODE mode)
  {
   switch(mode)
     {
      case HT_MODEL_MODE_OFF:
         return("off");
      case HT_MODEL_MODE_FILTER:
         return("filter");
      case HT_MODEL_MODE_CONFIRM:
         return("confirm");
      case HT_MODEL_MODE_SOLO:
         return("solo");
      default:
         return("");
     }
  }

// What the model learnt from, and how it did since.
string HtModelTip(const HtModel &model)
  {
   string text=StringFormat("learnt from %I64u rows of %d columns, %s to %s",model.trained_rows,
                            model.columns,TimeToString((datetime)model.trained_from_s),
                            TimeToString((datetime)model.trained_until_s));
   if(model.expires_s>0)
      text+=", expires "+TimeToString((datetime)model.expires_s);
   if(model.fresh_bars>0)
      text+=StringFormat("; %d fresh bars: loss %.4f, of chance %.4f, calibration error %.3f",
                         model.fresh_bars,model.log_loss,model.prior_log_loss,
                         model.calibration_error);
   return(text);
  }

// What came of the last training.
string HtTrainedText(const int outcome)
  {
   switch(outcome)
     {
      case HT_TRAINED_PROMOTED:
         return("the last model was promoted");
      case HT_TRAINED_REJECTED:
         return("the last model was not better");
      case HT_TRAINED_CONFIRMED:
         return("the last model was confirmed");
      case HT_TRAINED_ROLLED_BACK:
         return("the last model was rolled back");
      case HT_TRAINED_FAILED:
         return("the last training failed");
      case HT_TRAINED_CANCELLED:
         return("the last training was cancelled");
     }
   return("nothing was trained yet");
  }

string HtTrialText(const HtTraining &training)
  {
   return(StringFormat(", %d of %d bars",training.fresh_bars,training.fresh_bars_needed));
  }

string HtTrainingTip(const HtTraining &training)
  {
   string text=HtTrainedText(training.outcome)+StringFormat("; %d bars at hand",
                                                            training.window_bars);
   if(training.started_s>0)
      text+=", last begun "+TimeToString((datetime)training.started_s);
   if(training.auc_ovr>0.0)
      text+=StringFormat(", area under the curve %.3f",training.auc_ovr);
   if(training.fresh_bars>0)
      text+=StringFormat("; loss %.4f, of the older model %.4f",training.newer_log_loss,
                         training.older_log_loss);
   return(text);
  }

#endif
