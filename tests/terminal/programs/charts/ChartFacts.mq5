// expect: PASS
// Properties of a chart, places on it, and sizes of text.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

void TestNumbers()
  {
   long width=ChartGetInteger(0,CHART_WIDTH_IN_PIXELS);
   Check(width>100 && ChartGetInteger(0,CHART_HEIGHT_IN_PIXELS)>100,"size");
   Check(ChartGetInteger(0,CHART_SCALE)==3 && ChartGetInteger(0,CHART_WIDTH_IN_BARS)==width/8,
         "eight pixels a bar");
   Check(ChartSetInteger(0,CHART_SCALE,4) && ChartGetInteger(0,CHART_WIDTH_IN_BARS)==width/16,
         "then sixteen");
   Check(ChartSetInteger(0,CHART_SCALE,3),"and eight again");
   ResetLastError();
   Check(!ChartSetInteger(0,CHART_SCALE,6) && GetLastError()==ERR_CHART_WRONG_PARAMETER,"no scale");
   ResetLastError();
   Check(!ChartSetInteger(0,CHART_WIDTH_IN_PIXELS,5) && GetLastError()==ERR_CHART_WRONG_PROPERTY,
         "the size is the terminal's");
   Check(ChartSetInteger(0,CHART_SHOW_GRID,false) && !(bool)ChartGetInteger(0,CHART_SHOW_GRID),
         "the grid");
   Check(ChartSetInteger(0,CHART_SHOW_GRID,true),"and again");
   Check((color)ChartGetInteger(0,CHART_COLOR_BACKGROUND)==clrBlack,"background");
   Check(ChartGetInteger(0,CHART_WINDOWS_TOTAL)==1,"one window");
   Check(ChartSymbol()==_Symbol && ChartPeriod()==_Period && ChartSymbol(ChartID())==_Symbol,
         "symbol and timeframe");
   Check(ChartSetString(0,CHART_COMMENT,"seen") && ChartGetString(0,CHART_COMMENT)=="seen",
         "comment");
   ChartSetString(0,CHART_COMMENT,"");
   ResetLastError();
   Check(ChartSymbol(1)=="" && GetLastError()==ERR_CHART_NOT_FOUND,"no chart");
  }

void TestPlaces()
  {
   double high=ChartGetDouble(0,CHART_PRICE_MAX);
   double low=ChartGetDouble(0,CHART_PRICE_MIN);
   Check(high>low && low>0.0,"prices");
   int x=0;
   int y=0;
   datetime now=iTime(_Symbol,_Period,0);
   Check(ChartTimePriceToXY(0,0,now,(high+low)/2,x,y),"to pixels");
   Check(MathAbs(2*y-(int)ChartGetInteger(0,CHART_HEIGHT_IN_PIXELS))<=2,"half of the height");
   int window=-1;
   datetime time=0;
   double price=0.0;
   Check(ChartXYToTimePrice(0,x,y,window,time,price),"from pixels");
   Check(window==0 && time==now && MathAbs(price-(high+low)/2)<(high-low)/100,"the same place");
   Check(!ChartXYToTimePrice(0,-1,5,window,time,price),"outside");
   int later=0;
   ChartTimePriceToXY(0,0,now+2*PeriodSeconds(),high,later,y);
   Check(later==x+16 && y==0,"bars that are still to come");
  }

//--- sizes are the same on every computer
void TestText()
  {
   uint width=0;
   uint height=0;
   Check(TextSetFont("Arial",-90) && TextGetSize("0123456789",width,height),"nine points");
   Check(width==67 && height==14,StringFormat("ten digits are %u x %u",width,height));
   Check(TextSetFont("Consolas",20) && TextGetSize("iiii",width,height) && width==44,"fixed width");
   uint narrow=0;
   TextSetFont("Segoe UI",-90);
   TextGetSize("illi",narrow,height);
   TextGetSize("WMWM",width,height);
   Check(width>3*narrow,"letters differ");
   Check(TextGetSize("",width,height) && width==0 && height>0,"nothing has no width");
   Check(!TextSetFont("",10) && !TextSetFont("Arial",0),"no font");
   ObjectCreate(0,"measured",OBJ_LABEL,0,0,0);
   ObjectSetString(0,"measured",OBJPROP_TEXT,"0123456789");
   ObjectSetInteger(0,"measured",OBJPROP_FONTSIZE,9);
   Check(ObjectGetInteger(0,"measured",OBJPROP_XSIZE)==67,"size of a label");
   Check(!ObjectSetInteger(0,"measured",OBJPROP_XSIZE,10),"which is that of its text");
   ObjectDelete(0,"measured");
  }

void OnStart()
  {
   TestNumbers();
   TestPlaces();
   TestText();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
