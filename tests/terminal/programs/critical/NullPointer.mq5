// expect: invalid pointer access
// A method of an object that is not there.
#property strict

class CThing
  {
public:
   int               m_value;
   int               Value() { return(7); }
  };

CThing *Find(const bool is_there) { return(is_there ? new CThing() : NULL); }

void OnStart()
  {
   CThing *thing=Find(false);
   Print("FAIL ",thing.Value());
  }
