// expect: PASS
// Messages, global variables of the terminal, the calendar and events between charts.
#property strict

int g_failures=0;

void Check(const bool holds,const string text)
  {
   if(holds)
      return;
   g_failures++;
   Print("FAIL ",text,", error ",GetLastError());
  }

void CheckGlobals()
  {
   Check(GlobalVariableCheck("given") && GlobalVariableGet("given")==2.5,"a given variable");
   Check(GlobalVariableSet("ht.a",1.0)>0,"set");
   GlobalVariableSet("ht.b",2.0);
   Check(GlobalVariablesTotal()==3,"total");
   Check(GlobalVariableName(0)=="given" && GlobalVariableName(2)=="ht.b","names");
   Check(GlobalVariableName(3)=="","a name too far");
   Check(GlobalVariableTime("ht.a")==TimeLocal(),"time");
   Check(GlobalVariableSetOnCondition("ht.a",5.0,1.0),"condition holds");
   ResetLastError();
   Check(!GlobalVariableSetOnCondition("ht.a",6.0,1.0) && GetLastError()==4503,"no condition");
   Check(GlobalVariableTemp("ht.t") && !GlobalVariableTemp("ht.t"),"temporary");
   Check(GlobalVariablesDeleteAll("ht.")==3 && GlobalVariablesTotal()==1,"delete all");
   ResetLastError();
   double value=7.0;
   Check(!GlobalVariableGet("ht.a",value) && value==7.0 && GetLastError()==4501,"not there");
   Check(GlobalVariableSet("",1.0)==0,"no name");
  }

void CheckCalendar()
  {
   MqlCalendarValue values[];
   Check(CalendarValueHistory(values,D'2026.01.12 00:00',D'2026.01.13 00:00')==3,"history");
   Check(ArraySize(values)==3 && values[0].time==D'2026.01.12 09:00',"first value");
   Check(values[0].HasActualValue() && values[0].GetActualValue()==2.5,"actual");
   Check(!values[1].HasActualValue() && values[1].GetForecastValue()==-0.5,"no actual yet");
   Check(CalendarValueHistory(values,D'2026.01.12 00:00',0,NULL,"EUR")==1,"by currency");
   Check(CalendarValueHistory(values,D'2026.01.12 00:00',0,"US")==2,"by country");
   MqlCalendarEvent event;
   Check(CalendarEventById(values[0].event_id,event) && event.name=="Rate decision" &&
         event.importance==CALENDAR_IMPORTANCE_HIGH && event.country_id==840,"event");
   MqlCalendarCountry country;
   Check(CalendarCountryById((long)event.country_id,country) && country.currency=="USD",
         "country");
   MqlCalendarEvent events[];
   Check(CalendarEventByCurrency("USD",events)==1,"events of a currency");
   ulong change=0;
   Check(CalendarValueLast(change,values)==0 && change!=0,"first change");
   Sleep(3600000);
   Check(CalendarValueLast(change,values)==1 && values[0].GetActualValue()==-0.25,"news");
   Check(CalendarValueLast(change,values)==0,"nothing new");
  }

void CheckMessages()
  {
   Check(MessageBox("Really?","Question",MB_YESNO)==IDYES,"answer");
   Check(SendNotification("one") && SendNotification("two"),"notifications");
   ResetLastError();
   Check(!SendNotification("three") && GetLastError()==4518,"too many notifications");
   Check(!SendMail("subject","text"),"mail");
   Check(PlaySound("ok.wav"),"sound");
   char data[],answer[];
   string headers;
   Check(WebRequest("GET","https://example.com","",1000,data,answer,headers)==-1 &&
         GetLastError()==4014,"web");
   Alert("alert ",1);
   Comment("comment ",2);
  }

void CheckTerminal()
  {
   Check(TerminalInfoInteger(TERMINAL_BUILD)==5000,"build");
   Check(TerminalInfoString(TERMINAL_LANGUAGE)=="Russian","language");
   Check(MQLInfoString(MQL_PROGRAM_NAME)=="Messages","name");
   Check(StringFind(MQLInfoString(MQL_PROGRAM_PATH),"MQL5\\Scripts\\Messages.ex5")>=0,"path");
   Check(MQLInfoInteger(MQL_PROGRAM_TYPE)==PROGRAM_SCRIPT,"type");
   Check(!EventSetTimer(0),"timer of nothing");
   SetUserError(5);
   Check(GetLastError()==65541,"user error");
   Check(!EventChartCustom(12345,1,0,0.0,"") && GetLastError()==4103,"chart that is not there");
   Check(Digits()==5 && Point()==0.00001 && PeriodSeconds()==60,"chart");
  }

void OnStart()
  {
   CheckGlobals();
   CheckCalendar();
   CheckMessages();
   CheckTerminal();
   Print(g_failures==0 ? "PASS" : "FAIL");
  }
