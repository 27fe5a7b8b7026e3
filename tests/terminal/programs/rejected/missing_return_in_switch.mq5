// expect: 117 (2)
int Weight(const int n)
  {
   switch(n)
     {
      case 1:
         return(5);
      case 2:
         return(6);
     }
  }
void OnTick(void)
  {
   Print(Weight(1));
  }
