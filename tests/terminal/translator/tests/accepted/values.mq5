// Conversions that are allowed, literals, operators, statements, inputs.
enum ENUM_KIND { KIND_NONE = -1, KIND_A, KIND_B = 'x', KIND_C = 10 * 2, KIND_D };
enum { UNNAMED_A = 3, UNNAMED_B };

input group "First"
input bool InpOn = true;          // Trading on
input datetime InpFrom = D'2026.01.01 10:00';
input color InpColor = C'255,0,0';
input ENUM_KIND InpKind = KIND_A; // Kind
sinput long InpMagic = 20260101;
input string InpText = "a;b\"c";

struct Packed pack(8)
  {
   uchar             flag;
   double            value;
   ushort            count;
  };

struct WithText
  {
   string            name;
   int               n;
   int               values[];
   MqlDateTime       when;
  };

const string TITLE = "title";
const double RATIO = 1.0 / 3;
string g_names[] = {"a", "b", "c"};

bool Fetch(const string name, double &value, string &problem)
  {
   value = 1.5;
   problem = "";
   return(name != "");
  }

void Numbers(void)
  {
   double value;
   string problem;
   if(!Fetch("x", value, problem))
      return;
   double x = NormalizeDouble(value, 2);
   x = -x;
   x = MathMax(x, 0) + MathMin(1, 2) + MathAbs(-3);
   x /= 2;
   ulong flags = 1;
   flags |= (ulong)1 << 40;
   flags &= ~(ulong)4;
   flags ^= 0xFF;
   if((flags & 2) != 0)
      flags >>= 1;
   uchar byte = 'a';
   byte += 1;
   byte++;
   ushort unit = StringGetCharacter(InpText, 0);
   if(unit >= 'a' && unit <= 'z')
      unit -= 32;
   long smallest = LONG_MIN;
   uint bits = UINT_MAX;
   bits++;
   int lowest = INT_MIN;
   Print(x, flags, byte, unit, smallest, bits, lowest, DBL_MAX, ULONG_MAX, 0b101, 1e-3, 2.5f);
  }

void Dates(void)
  {
   datetime now = TimeCurrent();
   datetime day = now - now % 86400;
   now += 60;
   if(now - day > 3600)
      day = 0;
   int seconds = (int)(now - day);
   color paint = C'1,2,3';
   if(paint != InpColor && InpOn)
      paint = (color)ColorToARGB(paint);
   Print(seconds, paint, InpFrom, (string)now, TimeToString(now, TIME_DATE | TIME_SECONDS));
  }

void Statements(const int count)
  {
   int n = 0;
   do
     {
      n++;
      if(n == 2)
         continue;
      if(n > 5)
         break;
     }
   while(n < count);
   switch(n)
     {
      case 1:
      case 2:
         Print("few");
         break;
      case KIND_B:
        {
         int copy = n;
         Print(copy);
         break;
        }
      default:
         n = 0;
     }
   for(;;)
     {
      if(++n > 3)
         break;
     }
   int i, j;
   for(i = 0, j = 10; i < j; i++, j--)
      n += i;
   bool flag = (n > 3) != (i < 2);
   flag = !flag;
   if(flag == true)
      n = flag ? 1 : 0;
   static datetime last = 0;
   if(last != TimeCurrent())
      last = TimeCurrent();
   Print(n, last, n > 5 ? "more" : n == 5 ? "same" : "less");
  }

void Structures(void)
  {
   WithText text;
   text.name = "n";
   text.n = 5;
   ArrayResize(text.values, 3);
   text.when.year = 2026;
   WithText copy = text;
   copy.n++;
   WithText texts[2];
   texts[0] = copy;
   texts[1].name = copy.name + "x";
   int lengths[3] = {0};
   lengths[1] += 5;
   lengths[copy.n % 3] /= 2;
   lengths[0] = lengths[1] = 7;
   ZeroMemory(lengths);
   MqlDateTime parts;
   TimeToStruct(TimeCurrent(), parts);
   Print(sizeof(Packed), offsetof(Packed, value), parts.year, texts[1].name, lengths[0]);
  }

void OnStart(void)
  {
   Numbers();
   Dates();
   Statements(10);
   Structures();
   string line = "a\tb\\\x41\n";
   line += "more";
   line = line + (string)UNNAMED_B + (InpOn ? "y" : "n");
   if(line > "a" && StringLen(line) > 0)
      Print(line, TITLE, RATIO, g_names[1], InpMagic == 5, typename(RATIO), _Symbol);
   ENUM_TIMEFRAMES period = (ENUM_TIMEFRAMES)16385;
   Print(EnumToString(period), EnumToString(InpKind), (int)InpKind, _Period == period);
  }
