// Inheritance, virtual methods, pointers, static members, structures with methods.
interface IShape
  {
   double            Area(void);
   string            Name(void);
  };

class CShape : public IShape
  {
protected:
   string            m_name;
   static int        s_count;
   static const int  MAX_SHAPES;
   enum ENUM_STATE { STATE_NEW, STATE_OLD };
   ENUM_STATE        m_state;
public:
   struct Point
     {
      double            x;
      double            y;
     };
                     CShape(const string name = "shape");
                    ~CShape(void) { s_count--; }
   virtual double    Area(void) { return(0.0); }
   virtual string    Name(void) { return(m_name); }
   static int        Count(void) { return(s_count); }
   CShape           *Self(void) { return(GetPointer(this)); }
   bool              IsOld(void) const { return(m_state == STATE_OLD); }
   void              Age(void) { m_state = STATE_OLD; }
   static CShape    *Make(void);
  };
int CShape::s_count = 0;
const int CShape::MAX_SHAPES = 100;

CShape::CShape(const string name) : m_name(name), m_state(STATE_NEW)
  {
   s_count++;
  }

class CCircle : public CShape
  {
private:
   double            m_radius;
   Point             m_center;
   CShape           *m_friend;
   double            m_grid[2][3];
public:
                     CCircle(const double radius);
   virtual double    Area(void) override { return(M_PI * m_radius * m_radius); }
   virtual string    Name(void) override final { return("<" + CShape::Name() + ">"); }
   void              Befriend(CShape *other);
   double            Cell(const int i, const int j) const { return(m_grid[i][j]); }
   void              Fill(void);
   void              Grow(const double factor = 2.0) { m_radius *= factor; }
  };

CCircle::CCircle(const double radius) : CShape("circle"), m_radius(radius), m_friend(NULL)
  {
   m_center.x = 0;
   m_center.y = 0;
   Fill();
  }

void CCircle::Befriend(CShape *other)
  {
   m_friend = other;
   if(CheckPointer(m_friend) != POINTER_INVALID)
      m_friend.Age();
  }

void CCircle::Fill(void)
  {
   for(int i = 0; i < 2; i++)
      for(int j = 0; j < 3; j++)
         m_grid[i][j] = i * 3 + j;
  }

CShape *CShape::Make(void)
  {
   return(new CCircle(1.0));
  }

struct Money
  {
   long              cents;
                     Money(void) : cents(0) {}
                     Money(const long value) : cents(value) {}
   Money             operator+(const Money &other) const;
   bool              operator==(const Money &other) const { return(cents == other.cents); }
  };

Money Money::operator+(const Money &other) const
  {
   Money sum(cents + other.cents);
   return(sum);
  }

struct Base
  {
   int               a;
   double            b;
  };

struct Derived : public Base
  {
   long              c;
   uchar             name[16];
   int               Sum(void) const { return(a + (int)c); }
  };

Derived MakeDerived(const int a)
  {
   Derived derived = {};
   derived.a = a;
   derived.c = a * 2;
   return(derived);
  }

CShape g_static("global");
CShape *g_shapes[];

void OnStart(void)
  {
   CCircle circle(2.0);
   circle.Befriend(GetPointer(g_static));
   circle.Befriend(&g_static);
   circle.Grow();
   CShape *shape = GetPointer(circle);
   Print(shape.Area(), shape.Name(), CShape::Count(), shape.Self().IsOld());
   CCircle *same = dynamic_cast<CCircle *>(shape);
   if(same != NULL)
      Print(same.Cell(1, 2));
   ArrayResize(g_shapes, 2);
   g_shapes[0] = CShape::Make();
   g_shapes[1] = NULL;
   for(int i = ArraySize(g_shapes) - 1; i >= 0; i--)
      if(CheckPointer(g_shapes[i]) == POINTER_DYNAMIC)
         delete g_shapes[i];
   Derived derived = MakeDerived(3);
   Print(derived.Sum(), sizeof(Derived), offsetof(Derived, c));
   Money one(100), two(200);
   if(one + two == two)
      Print(1);
   static CShape local("static");
   local.Age();
  }
