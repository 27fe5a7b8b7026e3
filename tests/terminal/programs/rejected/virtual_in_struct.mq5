// expect: 269 (2)
struct Base { int id; virtual int Id(void) { return(id); } };
void OnTick(void)
  {

  }
