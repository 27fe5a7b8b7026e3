// expect: PASS
// Values of every kind cross to a library and back.
#property strict

struct SMixed
  {
   uchar             kind;
   double            value;
   short             numbers[3];
  };

#import "guards.dll"
long     sum_of_all(bool is_on,char a,uchar b,short c,ushort d,int e,uint f,long g,ulong h);
double   sum_of_reals(float a,double b);
float    half_of(float value);
bool     is_positive(double value);
datetime next_day(datetime time);
color    without_red(color value);
string   greeting();
void     exchange(int &left,double &right);
int      double_all(double &values[],int count);
int      change_mixed(SMixed &value);
int      length_of(string text);
void     shorten(string &text);
#import

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what);
  }

void TestValues()
  {
   Check(sum_of_all(true,-1,255,-300,60000,-70000,4000000000,-5000000000,6000000000)==
         -1+255-300+60000-70000+4000000000-5000000000+6000000000,"whole numbers");
   Check(sum_of_all(false,1,1,1,1,1,1,1,1)==0,"no");
   Check(sum_of_reals(0.5f,2.25)==2.75 && half_of(3)==1.5f,"real numbers");
   Check(is_positive(0.1) && !is_positive(-0.1),"yes and no come back");
   Check(next_day(D'2026.01.31 12:00')==D'2026.02.01 12:00',"times");
   Check(without_red(C'1,2,3')==C'0,2,3',"colors");
   Check(greeting()=="hi","texts come back");
   Check(length_of("four")==4 && length_of("")==0,"texts cross");
  }

void TestAddresses()
  {
   int left=3;
   double right=7.5;
   exchange(left,right);
   Check(left==7 && right==3,"numbers by reference");
   double grows[];
   ArrayResize(grows,3,10);
   ArrayInitialize(grows,1.5);
   Check(double_all(grows,3)==3 && grows[0]==3 && grows[2]==3,"an array that can grow");
   double fixed[2]={1,2};
   double_all(fixed,2);
   Check(fixed[0]==2 && fixed[1]==4,"an array of fixed size");
   double empty[];
   Check(double_all(empty,0)==0,"an empty array");
   SMixed value={1,2.0,{1,2,3}};
   Check(change_mixed(value)==sizeof(SMixed),"both sides have one layout");
   Check(value.kind==2 && value.value==2.5 && value.numbers[2]==7,"a structure");
   string text="abc";
   string copy=text;
   shorten(text);
   Check(text=="a" && copy=="abc","a text by reference is changed, its copies are not");
  }

void OnStart()
  {
   TestValues();
   TestAddresses();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
