// expect: PASS
// What the built-ins that every tick needs cost. Slow computers are forgiven much.
#property strict

#include "Orders.mqh"

void OnStart(void)
  {
   ulong ticket=Open(ORDER_TYPE_BUY,_Symbol,0.1);
   const int times=100000;
   double sum=0.0;
   ulong started=GetMicrosecondCount();
   for(int i=0; i<times; i++)
     {
      if(PositionsTotal()==1 && PositionSelectByTicket(ticket))
         sum+=PositionGetDouble(POSITION_PROFIT);
      sum+=AccountInfoDouble(ACCOUNT_EQUITY);
     }
   // Four calls each time round.
   double nanoseconds=(double)(GetMicrosecondCount()-started)*1000.0/(4.0*times);
   Check(nanoseconds<2000.0,"a call takes "+DoubleToString(nanoseconds,0)+" ns");
   Check(sum>0.0,"something was read");
   Check(Close(ticket,0.1)==TRADE_RETCODE_DONE,"closed");
   Finish("speed");
  }
