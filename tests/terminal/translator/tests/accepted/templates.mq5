// Templates of functions and classes, overloading, pointers to functions.
template<typename T>
class CList
  {
private:
   T                 m_items[];
public:
   int               Total(void) const { return(ArraySize(m_items)); }
   bool              Add(const T item);
   T                 At(const int i) const { return(m_items[i]); }
   void              Clear(void) { ArrayFree(m_items); }
  };

template<typename T>
bool CList::Add(const T item)
  {
   int n = ArraySize(m_items);
   if(ArrayResize(m_items, n + 1, 16) < 0)
      return(false);
   m_items[n] = item;
   return(true);
  }

template<typename T>
void Exchange(T &a, T &b)
  {
   T kept = a;
   a = b;
   b = kept;
  }

template<typename T>
T SumOf(const T &values[])
  {
   T sum = 0;
   for(int i = 0; i < ArraySize(values); i++)
      sum += values[i];
   return(sum);
  }

class CObject
  {
public:
   int               id;
                     CObject(void) : id(7) {}
  };

typedef int (*Operation)(int a, int b);

int Add(int a, int b)
  {
   return(a + b);
  }

int Apply(Operation operation, int a, int b)
  {
   if(operation == NULL)
      return(0);
   return(operation(a, b));
  }

int Over(const int a) { return(a); }
int Over(const double a) { return((int)a); }
int Over(const string a) { return(StringLen(a)); }
int Over(const int &a[]) { return(a[0]); }

CList<double> g_list;
int g_table[2][3] = {{1, 2, 3}, {4, 5, 6}};

void OnStart(void)
  {
   CList<double> list;
   if(!list.Add(1.5) || !g_list.Add(list.At(0)))
      return;
   list.Clear();
   CObject object;
   CList<CObject *> pointers;
   if(pointers.Add(GetPointer(object)))
      Print(pointers.At(0).id, pointers.Total());
   int a = 1, b = 2;
   Exchange(a, b);
   Operation operation = Add;
   Print(SumOf(g_table[0]), Apply(operation, a, b), Apply(NULL, a, b));
   Print(Over(1), Over(1.5), Over("x"), Over(g_table[1]));
  }
