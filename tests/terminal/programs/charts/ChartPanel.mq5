// Draws objects of all kinds, and tells what is done to them.
#property strict

void Box(const string name,const int x,const int y,const int width,const int height,
         const ENUM_BASE_CORNER corner=CORNER_LEFT_UPPER)
  {
   ObjectSetInteger(0,name,OBJPROP_CORNER,corner);
   ObjectSetInteger(0,name,OBJPROP_XDISTANCE,x);
   ObjectSetInteger(0,name,OBJPROP_YDISTANCE,y);
   ObjectSetInteger(0,name,OBJPROP_XSIZE,width);
   ObjectSetInteger(0,name,OBJPROP_YSIZE,height);
  }

void Label(const string name,const string text,const int x,const int y,const string font,
           const int points,const color ink,const ENUM_BASE_CORNER corner=CORNER_LEFT_UPPER,
           const ENUM_ANCHOR_POINT anchor=ANCHOR_LEFT_UPPER)
  {
   ObjectCreate(0,name,OBJ_LABEL,0,0,0);
   ObjectSetInteger(0,name,OBJPROP_CORNER,corner);
   ObjectSetInteger(0,name,OBJPROP_ANCHOR,anchor);
   ObjectSetInteger(0,name,OBJPROP_XDISTANCE,x);
   ObjectSetInteger(0,name,OBJPROP_YDISTANCE,y);
   ObjectSetString(0,name,OBJPROP_TEXT,text);
   ObjectSetString(0,name,OBJPROP_FONT,font);
   ObjectSetInteger(0,name,OBJPROP_FONTSIZE,points);
   ObjectSetInteger(0,name,OBJPROP_COLOR,ink);
  }

void DrawPanel()
  {
   ObjectCreate(0,"box",OBJ_RECTANGLE_LABEL,0,0,0);
   Box("box",20,40,300,210);
   ObjectSetInteger(0,"box",OBJPROP_BGCOLOR,C'24,28,36');
   ObjectSetInteger(0,"box",OBJPROP_COLOR,clrSlateGray);
   ObjectSetInteger(0,"box",OBJPROP_BORDER_TYPE,BORDER_FLAT);
   Label("title","HyperTrader on "+_Symbol,30,48,"Segoe UI Semibold",11,clrWhite);
   Label("arial","Arial 9: equity 10 000.00 USD",30,78,"Arial",9,clrSilver);
   Label("segoe","Segoe UI 9: equity 10 000.00 USD",30,98,"Segoe UI",9,clrSilver);
   Label("mono","Consolas 9: equity 10000.00",30,118,"Consolas",9,clrGold);
   Label("right","+123.45",310,78,"Arial",9,clrLime,CORNER_LEFT_UPPER,ANCHOR_RIGHT_UPPER);
   Label("empty","",30,138,"Arial",9,clrRed);
   string names[3]={"raised","pressed","flat"};
   for(int i=0; i<3; i++)
     {
      ObjectCreate(0,names[i],OBJ_BUTTON,0,0,0);
      Box(names[i],30+95*i,165,90,24);
      ObjectSetString(0,names[i],OBJPROP_TEXT,names[i]);
     }
   ObjectSetInteger(0,"pressed",OBJPROP_STATE,true);
   ObjectSetInteger(0,"flat",OBJPROP_BGCOLOR,clrFireBrick);
   ObjectSetInteger(0,"flat",OBJPROP_COLOR,clrWhite);
   ObjectSetInteger(0,"flat",OBJPROP_BORDER_COLOR,clrMaroon);
   ObjectSetString(0,"flat",OBJPROP_TOOLTIP,"Closes everything");
   ObjectCreate(0,"field",OBJ_EDIT,0,0,0);
   Box("field",30,205,120,22);
   ObjectSetString(0,"field",OBJPROP_TEXT,"0.10 lots");
   ObjectSetInteger(0,"field",OBJPROP_ALIGN,ALIGN_RIGHT);
   Label("upper","right upper corner",10,25,"Tahoma",8,clrAqua,CORNER_RIGHT_UPPER,
         ANCHOR_RIGHT_UPPER);
   Label("lower","right lower corner",10,10,"Verdana",8,clrAqua,CORNER_RIGHT_LOWER,
         ANCHOR_RIGHT_LOWER);
   Label("left","left lower corner",10,10,"Arial",8,clrAqua,CORNER_LEFT_LOWER,
         ANCHOR_LEFT_LOWER);
  }

void DrawPrices()
  {
   double high=iHigh(_Symbol,_Period,20);
   double low=iLow(_Symbol,_Period,20);
   datetime then=iTime(_Symbol,_Period,20);
   datetime before=iTime(_Symbol,_Period,60);
   ObjectCreate(0,"buy",OBJ_ARROW_BUY,0,then,low);
   ObjectCreate(0,"sell",OBJ_ARROW_SELL,0,then,high);
   ObjectSetInteger(0,"buy",OBJPROP_COLOR,clrDodgerBlue);
   ObjectCreate(0,"sign",OBJ_ARROW,0,before,high);
   ObjectSetInteger(0,"sign",OBJPROP_ARROWCODE,252);
   ObjectSetInteger(0,"sign",OBJPROP_COLOR,clrYellow);
   ObjectSetInteger(0,"sign",OBJPROP_WIDTH,2);
   ENUM_LINE_STYLE styles[5]={STYLE_SOLID,STYLE_DASH,STYLE_DOT,STYLE_DASHDOT,STYLE_DASHDOTDOT};
   double bid=SymbolInfoDouble(_Symbol,SYMBOL_BID);
   for(int i=0; i<5; i++)
     {
      string name="level "+(string)i;
      ObjectCreate(0,name,OBJ_HLINE,0,0,bid+(i-2)*8*_Point-4*_Point);
      ObjectSetInteger(0,name,OBJPROP_STYLE,styles[i]);
      ObjectSetInteger(0,name,OBJPROP_COLOR,clrTomato);
     }
   ObjectCreate(0,"trend",OBJ_TREND,0,before,low,then,high);
   ObjectSetInteger(0,"trend",OBJPROP_COLOR,clrMagenta);
   ObjectSetInteger(0,"trend",OBJPROP_WIDTH,2);
   ObjectSetInteger(0,"trend",OBJPROP_RAY_RIGHT,true);
   ObjectCreate(0,"area",OBJ_RECTANGLE,0,iTime(_Symbol,_Period,50),low,then,high);
   ObjectSetInteger(0,"area",OBJPROP_FILL,true);
   ObjectSetInteger(0,"area",OBJPROP_BACK,true);
   ObjectSetInteger(0,"area",OBJPROP_COLOR,clrMidnightBlue);
   ObjectCreate(0,"moment",OBJ_VLINE,0,then,0);
   ObjectSetInteger(0,"moment",OBJPROP_COLOR,clrGray);
   ObjectCreate(0,"turned",OBJ_TEXT,0,then,high);
   ObjectSetString(0,"turned",OBJPROP_TEXT,"turned by 45");
   ObjectSetDouble(0,"turned",OBJPROP_ANGLE,45.0);
   ObjectSetInteger(0,"turned",OBJPROP_COLOR,clrWhite);
   ObjectSetInteger(0,"turned",OBJPROP_ANCHOR,ANCHOR_LEFT_LOWER);
  }

int OnInit()
  {
   ChartSetInteger(0,CHART_EVENT_OBJECT_CREATE,true);
   ChartSetInteger(0,CHART_EVENT_OBJECT_DELETE,true);
   DrawPanel();
   DrawPrices();
   Comment("A comment\nin two lines");
   PrintFormat("objects %d",ObjectsTotal(0));
   ChartRedraw();
   EventSetTimer(1);
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   PrintFormat("deleted %d, left %d, reason %d",ObjectsDeleteAll(0),ObjectsTotal(0),reason);
   Comment("");
  }

//--- an object that comes and goes
void OnTimer()
  {
   if(ObjectFind(0,"late")<0)
      ObjectCreate(0,"late",OBJ_VLINE,0,TimeCurrent(),0);
   else
     {
      ObjectDelete(0,"late");
      EventKillTimer();
     }
  }

void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   if(id==CHARTEVENT_OBJECT_CLICK)
      PrintFormat("click %s state %I64d",sparam,ObjectGetInteger(0,sparam,OBJPROP_STATE));
   if(id==CHARTEVENT_OBJECT_ENDEDIT)
      PrintFormat("edited %s <%s>",sparam,ObjectGetString(0,sparam,OBJPROP_TEXT));
   if(id==CHARTEVENT_OBJECT_CREATE)
      Print("created ",sparam);
   if(id==CHARTEVENT_OBJECT_DELETE)
      Print("gone ",sparam);
  }
