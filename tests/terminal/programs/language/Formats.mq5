// expect: PASS
// StringFormat and what Print makes of values; the results are those that MetaTrader's own manuals
// print.
#property strict

enum ENUM_SIDE { SIDE_BUY, SIDE_SELL=5 };

int g_wrong=0;

void Check(const string is,const string wanted)
  {
   if(is==wanted)
      return;
   g_wrong++;
   Print("FAIL <",is,"> is not <",wanted,">");
  }

void TestIntegers()
  {
   Check(StringFormat("%hi %hi",SHORT_MAX,INT_MAX),"32767 -1");
   Check(StringFormat("%i %i",INT_MAX,LONG_MAX),"2147483647 -1");
   Check(StringFormat("%lli",LONG_MAX),"9223372036854775807");
   Check(StringFormat("%llu %lli",ULONG_MAX,ULONG_MAX),"18446744073709551615 -1");
   Check(StringFormat("%I64u %I64d",ULONG_MAX,LONG_MIN),
         "18446744073709551615 -9223372036854775808");
   Check(StringFormat("%I64X %I64x",1234567890123456,1234567890123456),
         "462D53C8ABAC0 462d53c8abac0");
   Check(StringFormat("%10i|%010i|%+10i|%.10i",SHORT_MAX,SHORT_MAX,SHORT_MAX,SHORT_MAX),
         "     32767|0000032767|    +32767|0000032767");
   Check(StringFormat("% i|% i|%+i|%+i",SHORT_MAX,SHORT_MIN,SHORT_MAX,SHORT_MIN),
         " 32767|-32768|+32767|-32768");
   Check(StringFormat("%-10i|%+-10i|",SHORT_MAX,SHORT_MAX),"32767     |+32767    |");
   Check(StringFormat("%u %x %X %o %#x",-1,255,255,8,255),"4294967295 ff FF 10 0xff");
   Check(StringFormat("%d%% %c",50,'A'),"50% A");
  }

void TestReals()
  {
   Check(StringFormat("%f %e %g %a",M_PI,M_PI,M_PI,M_PI),
         "3.141593 3.141593e+00 3.14159 0x1.921fb54442d18p+1");
   Check(StringFormat("%15.10f|%15.10e|%15.10g|%15.10a",M_PI,M_PI,M_PI,M_PI),
         "   3.1415926536|3.1415926536e+00|    3.141592654|0x1.921fb54443p+1");
   Check(StringFormat("%15f|%15e|%15g",M_PI,M_PI,M_PI),
         "       3.141593|   3.141593e+00|        3.14159");
   Check(StringFormat("%*.*f|%08.3f|%+.1f|%.0f",12,5,M_PI,-3.14159,2.25,2.75),
         "     3.14159|-003.142|+2.2|3");
   Check(StringFormat("%.16G %g %g",DBL_MAX,100000.0,1000000.0),
         "1.797693134862316E+308 100000 1e+06");
  }

void TestTexts()
  {
   string none=NULL;
   Check(StringFormat("%s|%.7s|%*s|%-*s|","ABCDEFGHIJ","ABCDEFGHIJ",12,"ABCDEFGHIJ",
                      12,"ABCDEFGHIJ"),"ABCDEFGHIJ|ABCDEFG|  ABCDEFGHIJ|ABCDEFGHIJ  |");
   Check(StringFormat("%s",none),"(null)");
   Check(StringFormat("%s %d %f %s","ABC"),"ABC 0 0.000000 (missed string parameter)");
   Check(StringFormat("%d %d","ABC",M_PI),"0 1413754136");
   Check(StringFormat("%s",M_PI),"(non-string passed)");
   Check(StringFormat("no more",1),"no more");
  }

void TestPrinted()
  {
   double seven=7;
   double twice=7.0/(seven/200);
   float real32=(float)M_PI;
   string text="";
   Check((string)123.4567890123456789,"123.4567890123457");
   Check((string)1.234567890123456789e-5,"1.234567890123457e-05");
   Check((string)DBL_MAX+" "+(string)real32+" "+(string)M_PI,
         "1.797693134862316e+308 3.14159 3.141592653589793");
   Check((string)seven+" "+(string)twice+" "+(string)(twice-1e-13),"7.0 200.0 199.9999999999999");
   Check((string)true+" "+(string)D'2021.01.21 23:00:15'+" "+(string)(int)SIDE_SELL,
         "true 2021.01.21 23:00:15 5");
   Check(EnumToString(SIDE_BUY)+" "+EnumToString((ENUM_SIDE)5)+" "+EnumToString((ENUM_SIDE)3),
         "SIDE_BUY SIDE_SELL ENUM_SIDE::3");
   StringConcatenate(text,"a",1,true,2.5,D'2021.01.21');
   Check(text,"a1true2.52021.01.21 00:00:00");
   Check((string)(datetime)LONG_MAX,"wrong datetime");
  }

void OnStart()
  {
   TestIntegers();
   TestReals();
   TestTexts();
   TestPrinted();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
