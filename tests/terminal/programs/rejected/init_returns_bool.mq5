// expect: 54 (2)
bool OnInit(void)
  {
   return(true);
  }
void OnTick(void)
  {

  }
