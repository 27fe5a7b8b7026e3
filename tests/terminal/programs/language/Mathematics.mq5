// expect: PASS
// Functions of mathematics.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what);
  }

bool IsNear(const double left,const double right)
  {
   return(MathAbs(left-right)<=1e-15*MathMax(MathAbs(left),MathAbs(right)));
  }

void TestRounding()
  {
   Check(MathRound(2.5)==3 && MathRound(-2.5)==-3 && MathRound(2.4)==2,"halves away from zero");
   Check(MathFloor(-1.5)==-2 && MathCeil(-1.5)==-1 && MathCeil(1.1)==2,"floor and ceil");
   Check(MathAbs(-3)==3 && MathAbs(-2.5)==2.5 && MathMax(2,3)==3 && MathMin(2.5,3)==2.5,"sizes");
   Check(MathMod(7.5,2)==1.5 && MathMod(-7.5,2)==-1.5,"rest has the sign of the first");
  }

void TestFunctions()
  {
   Check(MathSqrt(2)*MathSqrt(2)>1.9999999999999 && MathSqrt(16)==4,"roots");
   Check(MathPow(2,10)==1024 && MathPow(2,-1)==0.5 && IsNear(MathPow(2,0.5),MathSqrt(2)),"powers");
   Check(IsNear(MathExp(1),M_E) && IsNear(MathLog(M_E),1) && MathLog10(1000)==3,"logarithms");
   Check(IsNear(MathLog1p(1),MathLog(2)) && IsNear(MathExpm1(1),M_E-1),"near one");
   Check(IsNear(MathSin(M_PI/6),0.5) && MathCos(0)==1 && IsNear(MathTan(M_PI/4),1),"angles");
   Check(IsNear(MathArcsin(1),M_PI/2) && IsNear(MathArccos(-1),M_PI),"angles from sides");
   Check(IsNear(MathArctan(1),M_PI/4) && IsNear(MathArctan2(-1,-1),-3*M_PI/4),"quadrants");
   Check(IsNear(MathSinh(1)+MathCosh(1),M_E),"hyperbolic");
   Check(IsNear(MathTanh(MathArctanh(0.5)),0.5),"and back");
  }

void TestNumbers()
  {
   double none=MathSqrt(-1);
   double large=MathExp(1000);
   Check(!MathIsValidNumber(none) && !MathIsValidNumber(large) && MathIsValidNumber(1),"valid");
   Check(none!=none,"nothing equals no number");
   MathSrand(1);
   int first=MathRand();
   int second=MathRand();
   Check(first>=0 && first<=32767 && second>=0 && second<=32767,"random numbers");
   MathSrand(1);
   Check(MathRand()==first && MathRand()==second,"the same from the same seed");
   Check(DBL_MAX>1e308 && FLT_EPSILON>DBL_EPSILON && INT_MAX==2147483647,"constants");
   Check(0.1+0.2!=0.3 && NormalizeDouble(0.1+0.2,8)==0.3,"tenths");
   Check(NormalizeDouble(1.123456789,5)==1.12346 && NormalizeDouble(-7.6543,2)==-7.65,"places");
  }

void OnStart()
  {
   TestRounding();
   TestFunctions();
   TestNumbers();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
