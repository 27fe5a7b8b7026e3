//+------------------------------------------------------------------+
//|                                                        Panel.mqh |
//|              State, risk and buttons on the chart.               |
//+------------------------------------------------------------------+
// Objects carry a prefix of their own and are removed at the end. Only what changed is written, at
// most four times a second. A button asks once more before it does something.
#ifndef HYPERTRADER_PANEL_MQH
#define HYPERTRADER_PANEL_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"
#include "Text.mqh"

#define HT_PANEL_ROWS 12
#define HT_PANEL_BUTTONS 3
#define HT_PANEL_PAUSE_MSC 250
#define HT_PANEL_CONFIRM_MSC 5000

#define HT_COLOR_BACK C'24,28,36'
#define HT_COLOR_EDGE C'70,78,92'
#define HT_COLOR_NAME C'150,158,172'
#define HT_COLOR_TEXT C'232,236,242'
#define HT_COLOR_GOOD C'96,200,120'
#define HT_COLOR_WARN C'240,180,70'
#define HT_COLOR_BAD C'240,96,96'
#define HT_COLOR_BUTTON C'52,60,74'

class CHtPanel
  {
private:
   string            m_prefix;
   bool              m_is_shown;
   double            m_scale;
   string            m_texts[HT_PANEL_ROWS];
   color             m_colors[HT_PANEL_ROWS];
   string            m_captions[HT_PANEL_BUTTONS];
   ulong             m_painted_at;
   int               m_asked;             // button that waits for its second click, -1 = none
   ulong             m_asked_at;
   bool              m_is_dirty;

   int               Px(const int units) const { return((int)MathRound(units*m_scale)); }
   void              MakeBox(const string name,const int x,const int y,const int width,
                             const int height);
   void              MakeLabel(const string name,const int x,const int y,const color ink,
                               const string text,const int size);
   void              MakeButton(const int index,const int x,const int y,const int width);
   void              Row(const int index,const string text,const color ink);
   void              Caption(const int index,const string text);
   void              ShowState(const HtStatus &status,const HtView &view);
   void              ShowSignal(const HtStatus &status,const HtView &view);
   void              ShowRisk(const HtStatus &status,const HtView &view);
   void              ShowHealth(const HtStatus &status,const HtView &view);
   void              ShowButtons(const HtStatus &status);
   color             LossColor(const double frac) const;

public:
                     CHtPanel(void);
   bool              Create(const string prefix);
   void              Destroy(void);
   bool              IsShown(void) const { return(m_is_shown); }
   bool              IsDue(void) const;
   void              Show(const HtStatus &status,const HtView &view);
   int               OnClick(const string name);
  };

CHtPanel::CHtPanel(void) : m_prefix(""),m_is_shown(false),m_scale(1.0),m_painted_at(0),m_asked(-1),
                           m_asked_at(0),m_is_dirty(false)
  {
   for(int i=0; i<HT_PANEL_ROWS; i++)
      m_colors[i]=HT_COLOR_TEXT;
  }

bool CHtPanel::Create(const string prefix)
  {
   m_prefix=prefix;
   m_scale=MathMax(TerminalInfoInteger(TERMINAL_SCREEN_DPI),96)/96.0;
   m_asked=-1;
   m_painted_at=0;
   string names[HT_PANEL_ROWS]={"State","Signal","Position","Open risk","Day","Week","Drawdown",
                                "Refused","Data","Model","Latency","Terminal"};
   ObjectsDeleteAll(0,m_prefix);
   MakeBox("back",8,20,330,HT_PANEL_ROWS*17+70);
   MakeLabel("title",18,26,HT_COLOR_TEXT,"hypertrader",10);
   for(int i=0; i<HT_PANEL_ROWS; i++)
     {
      m_texts[i]="";
      m_colors[i]=HT_COLOR_TEXT;
      MakeLabel("name"+IntegerToString(i),18,48+17*i,HT_COLOR_NAME,names[i],8);
      MakeLabel("row"+IntegerToString(i),92,48+17*i,HT_COLOR_TEXT," ",8);
     }
   for(int i=0; i<HT_PANEL_BUTTONS; i++)
     {
      m_captions[i]="";
      MakeButton(i,18+104*i,54+17*HT_PANEL_ROWS,98);
     }
   m_is_shown=(ObjectFind(0,m_prefix+"back")>=0);
   m_is_dirty=true;
   return(m_is_shown);
  }

void CHtPanel::Destroy(void)
  {
   if(!m_is_shown)
      return;
   ObjectsDeleteAll(0,m_prefix);
   ChartRedraw();
   m_is_shown=false;
  }

void CHtPanel::MakeBox(const string name,const int x,const int y,const int width,const int height)
  {
   string full=m_prefix+name;
   ObjectCreate(0,full,OBJ_RECTANGLE_LABEL,0,0,0.0);
   ObjectSetInteger(0,full,OBJPROP_XDISTANCE,Px(x));
   ObjectSetInteger(0,full,OBJPROP_YDISTANCE,Px(y));
   ObjectSetInteger(0,full,OBJPROP_XSIZE,Px(width));
   ObjectSetInteger(0,full,OBJPROP_YSIZE,Px(height));
   ObjectSetInteger(0,full,OBJPROP_BGCOLOR,HT_COLOR_BACK);
   ObjectSetInteger(0,full,OBJPROP_BORDER_TYPE,BORDER_FLAT);
   ObjectSetInteger(0,full,OBJPROP_COLOR,HT_COLOR_EDGE);
   ObjectSetInteger(0,full,OBJPROP_SELECTABLE,false);
   ObjectSetInteger(0,full,OBJPROP_HIDDEN,true);
  }

void CHtPanel::MakeLabel(const string name,const int x,const int y,const color ink,
                         const string text,const int size)
  {
   string full=m_prefix+name;
   ObjectCreate(0,full,OBJ_LABEL,0,0,0.0);
   ObjectSetInteger(0,full,OBJPROP_XDISTANCE,Px(x));
   ObjectSetInteger(0,full,OBJPROP_YDISTANCE,Px(y));
   ObjectSetInteger(0,full,OBJPROP_COLOR,ink);
   // Sizes are in points: the terminal itself scales them with the screen.
   ObjectSetInteger(0,full,OBJPROP_FONTSIZE,size);
   ObjectSetString(0,full,OBJPROP_FONT,"Segoe UI");
   ObjectSetString(0,full,OBJPROP_TEXT,text);
   ObjectSetInteger(0,full,OBJPROP_SELECTABLE,false);
   ObjectSetInteger(0,full,OBJPROP_HIDDEN,true);
  }

void CHtPanel::MakeButton(const int index,const int x,const int y,const int width)
  {
   string full=m_prefix+"button"+IntegerToString(index);
   ObjectCreate(0,full,OBJ_BUTTON,0,0,0.0);
   ObjectSetInteger(0,full,OBJPROP_XDISTANCE,Px(x));
   ObjectSetInteger(0,full,OBJPROP_YDISTANCE,Px(y));
   ObjectSetInteger(0,full,OBJPROP_XSIZE,Px(width));
   ObjectSetInteger(0,full,OBJPROP_YSIZE,Px(24));
   ObjectSetInteger(0,full,OBJPROP_BGCOLOR,HT_COLOR_BUTTON);
   ObjectSetInteger(0,full,OBJPROP_BORDER_COLOR,HT_COLOR_EDGE);
   ObjectSetInteger(0,full,OBJPROP_COLOR,HT_COLOR_TEXT);
   ObjectSetInteger(0,full,OBJPROP_FONTSIZE,8);
   ObjectSetString(0,full,OBJPROP_FONT,"Segoe UI");
   ObjectSetInteger(0,full,OBJPROP_HIDDEN,true);
  }

bool CHtPanel::IsDue(void) const
  {
   return(m_is_shown && GetTickCount64()-m_painted_at>=HT_PANEL_PAUSE_MSC);
  }

void CHtPanel::Row(const int index,const string text,const color ink)
  {
   string name=m_prefix+"row"+IntegerToString(index);
   if(text!=m_texts[index])
     {
      m_texts[index]=text;
      ObjectSetString(0,name,OBJPROP_TEXT,text=="" ? " " : text);
      m_is_dirty=true;
     }
   if(ink!=m_colors[index])
     {
      m_colors[index]=ink;
      ObjectSetInteger(0,name,OBJPROP_COLOR,ink);
      m_is_dirty=true;
     }
  }

void CHtPanel::Caption(const int index,const string text)
  {
   if(text==m_captions[index])
      return;
   m_captions[index]=text;
   ObjectSetString(0,m_prefix+"button"+IntegerToString(index),OBJPROP_TEXT,text);
   m_is_dirty=true;
  }

void CHtPanel::Show(const HtStatus &status,const HtView &view)
  {
   if(!m_is_shown)
      return;
   m_painted_at=GetTickCount64();
   if(m_asked>=0 && m_painted_at-m_asked_at>HT_PANEL_CONFIRM_MSC)
      m_asked=-1;
   ShowState(status,view);
   ShowSignal(status,view);
   ShowRisk(status,view);
   ShowHealth(status,view);
   ShowButtons(status);
   if(m_is_dirty)
      ChartRedraw();
   m_is_dirty=false;
  }

void CHtPanel::ShowState(const HtStatus &status,const HtView &view)
  {
   string head=view.symbol+" "+view.period+", "+view.trading+": ";
   if(!view.is_running)
     {
      Row(0,head+view.note,HT_COLOR_WARN);
      return;
     }
   switch(status.state)
     {
      case HT_STATE_ACTIVE:
         if(status.warm==0)
            Row(0,head+StringFormat("warming up, %d bars to go",status.bars_needed),HT_COLOR_WARN);
         else
            Row(0,head+"active",HT_COLOR_GOOD);
         break;
      case HT_STATE_REDUCING:
         Row(0,head+"exits only",HT_COLOR_WARN);
         break;
      case HT_STATE_HALTED:
         Row(0,head+"halted",HT_COLOR_BAD);
         break;
      default:
         Row(0,head+"stopped after a fault",HT_COLOR_BAD);
         break;
     }
  }

void CHtPanel::ShowSignal(const HtStatus &status,const HtView &view)
  {
   if(status.signal_side==HT_SIDE_NONE)
      Row(1,"none",HT_COLOR_TEXT);
   else
      Row(1,StringFormat("%s, confidence %.0f %%",HtSideText(status.signal_side),
                         status.confidence_frac*100.0),HT_COLOR_TEXT);
   if(status.position_ticket==0)
      Row(2,status.order_in_flight!=0 ? "order on its way" : "none",HT_COLOR_TEXT);
   else
     {
      string target=(status.position_take_profit>0.0
                     ? DoubleToString(status.position_take_profit,view.digits) : "none");
      Row(2,StringFormat("%s %.2f at %s, SL %s, TP %s",HtSideText(status.position_side),
                         status.position_lots,
                         DoubleToString(status.position_open_price,view.digits),
                         DoubleToString(status.position_stop_loss,view.digits),target),
          status.position_stop_loss>0.0 ? HT_COLOR_TEXT : HT_COLOR_BAD);
     }
  }

color CHtPanel::LossColor(const double frac) const
  {
   if(frac<=0.0)
      return(HT_COLOR_GOOD);
   return(frac<0.02 ? HT_COLOR_TEXT : HT_COLOR_WARN);
  }

void CHtPanel::ShowRisk(const HtStatus &status,const HtView &view)
  {
   bool near=(status.open_risk_limit>0.0 && status.open_risk_total>0.8*status.open_risk_limit);
   Row(3,StringFormat("%.2f %s here, %.2f of %.2f together",status.open_risk,view.currency,
                      status.open_risk_total,status.open_risk_limit),
       near ? HT_COLOR_WARN : HT_COLOR_TEXT);
   Row(4,StringFormat("%+.2f %%",-status.daily_loss_frac*100.0),LossColor(status.daily_loss_frac));
   Row(5,StringFormat("%+.2f %%",-status.weekly_loss_frac*100.0),
       LossColor(status.weekly_loss_frac));
   Row(6,StringFormat("%.2f %%, %d losses in a row",status.drawdown_frac*100.0,
                      status.losses_in_row),LossColor(status.drawdown_frac));
  }

void CHtPanel::ShowHealth(const HtStatus &status,const HtView &view)
  {
   Row(7,view.refusal=="" ? "nothing" : view.refusal,HT_COLOR_TEXT);
   bool is_old=(view.tick_age_msc>30000);
   Row(8,StringFormat("tick %.1f s old, %I64u ticks, %I64u bars",view.tick_age_msc/1000.0,
                      status.ticks,status.bars),is_old ? HT_COLOR_WARN : HT_COLOR_TEXT);
   Row(9,"none",HT_COLOR_TEXT);
   Row(10,StringFormat("OnTick %I64u us, median %I64u us",view.last_us,view.median_us),
       HT_COLOR_TEXT);
   Row(11,view.is_connected ? "connected" : "no connection",
       view.is_connected ? HT_COLOR_GOOD : HT_COLOR_BAD);
  }

void CHtPanel::ShowButtons(const HtStatus &status)
  {
   string plain[HT_PANEL_BUTTONS]={"Pause","Resume","Flatten"};
   for(int i=0; i<HT_PANEL_BUTTONS; i++)
      Caption(i,m_asked==i ? "Sure? Click again" : plain[i]);
  }

// The command of a button that was clicked twice, 0 for everything else.
int CHtPanel::OnClick(const string name)
  {
   if(!m_is_shown)
      return(0);
   int commands[HT_PANEL_BUTTONS]={HT_COMMAND_PAUSE,HT_COMMAND_RESUME,HT_COMMAND_FLATTEN};
   for(int i=0; i<HT_PANEL_BUTTONS; i++)
     {
      if(name!=m_prefix+"button"+IntegerToString(i))
         continue;
      ObjectSetInteger(0,name,OBJPROP_STATE,false);
      bool is_confirmed=(m_asked==i && GetTickCount64()-m_asked_at<=HT_PANEL_CONFIRM_MSC);
      m_asked=(is_confirmed ? -1 : i);
      m_asked_at=GetTickCount64();
      m_painted_at=0;
      return(is_confirmed ? commands[i] : 0);
     }
   return(0);
  }

#endif
