// expect: PASS
// Numbers, dates and colors from text and back; the results are those of MetaTrader's manuals.
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
   const string text="123.4567890123456789";
   const string message="-123e-5 buckazoid";
   Check((double)text==123.4567890123456789 && (double)message==-0.00123,"real numbers");
   Check((long)text==123 && (long)message==-123,"whole numbers");
   Check(StringToDouble(" 1.5")==1.5 && StringToDouble("+2")==2 && StringToDouble("x")==0,"odd");
   Check(StringToInteger(text)==123 && StringToInteger(message)==-123,"StringToInteger");
   Check(StringToInteger("9223372036854775807")==LONG_MAX,"largest");
   Check(StringToInteger("-9223372036854775808")==LONG_MIN,"smallest");
   Check(StringToInteger("99999999999999999999")==LONG_MAX,"too large");
   Check(StringToInteger("")==0 && StringToInteger("abc")==0,"no number");
   Check((bool)"true" && !(bool)"false" && (bool)"1" && !(bool)"0","yes and no");
   const double number=123.4567890123456789;
   Check(DoubleToString(number)=="123.45678901","eight digits");
   Check(DoubleToString(number,5)=="123.45679" && DoubleToString(number,0)=="123","rounded");
   Check(DoubleToString(number,-5)=="1.23457e+02","scientific");
   Check(DoubleToString(number,-16)=="1.2345678901234568e+02","scientific, 16 digits");
   Check(DoubleToString(number,20)=="123.45678901","out of range is eight");
   Check(DoubleToString(-0.5,2)=="-0.50","negative");
   Check(IntegerToString(INT_MAX,5)=="2147483647","longer than asked for");
   Check(IntegerToString(INT_MAX,16)=="      2147483647","blanks");
   Check(IntegerToString(INT_MAX,16,'0')=="0000002147483647","zeroes");
   Check(NormalizeDouble(1.123456789,5)==1.12346,"five digits");
   Check(StringFormat("%.2f",MathRound(-2.5))=="-3.00","MathRound");
  }

void TestCasts()
  {
   double real=3.99;
   long big=0x1234567890;
   uchar byte=(uchar)300;
   Check((int)real==3 && (int)-real==-3,"towards zero");
   Check((int)big==0x34567890 && byte==44,"low bits");
   Check((uint)-1==UINT_MAX && (long)ULONG_MAX==-1,"signs");
   int whole=7;
   Check(whole/2==3 && -whole/2==-3 && -whole%3==-1,"division towards zero");
   Check(INT_MAX+whole==INT_MIN+6,"overflow wraps");
   float single=0.1f;
   Check((double)single!=0.1 && (float)0.1==single,"float keeps 24 bits");
  }

void TestTimes()
  {
   datetime time=D'2021.01.21 23:00:15';
   Check(TimeToString(time)=="2021.01.21 23:00","default");
   Check(TimeToString(time,TIME_DATE|TIME_MINUTES|TIME_SECONDS)=="2021.01.21 23:00:15","all");
   Check(TimeToString(time,TIME_MINUTES|TIME_SECONDS)=="23:00:15","clock");
   Check(TimeToString(time,TIME_DATE)=="2021.01.21","date");
   Check(TimeToString(time,TIME_MINUTES)=="23:00" && TimeToString(time,TIME_SECONDS)=="23:00:15",
         "parts");
   string same[]={"2021.01.21 23:00:15","20210121 23:00:15","2021/01/21 23:00:15",
                  "2021-01-21  23:00:15","21.01.2021 230015","21/01/2021 23:00:15",
                  "21-01-2021 23:00:15"};
   for(int i=0; i<ArraySize(same); i++)
      Check(StringToTime(same[i])==time && (datetime)same[i]==time,same[i]);
   Check(StringToTime("2021.01.21")==D'2021.01.21 00:00:00',"midnight");
   datetime today=TimeLocal()-TimeLocal()%86400;
   Check(StringToTime("21:01")==today+21*3600+60,"time of today");
   ResetLastError();
   Check(StringToTime("January 2-nd")==today && GetLastError()==ERR_WRONG_STRING_DATE,"wrong");
  }

void TestStructures()
  {
   MqlDateTime parts;
   Check(TimeToStruct(D'2021.01.28 23:00:15',parts),"good");
   Check(parts.year==2021 && parts.mon==1 && parts.day==28 && parts.hour==23 && parts.min==0 &&
         parts.sec==15 && parts.day_of_week==THURSDAY && parts.day_of_year==27,"parts");
   Check(TimeToStruct(D'3000.12.31 23:59:59',parts) && parts.day_of_year==364,"last");
   ResetLastError();
   Check(!TimeToStruct((datetime)LONG_MAX,parts) && GetLastError()==ERR_INVALID_DATETIME,"none");
   MqlDateTime odd={2021,2,30,0,0,0,0,0};
   ResetLastError();
   Check(StructToTime(odd)==D'2021.03.02 00:00:00' && GetLastError()==0,"30th of February");
   MqlDateTime wrong={2021,10,20,15,30,155,0,0};
   Check((long)StructToTime(wrong)==1634743859 && GetLastError()==ERR_INVALID_DATETIME,"seconds");
   MqlDateTime far={2021,50,100,0,0,0,0,0};
   Check((long)StructToTime(far)==1640908800 && GetLastError()==ERR_INVALID_DATETIME,"limits");
   MqlDateTime none;
   ZeroMemory(none);
   Check((long)StructToTime(none)==-1,"nothing");
  }

void TestColors()
  {
   Check(ColorToString(clrBlue)=="0,0,255" && ColorToString(C'0,0,255',true)=="clrBlue","blue");
   Check(ColorToString(C'0,0,250',true)=="0,0,250","no name");
   Check(StringToColor("0,0,255")==clrBlue && StringToColor("clrBlue")==clrBlue,"from text");
   Check(StringToColor("Blue")==clrBlack && StringToColor("255,255,255 more")==clrWhite,"odd text");
   Check(StringToColor("This is color: 128,128,128")==clrGray,"text before");
   Check(ColorToARGB(clrBlue)==0xFF0000FF && ColorToARGB(clrDeepSkyBlue,0x40)==0x4000BFFF,"ARGB");
   Check((uint)C'1,2,3'==0x030201,"red is lowest");
  }

void OnStart()
  {
   TestNumbers();
   TestCasts();
   TestTimes();
   TestStructures();
   TestColors();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
