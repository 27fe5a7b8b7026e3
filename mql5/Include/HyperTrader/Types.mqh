//+------------------------------------------------------------------+
//|                                                        Types.mqh |
//|            Enumerations and small structures of the programs.    |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_TYPES_MQH
#define HYPERTRADER_TYPES_MQH

#property strict

#include "Native.mqh"

// Of the files of all programs, in MQL5\Files.
#define HT_FOLDER "HyperTrader"

// What is done with the decisions of the engine.
enum ENUM_HT_TRADING
  {
   HT_TRADING_OFF=0,          // Off: watch and show signals, send nothing
   HT_TRADING_PAPER=1,        // Paper: simulated orders at live prices
   HT_TRADING_LIVE=2          // Live: real orders
  };

// What a signal against the open position does.
enum ENUM_HT_OPPOSITE
  {
   HT_OPPOSITE_CONFIGURED=0,  // As configured
   HT_OPPOSITE_IGNORE=1,      // Nothing
   HT_OPPOSITE_EXIT=2,        // Closes the position
   HT_OPPOSITE_FLIP=3         // Closes it and opens the other way
  };

// A switch that may be left to the configuration.
enum ENUM_HT_SWITCH
  {
   HT_SWITCH_CONFIGURED=0,    // As configured
   HT_SWITCH_ON=1,            // On
   HT_SWITCH_OFF=2            // Off
  };

// Where the difference between the server's clock and UTC comes from.
enum ENUM_HT_CLOCK
  {
   HT_CLOCK_AUTO=0,           // From the computer's clock
   HT_CLOCK_INPUT=1,          // From the inputs below
   HT_CLOCK_CONFIGURED=2      // As configured
  };

// Whose dates of daylight saving time the server follows.
enum ENUM_HT_DST
  {
   HT_DST_NONE=0,             // None
   HT_DST_EU=1,               // European Union
   HT_DST_US=2                // United States
  };

// What the model decides.
enum ENUM_HT_MODEL_MODE
  {
   HT_MODEL_MODE_CONFIGURED=0,// As configured
   HT_MODEL_MODE_OFF=1,       // Nothing
   HT_MODEL_MODE_FILTER=2,    // Filter: refuses what it is sure will not pay
   HT_MODEL_MODE_CONFIRM=3,   // Confirm: refuses what it is not sure will pay
   HT_MODEL_MODE_SOLO=4       // Solo: chooses the side, in place of the rules
  };

// When the model is trained anew.
enum ENUM_HT_RETRAIN
  {
   HT_RETRAIN_CONFIGURED=0,   // As configured
   HT_RETRAIN_OFF=1,          // Never
   HT_RETRAIN_ASKED=2,        // When the panel's button is pressed
   HT_RETRAIN_AUTO=3          // By itself too, by time and by drift
  };

// Which records of the library's log are printed.
enum ENUM_HT_LOG
  {
   HT_LOG_ERRORS=0,           // Errors
   HT_LOG_WARNINGS=1,         // Errors and warnings
   HT_LOG_ALL=2               // Everything
  };

// What the inputs say. Zero and empty mean: as configured.
struct HtSettings
  {
   ENUM_HT_TRADING   trading;
   long              magic;
   double            risk_percent;
   double            open_risk_percent;
   double            daily_loss_percent;
   double            weekly_loss_percent;
   double            drawdown_percent;
   double            lots_max;
   double            commission_per_lot;
   ENUM_HT_OPPOSITE  opposite;
   int               votes_min;
   double            stop_atr;
   double            reward_to_risk;
   ENUM_HT_SWITCH    trailing;
   double            trail_breakeven_percent;
   double            trail_after_percent;
   double            trail_distance_percent;
   string            model_file;
   ENUM_HT_MODEL_MODE model_mode;
   ENUM_HT_RETRAIN   retrain;
   int               spread_max_points;
   string            hours;
   int               deviation_points;
   ENUM_HT_CLOCK     clock;
   int               utc_offset_minutes;
   ENUM_HT_DST       dst;
   string            config_file;
   string            calendar_file;
   bool              signal_log;
   bool              calendar;
   int               warmup_bars;
   double            paper_balance;
   bool              panel;
   bool              marks;
   ENUM_HT_LOG       log_level;
  };

// What the panel shows besides HtStatus.
struct HtView
  {
   string            symbol;
   string            period;
   string            trading;           // "live", "paper", "off"
   string            note;              // why nothing runs, empty when it does
   string            refusal;           // of the last refusal, in words
   bool              is_running;
   bool              is_connected;
   long              tick_age_msc;
   ulong             last_us;           // of OnTick
   ulong             median_us;
   int               digits;
   string            currency;
   double            daily_limit_frac;  // 0 = not known
   double            weekly_limit_frac;
   double            drawdown_limit_frac;
   int               events;            // of the calendar, as CHtCalendar::Count
   long              events_age_msc;    // since it was read
   long              now_s;             // of the server
   HtModel           model;
   ENUM_HT_MODEL_MODE model_mode;
   HtTraining        training;          // off in the tester
  };

#endif
