//+------------------------------------------------------------------+
//|                                                        Marks.mqh |
//|        Arrows at entries and exits, lines at stop and target.    |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_MARKS_MQH
#define HYPERTRADER_MARKS_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"

#define HT_MARKS_MOST 200

class CHtMarks
  {
private:
   string            m_prefix;
   bool              m_is_on;
   int               m_count;
   double            m_stop;
   double            m_target;

   void              Line(const string name,const double price,const color ink);

public:
                     CHtMarks(void) : m_prefix(""),m_is_on(false),m_count(0),m_stop(0.0),
                                      m_target(0.0) { }
   void              Create(const string prefix);
   void              Destroy(void);
   bool              Deal(const HtDeal &deal);
   void              Levels(const HtStatus &status);
  };

void CHtMarks::Create(const string prefix)
  {
   m_prefix=prefix;
   ObjectsDeleteAll(0,m_prefix);
   m_is_on=true;
   m_count=0;
   m_stop=0.0;
   m_target=0.0;
  }

void CHtMarks::Destroy(void)
  {
   if(!m_is_on)
      return;
   ObjectsDeleteAll(0,m_prefix);
   m_is_on=false;
  }

// Entries point with the trade, exits are grey; the oldest mark gives way. False without a mark.
bool CHtMarks::Deal(const HtDeal &deal)
  {
   if(!m_is_on)
      return(false);
   string name=m_prefix+"deal"+IntegerToString(m_count%HT_MARKS_MOST);
   ObjectDelete(0,name);
   bool is_buy=(deal.side==HT_SIDE_BUY);
   bool is_entry=(deal.entry==(int)DEAL_ENTRY_IN);
   if(!ObjectCreate(0,name,is_buy ? OBJ_ARROW_BUY : OBJ_ARROW_SELL,0,
                    (datetime)(deal.time_msc/1000),deal.price))
      return(false);
   color ink=(is_buy ? clrDodgerBlue : clrOrangeRed);
   ObjectSetInteger(0,name,OBJPROP_COLOR,is_entry ? ink : clrSilver);
   ObjectSetInteger(0,name,OBJPROP_SELECTABLE,false);
   ObjectSetInteger(0,name,OBJPROP_HIDDEN,true);
   ObjectSetString(0,name,OBJPROP_TOOLTIP,
                   StringFormat("%s %.2f, result %.2f",is_entry ? "entry" : "exit",deal.lots,
                                deal.profit));
   m_count++;
   return(true);
  }

void CHtMarks::Line(const string name,const double price,const color ink)
  {
   string full=m_prefix+name;
   if(price<=0.0)
     {
      ObjectDelete(0,full);
      return;
     }
   if(ObjectFind(0,full)<0 && !ObjectCreate(0,full,OBJ_HLINE,0,0,price))
      return;
   ObjectSetDouble(0,full,OBJPROP_PRICE,price);
   ObjectSetInteger(0,full,OBJPROP_COLOR,ink);
   ObjectSetInteger(0,full,OBJPROP_STYLE,STYLE_DASH);
   ObjectSetInteger(0,full,OBJPROP_BACK,true);
   ObjectSetInteger(0,full,OBJPROP_SELECTABLE,false);
   ObjectSetInteger(0,full,OBJPROP_HIDDEN,true);
  }

// Follows the stop and the target of the own position.
void CHtMarks::Levels(const HtStatus &status)
  {
   if(!m_is_on)
      return;
   double stop=(status.position_ticket!=0 ? status.position_stop_loss : 0.0);
   double target=(status.position_ticket!=0 ? status.position_take_profit : 0.0);
   if(stop!=m_stop)
      Line("stop",stop,clrTomato);
   if(target!=m_target)
      Line("target",target,clrMediumSeaGreen);
   m_stop=stop;
   m_target=target;
  }

#endif
