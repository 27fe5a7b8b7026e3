// expect: PASS
// Objects of a chart: making, finding, properties, deleting, and what is refused.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

//--- an error that the call before has left
bool Left(const int error)
  {
   bool is_same=GetLastError()==error;
   ResetLastError();
   return(is_same);
  }

void TestMaking()
  {
   Check(ObjectsDeleteAll(0)==0 && ObjectsTotal(0)==0,"an empty chart");
   Check(ObjectCreate(0,"one.panel",OBJ_RECTANGLE_LABEL,0,0,0),"a panel");
   Check(ObjectCreate(0,"one.text",OBJ_LABEL,0,0,0),"a label");
   Check(ObjectCreate(0,"two.level",OBJ_HLINE,0,0,1.1),"a level");
   Check(ObjectCreate(0,"two.line",OBJ_TREND,0,D'2026.01.12 10:00',1.1,D'2026.01.12 11:00',1.2),
         "a line");
   Check(ObjectsTotal(0)==4 && ObjectsTotal(0,0,OBJ_LABEL)==1 && ObjectsTotal(0,-1,OBJ_TREND)==1,
         "numbers of them");
   Check(ObjectName(0,0)=="one.panel" && ObjectName(0,3)=="two.line","in the order of creation");
   Check(ObjectName(0,0,0,OBJ_HLINE)=="two.level" && ObjectName(0,4)=="","by type, and none");
   Check(ObjectFind(0,"one.text")==0 && ObjectFind(0,"nothing")<0 && Left(ERR_OBJECT_NOT_FOUND),
         "found and not found");
   Check(ObjectGetInteger(0,"one.text",OBJPROP_TYPE)==OBJ_LABEL,"type");
   Check(ObjectGetInteger(ChartID(),"one.text",OBJPROP_HIDDEN)==1,"programs' objects are hidden");
   long age=ObjectGetInteger(0,"one.text",OBJPROP_CREATETIME)-(long)TimeCurrent();
   Check(age>=0 && age<60,"time of creation");
  }

void TestAgain()
  {
   Check(ObjectCreate(0,"two.level",OBJ_HLINE,0,0,1.3) && ObjectsTotal(0)==4,"the same again");
   Check(ObjectGetDouble(0,"two.level",OBJPROP_PRICE)==1.3,"has moved");
   ResetLastError();
   Check(!ObjectCreate(0,"two.level",OBJ_LABEL,0,0,0) && Left(ERR_OBJECT_ERROR),"another type");
   Check(!ObjectCreate(0,"",OBJ_LABEL,0,0,0) && Left(ERR_OBJECT_ERROR),"no name");
   string longest="";
   StringInit(longest,64,'x');
   Check(!ObjectCreate(0,longest,OBJ_LABEL,0,0,0) && Left(ERR_OBJECT_ERROR),"too long a name");
   Check(!ObjectCreate(0,"below",OBJ_LABEL,1,0,0) && Left(ERR_CHART_WINDOW_NOT_FOUND),"no window");
   Check(!ObjectCreate(12345,"far",OBJ_LABEL,0,0,0) && Left(ERR_CHART_NOT_FOUND),"no chart");
   Check(ObjectMove(0,"two.line",1,D'2026.01.12 12:00',1.25) &&
         ObjectGetInteger(0,"two.line",OBJPROP_TIME,1)==D'2026.01.12 12:00',"second point");
   Check(!ObjectMove(0,"one.text",0,0,1.0) && Left(ERR_OBJECT_ERROR),"a label has no price");
  }

void TestProperties()
  {
   ResetLastError();
   Check(ObjectSetInteger(0,"one.text",OBJPROP_XDISTANCE,25) &&
         ObjectSetInteger(0,"one.text",OBJPROP_COLOR,clrGold) &&
         ObjectSetString(0,"one.text",OBJPROP_TEXT,"equity") &&
         ObjectSetString(0,"one.text",OBJPROP_FONT,"Consolas"),"set");
   Check(ObjectGetInteger(0,"one.text",OBJPROP_XDISTANCE)==25 &&
         (color)ObjectGetInteger(0,"one.text",OBJPROP_COLOR)==clrGold &&
         ObjectGetString(0,"one.text",OBJPROP_TEXT)=="equity","got");
   Check(ObjectSetDouble(0,"two.line",OBJPROP_PRICE,1,1.5) &&
         ObjectGetDouble(0,"two.line",OBJPROP_PRICE,1)==1.5 &&
         ObjectGetDouble(0,"two.line",OBJPROP_PRICE,0)==1.1,"prices of points");
   string text="";
   StringInit(text,80,'y');
   ObjectSetString(0,"one.text",OBJPROP_TEXT,text);
   Check(StringLen(ObjectGetString(0,"one.text",OBJPROP_TEXT))==63,"63 letters of a text");
   Check(!ObjectSetInteger(0,"one.text",OBJPROP_TYPE,OBJ_EDIT) && Left(ERR_OBJECT_WRONG_PROPERTY),
         "the type stays");
   Check(!ObjectSetInteger(0,"one.text",OBJPROP_CORNER,7) && Left(ERR_OBJECT_ERROR),"no corner");
   Check(!ObjectSetInteger(0,"nothing",OBJPROP_COLOR,0) && Left(ERR_OBJECT_NOT_FOUND),"no object");
   Check(ObjectGetString(0,"nothing",OBJPROP_TEXT)=="" && Left(ERR_OBJECT_NOT_FOUND),"no object");
   Check(ObjectSetString(0,"one.text",OBJPROP_NAME,"one.name") && ObjectFind(0,"one.name")==0 &&
         ObjectFind(0,"one.text")<0,"renamed");
   Check(!ObjectSetString(0,"one.name",OBJPROP_NAME,"two.line") ,"not to a name that is taken");
  }

void TestDeleting()
  {
   ResetLastError();
   Check(!ObjectDelete(0,"nothing") && Left(ERR_OBJECT_NOT_FOUND),"no object to delete");
   Check(ObjectDelete(0,"two.level") && ObjectFind(0,"two.level")<0,"deleted");
   Check(ObjectsDeleteAll(0,"one.",0,OBJ_RECTANGLE_LABEL)==1,"by prefix and type");
   Check(ObjectsDeleteAll(0,"one.")==1 && ObjectsTotal(0)==1,"by prefix");
   ResetLastError();
   Check(ObjectsDeleteAll(0,3)==-1 && Left(ERR_CHART_WINDOW_NOT_FOUND),"no such window");
   Check(ObjectsDeleteAll(0,-1,OBJ_TREND)==1 && ObjectsTotal(0)==0,"by type");
  }

void OnStart()
  {
   TestMaking();
   TestAgain();
   TestProperties();
   TestDeleting();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
