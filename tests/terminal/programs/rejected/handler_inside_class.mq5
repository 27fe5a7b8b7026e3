// expect: 356 (5)
class CExpert
  {
public:
   void              OnTick(void) { Print(1); }
  };
