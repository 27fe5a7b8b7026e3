//+------------------------------------------------------------------+
//|                                                        Panel.mqh |
//|              State, risk and buttons on the chart.               |
//+------------------------------------------------------------------+
// At most four times a second, and the chart is drawn again only when something changed. A button
// asks once more before it does something.
#ifndef HYPERTRADER_PANEL_MQH
#define HYPERTRADER_PANEL_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"
#include "Text.mqh"
#include "ModelText.mqh"
#include "PanelCells.mqh"

#define HT_PANEL_PAUSE_MSC 250
#define HT_PANEL_CONFIRM_MSC 5000
#define HT_PANEL_OLD_TICK_MSC 30000

// Where it is and how large, in pixels of a screen of 96 dots an inch.
#define HT_PANEL_LEFT 8
#define HT_PANEL_TOP 20
#define HT_PANEL_WIDTH 344
#define HT_PANEL_MARGIN 10
#define HT_PANEL_VALUES 76
#define HT_PANEL_HEAD 30
#define HT_PANEL_LINE 16
#define HT_PANEL_BUTTON 24
#define HT_PANEL_BUTTONS 3
// The button below the others, which is there when the engine trains its model.
#define HT_PANEL_TRAINING 3

// What OnClick gives beside HT_COMMAND_*.
#define HT_PANEL_TRAIN -1
#define HT_PANEL_CANCEL -2

// The population stability index of a model's columns above which the market is another.
#define HT_PANEL_DRIFT 0.25

// Lines, and the text at the right of the title. State, refusal and model take two lines. The
// second one of the model and that of training are only there when they say something.
enum ENUM_HT_PANEL_CELL
  {
   HT_CELL_STATE=0,
   HT_CELL_SIGNAL=2,
   HT_CELL_POSITION=3,
   HT_CELL_STOPS=4,
   HT_CELL_RISK=5,
   HT_CELL_DAY=6,
   HT_CELL_WEEK=7,
   HT_CELL_DRAWDOWN=8,
   HT_CELL_REFUSED=9,
   HT_CELL_PRICES=11,
   HT_CELL_NEWS=12,
   HT_CELL_MODEL=13,
   HT_CELL_OPINION=14,
   HT_CELL_TRAINING=15,
   HT_CELL_LATENCY=16,
   HT_CELL_TERMINAL=17,
   HT_CELL_TITLE=18
  };
#define HT_PANEL_LINES 18

class CHtPanel
  {
private:
   CHtPanelCells     m_cells;
   bool              m_is_shown;
   ulong             m_painted_at;
   int               m_asked;             // button that waits for its second click, -1 = none
   ulong             m_asked_at;
   bool              m_is_halted;
   bool              m_is_training;       // there is something to cancel
   bool              m_has_model;
   bool              m_has_training;

   bool              HasLine(const int line) const;
   int               Buttons(void) const { return(HT_PANEL_BUTTONS+(m_has_training ? 1 : 0)); }
   void              Arrange(const HtView &view);
   void              MakeObjects(void);
   void              MakeButtons(const int left,const int top,const int right);
   void              Remake(void);
   void              ShowTitle(const HtView &view);
   void              ShowState(const HtStatus &status,const HtView &view);
   void              ShowSignal(const HtStatus &status);
   void              ShowPosition(const HtStatus &status,const HtView &view);
   void              ShowRisk(const HtStatus &status,const HtView &view);
   void              ShowLoss(const ENUM_HT_PANEL_CELL cell,const double loss_frac,
                              const double limit_frac);
   void              ShowData(const HtStatus &status,const HtView &view);
   void              ShowModel(const HtView &view);
   void              ShowOpinion(const HtModel &model);
   void              ShowTraining(const HtTraining &training);
   void              ShowHealth(const HtView &view);
   void              ShowNothing(void);
   void              ShowButtons(void);
   bool              IsAsking(const int button) const;

public:
                     CHtPanel(void) : m_is_shown(false),m_painted_at(0),m_asked(-1),
                                      m_asked_at(0),m_is_halted(false),m_is_training(false),
                                      m_has_model(false),m_has_training(false) { }
   bool              Create(const string prefix);
   void              Raise(void);
   void              Destroy(void);
   bool              IsShown(void) const { return(m_is_shown); }
   bool              IsDue(void) const;
   void              Show(const HtStatus &status,const HtView &view);
   int               OnClick(const string name);
  };

// 0.4 s, 12 min, 5 h, 3 d.
string HtAgeText(const long age_msc)
  {
   if(age_msc<60000)
      return(StringFormat("%.1f s",age_msc/1000.0));
   if(age_msc<3600000)
      return(StringFormat("%d min",(int)(age_msc/60000)));
   if(age_msc<86400000)
      return(StringFormat("%d h",(int)(age_msc/3600000)));
   return(StringFormat("%d d",(int)(age_msc/86400000)));
  }

string HtMoneyText(const double money)
  {
   return(DoubleToString(money,MathAbs(money)<10000.0 ? 2 : 0));
  }

bool CHtPanel::Create(const string prefix)
  {
   m_asked=-1;
   m_painted_at=0;
   m_is_halted=false;
   m_is_training=false;
   m_has_model=false;
   m_has_training=false;
   m_cells.Create(prefix,HT_PANEL_WIDTH-HT_PANEL_VALUES-2*HT_PANEL_MARGIN);
   MakeObjects();
   m_is_shown=m_cells.IsThere();
   return(m_is_shown);
  }

bool CHtPanel::HasLine(const int line) const
  {
   if(line==HT_CELL_OPINION)
      return(m_has_model);
   return(line!=HT_CELL_TRAINING || m_has_training);
  }

void CHtPanel::MakeObjects(void)
  {
   string names[HT_PANEL_LINES]={"State","","Signal","Position","Stops","Open risk","Day","Week",
                                 "Drawdown","Refused","","Prices","News","Model","","Training",
                                 "Latency","Terminal"};
   int left=HT_PANEL_LEFT+HT_PANEL_MARGIN;
   int right=HT_PANEL_LEFT+HT_PANEL_WIDTH-HT_PANEL_MARGIN;
   int lines=0;
   for(int i=0; i<HT_PANEL_LINES; i++)
      lines+=(HasLine(i) ? 1 : 0);
   int top=HT_PANEL_TOP+HT_PANEL_HEAD;
   int bottom=top+lines*HT_PANEL_LINE+6;
   int rows=(m_has_training ? 2 : 1);
   m_cells.Box(HT_PANEL_LEFT,HT_PANEL_TOP,HT_PANEL_WIDTH,
               bottom+rows*HT_PANEL_BUTTON+(rows-1)*6+HT_PANEL_MARGIN-HT_PANEL_TOP);
   m_cells.Label("title",left,HT_PANEL_TOP+6,"hypertrader",HT_COLOR_TEXT,10,false);
   m_cells.Cell(HT_CELL_TITLE,right,HT_PANEL_TOP+8,true);
   for(int i=0; i<HT_PANEL_LINES; i++)
     {
      if(!HasLine(i))
         continue;
      if(names[i]!="")
         m_cells.Label("name"+IntegerToString(i),left,top,names[i],HT_COLOR_NAME,
                       HT_PANEL_FONT_SIZE,false);
      m_cells.Cell(i,left+HT_PANEL_VALUES,top,false);
      top+=HT_PANEL_LINE;
     }
   MakeButtons(left,bottom,right);
  }

void CHtPanel::MakeButtons(const int left,const int top,const int right)
  {
   int width=(right-left-(HT_PANEL_BUTTONS-1)*6)/HT_PANEL_BUTTONS;
   for(int i=0; i<HT_PANEL_BUTTONS; i++)
      m_cells.Button(i,left+i*(width+6),top,width,HT_PANEL_BUTTON);
   if(m_has_training)
      m_cells.Button(HT_PANEL_TRAINING,left,top+HT_PANEL_BUTTON+6,right-left,HT_PANEL_BUTTON);
  }

// Lines come and go with the model and its training.
void CHtPanel::Arrange(const HtView &view)
  {
   bool has_model=(view.is_running && view.model.state!=HT_MODEL_NONE);
   bool has_training=(view.is_running && view.training.state!=HT_TRAINING_OFF);
   if(has_model==m_has_model && has_training==m_has_training)
      return;
   m_has_model=has_model;
   m_has_training=has_training;
   Remake();
  }

void CHtPanel::Remake(void)
  {
   m_cells.Clear();
   MakeObjects();
   m_cells.Rewrite();
  }

// The terminal draws objects in the order in which they were made: what others made since lies
// above until the panel is made again.
void CHtPanel::Raise(void)
  {
   if(m_is_shown)
      Remake();
  }

void CHtPanel::Destroy(void)
  {
   if(!m_is_shown)
      return;
   m_cells.Destroy();
   m_is_shown=false;
  }

bool CHtPanel::IsDue(void) const
  {
   return(m_is_shown && GetTickCount64()-m_painted_at>=HT_PANEL_PAUSE_MSC);
  }

void CHtPanel::Show(const HtStatus &status,const HtView &view)
  {
   if(!m_is_shown)
      return;
   m_painted_at=GetTickCount64();
   if(m_asked>=0 && !IsAsking(m_asked))
      m_asked=-1;
   Arrange(view);
   ShowTitle(view);
   // What waits for its second click must not become something else.
   bool is_halted=(view.is_running && status.state==HT_STATE_HALTED);
   int training=view.training.state;
   bool is_training=(training==HT_TRAINING_WAITING || training==HT_TRAINING_RUNNING
                     || training==HT_TRAINING_SHADOW);
   if(is_halted!=m_is_halted || is_training!=m_is_training)
      m_asked=-1;
   m_is_halted=is_halted;
   m_is_training=is_training;
   ShowState(status,view);
   if(view.is_running)
     {
      ShowSignal(status);
      ShowPosition(status,view);
      ShowRisk(status,view);
      ShowData(status,view);
      ShowModel(view);
      if(m_has_training)
         ShowTraining(view.training);
     }
   else
      ShowNothing();
   ShowHealth(view);
   ShowButtons();
   if(m_cells.TakeDirty())
      ChartRedraw();
  }

void CHtPanel::ShowTitle(const HtView &view)
  {
   m_cells.Set(HT_CELL_TITLE,view.symbol+" "+view.period+", "+view.trading,
               view.trading=="live" ? HT_COLOR_WARN : HT_COLOR_NAME);
  }

void CHtPanel::ShowState(const HtStatus &status,const HtView &view)
  {
   if(!view.is_running)
     {
      m_cells.SetTwo(HT_CELL_STATE,view.note,HT_COLOR_WARN);
      return;
     }
   string counts=StringFormat("bars %I64u, requests %I64u, losses in a row %d",status.bars,
                              status.decisions,status.losses_in_row);
   string state="stopped after a fault";
   color ink=HT_COLOR_BAD;
   switch(status.state)
     {
      case HT_STATE_ACTIVE:
         state=(status.warm!=0 ? "active"
                : StringFormat("warming up, %d bars to go",status.bars_needed));
         ink=(status.warm!=0 ? HT_COLOR_GOOD : HT_COLOR_WARN);
         break;
      case HT_STATE_REDUCING:
         state="exits only: paused, or a limit is reached";
         ink=HT_COLOR_WARN;
         break;
      case HT_STATE_HALTED:
         state="halted: exits only until you reset it";
         break;
     }
   m_cells.Tip(HT_CELL_STATE,"");
   m_cells.Tip(HT_CELL_STATE+1,"");
   m_cells.Set(HT_CELL_STATE,state,ink);
   m_cells.Set(HT_CELL_STATE+1,counts,HT_COLOR_NAME);
  }

void CHtPanel::ShowSignal(const HtStatus &status)
  {
   if(status.signal_side==HT_SIDE_NONE)
      m_cells.Set(HT_CELL_SIGNAL,"none",HT_COLOR_NAME);
   else
      m_cells.Set(HT_CELL_SIGNAL,StringFormat("%s, confidence %.0f %%",
                                              HtSideText(status.signal_side),
                                              status.confidence_frac*100.0),HT_COLOR_TEXT);
  }

void CHtPanel::ShowPosition(const HtStatus &status,const HtView &view)
  {
   if(status.position_ticket==0)
     {
      m_cells.Set(HT_CELL_POSITION,status.order_in_flight!=0 ? "order on its way" : "none",
                  status.order_in_flight!=0 ? HT_COLOR_WARN : HT_COLOR_NAME);
      m_cells.Set(HT_CELL_STOPS,"",HT_COLOR_NAME);
      return;
     }
   double gain=(status.position_side==HT_SIDE_BUY ? status.bid-status.position_open_price
                : status.position_open_price-status.ask);
   m_cells.Set(HT_CELL_POSITION,StringFormat("%s %.2f at %s, %+.0f points",
                                             HtSideText(status.position_side),
                                             status.position_lots,
                                             DoubleToString(status.position_open_price,
                                                            view.digits),
                                             gain*MathPow(10.0,view.digits)),
               gain>=0.0 ? HT_COLOR_GOOD : HT_COLOR_WARN);
   if(status.position_stop_loss<=0.0)
     {
      m_cells.Set(HT_CELL_STOPS,"the position has no stop",HT_COLOR_BAD);
      return;
     }
   string text="SL "+DoubleToString(status.position_stop_loss,view.digits);
   if(status.position_take_profit>0.0)
      text+=", TP "+DoubleToString(status.position_take_profit,view.digits);
   m_cells.Set(HT_CELL_STOPS,text,HT_COLOR_TEXT);
  }

void CHtPanel::ShowRisk(const HtStatus &status,const HtView &view)
  {
   double used=(status.open_risk_limit>0.0 ? status.open_risk_total/status.open_risk_limit : 0.0);
   m_cells.Set(HT_CELL_RISK,StringFormat("%s, all %s of %s %s, %.0f %%",
                                         HtMoneyText(status.open_risk),
                                         HtMoneyText(status.open_risk_total),
                                         HtMoneyText(status.open_risk_limit),view.currency,
                                         used*100.0),
               used>0.8 ? HT_COLOR_WARN : HT_COLOR_TEXT);
   ShowLoss(HT_CELL_DAY,status.daily_loss_frac,view.daily_limit_frac);
   ShowLoss(HT_CELL_WEEK,status.weekly_loss_frac,view.weekly_limit_frac);
   ShowLoss(HT_CELL_DRAWDOWN,status.drawdown_frac,view.drawdown_limit_frac);
   m_cells.SetTwo(HT_CELL_REFUSED,StringLen(view.refusal)==0 ? "nothing" : view.refusal,
                  StringLen(view.refusal)==0 ? HT_COLOR_NAME : HT_COLOR_TEXT);
  }

// A loss is negative here; a day may also have gained.
void CHtPanel::ShowLoss(const ENUM_HT_PANEL_CELL cell,const double loss_frac,
                        const double limit_frac)
  {
   string text=StringFormat("%+.2f %%",loss_frac==0.0 ? 0.0 : -loss_frac*100.0);
   double used=0.0;
   if(limit_frac>0.0)
     {
      used=MathMax(loss_frac,0.0)/limit_frac;
      text+=StringFormat(" of -%.2f %%, %.0f %% used",limit_frac*100.0,used*100.0);
     }
   m_cells.Set(cell,text,used>=1.0 ? HT_COLOR_BAD : used>=0.5 ? HT_COLOR_WARN
               : loss_frac<0.0 ? HT_COLOR_GOOD : HT_COLOR_TEXT);
  }

void CHtPanel::ShowData(const HtStatus &status,const HtView &view)
  {
   m_cells.Set(HT_CELL_PRICES,HtAgeText(view.tick_age_msc)
               +StringFormat(" old, %I64u ticks",status.ticks),
               view.tick_age_msc>HT_PANEL_OLD_TICK_MSC ? HT_COLOR_WARN : HT_COLOR_TEXT);
   if(view.events<0)
      m_cells.Set(HT_CELL_NEWS,view.events==-1 ? "off" : "the calendar cannot be read",
                  view.events==-1 ? HT_COLOR_NAME : HT_COLOR_WARN);
   else
      m_cells.Set(HT_CELL_NEWS,StringFormat("events: %d, read %s ago",view.events,
                                            HtAgeText(view.events_age_msc)),HT_COLOR_TEXT);
  }

// Number, what it decides, age and state; below it what it thinks of the last bar.
void CHtPanel::ShowModel(const HtView &view)
  {
   m_cells.Tip(HT_CELL_MODEL,m_has_model ? HtModelTip(view.model) : "");
   if(!m_has_model)
     {
      bool is_missed=(view.model_mode==HT_MODEL_MODE_CONFIRM
                      || view.model_mode==HT_MODEL_MODE_SOLO);
      m_cells.Set(HT_CELL_MODEL,is_missed ? "none: no entries without one"
                  : "none, the rules decide",is_missed ? HT_COLOR_WARN : HT_COLOR_NAME);
      return;
     }
   string text=HtModelName(view.model.id);
   string mode=HtModelModeText(view.model_mode);
   if(mode!="")
      text+=" "+mode;
   long age_s=MathMax(view.now_s-view.model.created_s,(long)0);
   text+=", "+HtAgeText(age_s*1000)+" old, ";
   switch(view.model.state)
     {
      case HT_MODEL_WARMING:
         m_cells.Set(HT_CELL_MODEL,text+"warming up",HT_COLOR_WARN);
         break;
      case HT_MODEL_EXPIRED:
         m_cells.Set(HT_CELL_MODEL,text+"expired",HT_COLOR_BAD);
         break;
      default:
         m_cells.Set(HT_CELL_MODEL,text+"ready",HT_COLOR_TEXT);
     }
   ShowOpinion(view.model);
  }

void CHtPanel::ShowOpinion(const HtModel &model)
  {
   if(model.state==HT_MODEL_EXPIRED)
     {
      m_cells.Set(HT_CELL_OPINION,"its time was up at "+TimeToString((datetime)model.expires_s),
                  HT_COLOR_BAD);
      return;
     }
   string text="no opinion yet";
   if(model.buy_prob>0.0 || model.sell_prob>0.0)
      text=StringFormat("buy %.0f %%, sell %.0f %%",model.buy_prob*100.0,model.sell_prob*100.0);
   if(model.drift>0.0)
      text+=StringFormat(", drift %.2f",model.drift);
   m_cells.Set(HT_CELL_OPINION,text,model.drift>HT_PANEL_DRIFT ? HT_COLOR_WARN : HT_COLOR_TEXT);
  }

void CHtPanel::ShowTraining(const HtTraining &training)
  {
   string text="";
   color ink=HT_COLOR_TEXT;
   switch(training.state)
     {
      case HT_TRAINING_WAITING:
         text="waits for its turn";
         break;
      case HT_TRAINING_RUNNING:
         text=StringFormat("running, %.0f %%",training.progress_frac*100.0);
         if(training.left_s>0.0)
            text+=", "+HtAgeText((long)(training.left_s*1000.0))+" left";
         break;
      case HT_TRAINING_SHADOW:
         text=HtModelName(training.candidate_id)+" in shadow"+HtTrialText(training);
         break;
      case HT_TRAINING_PROBATION:
         text="on probation"+HtTrialText(training);
         break;
      default:
         text=HtTrainedText(training.outcome);
         ink=(training.outcome==HT_TRAINED_FAILED || training.outcome==HT_TRAINED_ROLLED_BACK
              ? HT_COLOR_WARN : HT_COLOR_NAME);
     }
   m_cells.Set(HT_CELL_TRAINING,text,ink);
   m_cells.Tip(HT_CELL_TRAINING,HtTrainingTip(training));
  }

// What stands there while nothing runs would be old.
void CHtPanel::ShowNothing(void)
  {
   for(int i=HT_CELL_SIGNAL; i<=HT_CELL_MODEL; i++)
      if(i==HT_CELL_REFUSED)
         m_cells.SetTwo(i,"",HT_COLOR_NAME);
      else
         m_cells.Set(i,"",HT_COLOR_NAME);
  }

void CHtPanel::ShowHealth(const HtView &view)
  {
   m_cells.Set(HT_CELL_LATENCY,StringFormat("tick %I64u us, median %I64u us",view.last_us,
                                            view.median_us),HT_COLOR_TEXT);
   m_cells.Set(HT_CELL_TERMINAL,view.is_connected ? "connected" : "no connection",
               view.is_connected ? HT_COLOR_GOOD : HT_COLOR_BAD);
  }

void CHtPanel::ShowButtons(void)
  {
   string plain[HT_PANEL_TRAINING+1]={"Pause","Resume","Flatten","Train now"};
   if(m_is_halted)
      plain[1]="Reset";
   if(m_is_training)
      plain[HT_PANEL_TRAINING]="Cancel training";
   for(int i=0; i<Buttons(); i++)
      m_cells.SetButton(i,m_asked==i ? plain[i]+"? Click again" : plain[i],
                        m_asked==i ? HT_COLOR_ASKING : HT_COLOR_BUTTON);
  }

bool CHtPanel::IsAsking(const int button) const
  {
   return(m_asked==button && GetTickCount64()-m_asked_at<=HT_PANEL_CONFIRM_MSC);
  }

// The command of a button that was clicked twice, HT_COMMAND_* or HT_PANEL_*, 0 for everything
// else. The next Show is due.
int CHtPanel::OnClick(const string name)
  {
   int button=(m_is_shown ? m_cells.ButtonOf(name) : -1);
   if(button<0 || button>=Buttons())
      return(0);
   int commands[HT_PANEL_TRAINING+1]={HT_COMMAND_PAUSE,HT_COMMAND_RESUME,HT_COMMAND_FLATTEN,
                                      HT_PANEL_TRAIN};
   if(m_is_halted)
      commands[1]=HT_COMMAND_RESET;
   if(m_is_training)
      commands[HT_PANEL_TRAINING]=HT_PANEL_CANCEL;
   bool is_confirmed=IsAsking(button);
   m_cells.Release(button);
   m_asked=(is_confirmed ? -1 : button);
   m_asked_at=GetTickCount64();
   m_painted_at=0;
   return(is_confirmed ? commands[button] : 0);
  }

#endif
