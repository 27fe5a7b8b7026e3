// expect: PASS
// Classes, pointers, the order of construction, structures and their bytes.
#property strict

int g_wrong=0;
string g_trace="";

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," trace ",g_trace);
  }

class CPart
  {
protected:
   string            m_name;

public:
                     CPart(const string name) : m_name(name) { g_trace+="+"+name; }
                    ~CPart() { g_trace+="-"+m_name; }
   string            Name() const { return(m_name); }
  };

class CShape
  {
public:
                     CShape() { g_trace+="+shape"; }
   virtual          ~CShape() { g_trace+="-shape"; }
   virtual double    Area() const { return(0); }
   double            Twice() const { return(2*Area()); }
  };

class CSquare : public CShape
  {
private:
   double            m_side;
   CPart             m_part;

public:
                     CSquare(const double side) : m_side(side),m_part("part")
     {
      g_trace+="+square";
     }
                    ~CSquare() { g_trace+="-square"; }
   virtual double    Area() const override { return(m_side*m_side); }
   void              Side(const double side) { m_side=side; }
  };

class CCounter
  {
private:
   static int        s_made;

public:
                     CCounter() { s_made++; }
   static int        Made() { return(s_made); }
  };

int CCounter::s_made=0;

interface IReader
  {
   int               Read();
  };

class CReader : public IReader
  {
public:
   int               Read() { return(42); }
  };

struct SPacked pack(4)
  {
   uchar             kind;
   double            value;
  };

struct SPlain
  {
   uchar             kind;
   double            value;
   int               numbers[3];
   bool              is_on;
  };

struct SBase
  {
   int               first;
  };

struct SMore : public SBase
  {
   short             second;
  };

CPart g_first("g1");
CPart g_second("g2");

void TestOrder()
  {
   Check(g_trace=="+g1+g2","globals in order of declaration");
   g_trace="";
     {
      CSquare square(3);
      Check(g_trace=="+shape+part+square","base, members, body");
      g_trace="";
     }
   Check(g_trace=="-square-part-shape","the other way round");
   g_trace="";
   CShape *shape=new CSquare(2);
   Check(shape.Area()==4 && shape.Twice()==8,"virtual");
   g_trace="";
   delete shape;
   Check(g_trace=="-square-part-shape","delete calls virtual destructors");
  }

void TestPointers()
  {
   CSquare square(5);
   CSquare *automatic=GetPointer(square);
   CShape *made=new CSquare(1);
   Check(CheckPointer(automatic)==POINTER_AUTOMATIC,"automatic");
   CShape *none=NULL;
   Check(CheckPointer(made)==POINTER_DYNAMIC && CheckPointer(none)==POINTER_INVALID,"kinds");
   CSquare *derived=dynamic_cast<CSquare *>(made);
   Check(derived==made && derived!=NULL,"dynamic_cast finds the class");
   CShape plain;
   CSquare *other=dynamic_cast<CSquare *>(GetPointer(plain));
   Check(other==NULL,"dynamic_cast of another class is NULL");
   derived.Side(6);
   Check(made.Area()==36,"one object");
   delete made;
   Check(CheckPointer(derived)==POINTER_INVALID,"deleted for all pointers");
   CShape *list[3];
   Check(CheckPointer(list[1])==POINTER_INVALID,"arrays of pointers begin with NULL");
   list[0]=new CSquare(2);
   CSquare copy=square;
   copy.Side(1);
   Check(square.Area()==25 && copy.Area()==1,"objects are copied");
   delete list[0];
   CCounter counters[4];
   Check(CCounter::Made()==4 && ArraySize(counters)==4,"static members");
   IReader *reader=new CReader();
   Check(reader.Read()==42,"interface");
   delete reader;
  }

void TestStructures()
  {
   Check(sizeof(SPlain)==22 && sizeof(SPacked)==12 && sizeof(SMore)==6,"sizes");
   Check(sizeof(MqlDateTime)==32 && sizeof(MqlTick)==60 && sizeof(MqlRates)==60,"of the terminal");
   Check(sizeof(bool)==1 && sizeof(long)==8 && sizeof(datetime)==8 && sizeof(color)==4,"types");
   SPlain plain={7,2.5,{1,2,3},true};
   uchar bytes[];
   Check(StructToCharArray(plain,bytes,2) && ArraySize(bytes)==24 && bytes[2]==7,"to bytes");
   Check(bytes[11]==1 && bytes[15]==2 && bytes[19]==3 && bytes[23]==1,"no holes");
   SPlain copy;
   ZeroMemory(copy);
   Check(copy.value==0 && !copy.is_on,"zeroes");
   Check(CharArrayToStruct(copy,bytes,2) && copy.value==2.5 && copy.numbers[2]==3,"from bytes");
   Check(!CharArrayToStruct(copy,bytes,3),"not enough bytes");
   SPlain list[];
   ArrayResize(list,2);
   list[0]=plain;
   list[1]=list[0];
   list[1].numbers[0]=9;
   Check(list[0].numbers[0]==1 && list[1].numbers[0]==9,"copied with their arrays");
   SMore more;
   more.first=1;
   more.second=2;
   SMore same=more;
   Check(same.first==1 && same.second==2,"with the base part");
  }

int g_calls=0;

int Counted(const int value)
  {
   g_calls++;
   return(value);
  }

int Static()
  {
   static int count=10;
   return(++count);
  }

void Change(int &value,const int by=2) { value+=by; }

template<typename T>
T Larger(const T left,const T right) { return(left>right ? left : right); }

void TestFunctions()
  {
   Check(!(Counted(0)>0 && Counted(1)>0) && g_calls==1,"&& stops early");
   Check((Counted(1)>0 || Counted(1)>0) && g_calls==2,"|| stops early");
   Check(Static()==11 && Static()==12,"static locals live on");
   int value=1;
   Change(value);
   Change(value,10);
   Check(value==13,"references, defaults");
   Check(Larger(2,3)==3 && Larger("a","b")=="b" && Larger(2.5,1.5)==2.5,"templates");
   int sum=0;
   for(int i=0; i<10; i++)
     {
      if(i==3)
         continue;
      if(i==6)
         break;
      sum+=i;
     }
   Check(sum==12,"continue, break");
   switch(sum)
     {
      case 12:
         sum=100;
      case 13:
         sum++;
         break;
      default:
         sum=0;
     }
   Check(sum==101,"switch falls through");
   int shift=33;
   Check((1<<(shift-32))==2 && (-8>>1)==-4 && (uint)-8>>1==2147483644,"shifts");
   Check((5&3)==1 && (5|3)==7 && (5^3)==6 && ~5==-6,"bits");
  }

void OnStart()
  {
   TestOrder();
   TestPointers();
   TestStructures();
   TestFunctions();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
