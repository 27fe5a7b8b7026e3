//+------------------------------------------------------------------+
//|                                                     Retcodes.mqh |
//|             What the trade server's return codes ask for.        |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_RETCODES_MQH
#define HYPERTRADER_RETCODES_MQH

#property strict

// What follows from a return code. The engine repeats and gives up by itself, from the code that it
// is told; the program pauses entries where somebody has to change something first.
enum ENUM_HT_ANSWER
  {
   HT_ANSWER_DONE,            // Executed, or accepted
   HT_ANSWER_RETRY,           // Not executed: again at a fresh price
   HT_ANSWER_GIVE_UP,         // Not executed: this request is over
   HT_ANSWER_HALT,            // Not executed: entries pause until an operator resumes
   HT_ANSWER_UNKNOWN          // May have been executed: positions decide
  };

// Codes outside the list are of unknown fate, never failures.
ENUM_HT_ANSWER HtClassify(const uint retcode)
  {
   switch((int)retcode)
     {
      case TRADE_RETCODE_PLACED:
      case TRADE_RETCODE_DONE:
      case TRADE_RETCODE_DONE_PARTIAL:
         return(HT_ANSWER_DONE);

      case TRADE_RETCODE_REQUOTE:
      case TRADE_RETCODE_PRICE_CHANGED:
      case TRADE_RETCODE_PRICE_OFF:
      case TRADE_RETCODE_TOO_MANY_REQUESTS:
      case TRADE_RETCODE_LOCKED:
      case TRADE_RETCODE_FROZEN:
         return(HT_ANSWER_RETRY);

      case 0:                                      // not sent
      case TRADE_RETCODE_REJECT:
      case TRADE_RETCODE_CANCEL:
      case TRADE_RETCODE_INVALID:
      case TRADE_RETCODE_INVALID_VOLUME:
      case TRADE_RETCODE_INVALID_PRICE:
      case TRADE_RETCODE_INVALID_STOPS:
      case TRADE_RETCODE_INVALID_EXPIRATION:
      case TRADE_RETCODE_INVALID_FILL:
      case TRADE_RETCODE_INVALID_ORDER:
      case TRADE_RETCODE_INVALID_CLOSE_VOLUME:
      case TRADE_RETCODE_MARKET_CLOSED:
      case TRADE_RETCODE_NO_MONEY:
      case TRADE_RETCODE_NO_CHANGES:
      case TRADE_RETCODE_CLIENT_DISABLES_AT:
      case TRADE_RETCODE_LIMIT_ORDERS:
      case TRADE_RETCODE_LIMIT_VOLUME:
      case TRADE_RETCODE_LIMIT_POSITIONS:
      case TRADE_RETCODE_POSITION_CLOSED:
      case TRADE_RETCODE_CLOSE_ORDER_EXIST:
      case TRADE_RETCODE_REJECT_CANCEL:
      case TRADE_RETCODE_LONG_ONLY:
      case TRADE_RETCODE_SHORT_ONLY:
      case TRADE_RETCODE_CLOSE_ONLY:
         return(HT_ANSWER_GIVE_UP);

      case TRADE_RETCODE_TRADE_DISABLED:
      case TRADE_RETCODE_SERVER_DISABLES_AT:
      case TRADE_RETCODE_ONLY_REAL:
      case TRADE_RETCODE_FIFO_CLOSE:
      case TRADE_RETCODE_HEDGE_PROHIBITED:
         return(HT_ANSWER_HALT);
     }
   return(HT_ANSWER_UNKNOWN);
  }

// Words for the Experts tab.
string HtRetcodeText(const uint retcode)
  {
   switch((int)retcode)
     {
      case 0:
         return("not sent");
      case TRADE_RETCODE_REQUOTE:
         return("requote");
      case TRADE_RETCODE_REJECT:
         return("rejected");
      case TRADE_RETCODE_CANCEL:
         return("cancelled");
      case TRADE_RETCODE_PLACED:
         return("placed");
      case TRADE_RETCODE_DONE:
         return("done");
      case TRADE_RETCODE_DONE_PARTIAL:
         return("done in part");
      case TRADE_RETCODE_ERROR:
         return("error");
      case TRADE_RETCODE_TIMEOUT:
         return("timeout");
      case TRADE_RETCODE_INVALID:
         return("invalid request");
      case TRADE_RETCODE_INVALID_VOLUME:
         return("invalid volume");
      case TRADE_RETCODE_INVALID_PRICE:
         return("invalid price");
      case TRADE_RETCODE_INVALID_STOPS:
         return("invalid stops");
      case TRADE_RETCODE_TRADE_DISABLED:
         return("trading is disabled");
      case TRADE_RETCODE_MARKET_CLOSED:
         return("market closed");
      case TRADE_RETCODE_NO_MONEY:
         return("not enough money");
      case TRADE_RETCODE_PRICE_CHANGED:
         return("price changed");
      case TRADE_RETCODE_PRICE_OFF:
         return("no quotes");
      case TRADE_RETCODE_INVALID_EXPIRATION:
         return("invalid expiration");
      case TRADE_RETCODE_ORDER_CHANGED:
         return("order changed");
      case TRADE_RETCODE_TOO_MANY_REQUESTS:
         return("too many requests");
      case TRADE_RETCODE_NO_CHANGES:
         return("no changes");
      case TRADE_RETCODE_SERVER_DISABLES_AT:
         return("the server forbids automated trading");
      case TRADE_RETCODE_CLIENT_DISABLES_AT:
         return("Algo Trading is off in the terminal");
      case TRADE_RETCODE_LOCKED:
         return("locked by the dealer");
      case TRADE_RETCODE_FROZEN:
         return("within the freeze level");
      case TRADE_RETCODE_INVALID_FILL:
         return("invalid filling mode");
      case TRADE_RETCODE_CONNECTION:
         return("no connection");
      case TRADE_RETCODE_ONLY_REAL:
         return("real accounts only");
      case TRADE_RETCODE_LIMIT_ORDERS:
         return("limit of orders");
      case TRADE_RETCODE_LIMIT_VOLUME:
         return("limit of volume");
      case TRADE_RETCODE_INVALID_ORDER:
         return("invalid order type");
      case TRADE_RETCODE_POSITION_CLOSED:
         return("position closed already");
      case TRADE_RETCODE_INVALID_CLOSE_VOLUME:
         return("invalid volume to close");
      case TRADE_RETCODE_CLOSE_ORDER_EXIST:
         return("a closing order exists");
      case TRADE_RETCODE_LIMIT_POSITIONS:
         return("limit of positions");
      case TRADE_RETCODE_REJECT_CANCEL:
         return("activation rejected");
      case TRADE_RETCODE_LONG_ONLY:
         return("long positions only");
      case TRADE_RETCODE_SHORT_ONLY:
         return("short positions only");
      case TRADE_RETCODE_CLOSE_ONLY:
         return("closing only");
      case TRADE_RETCODE_FIFO_CLOSE:
         return("first in, first out");
      case TRADE_RETCODE_HEDGE_PROHIBITED:
         return("hedging is prohibited");
     }
   return("unknown");
  }

#endif
