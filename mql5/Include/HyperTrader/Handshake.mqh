//+------------------------------------------------------------------+
//|                                                    Handshake.mqh |
//|        What must be right before anything runs, in words.        |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_HANDSHAKE_MQH
#define HYPERTRADER_HANDSHAKE_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"
#include "Text.mqh"

// "" when library and program fit together, else what is wrong and what to do.
string HtLibraryProblem(void)
  {
   if(TerminalInfoInteger(TERMINAL_X64)==0)
      return("this terminal is 32-bit; hypertrader needs the 64-bit terminal");
   int version=ht_abi_version();
   int own=HT_ABI_VERSION;
   if((version>>16)!=(own>>16) || (version&0xFFFF)<(own&0xFFFF))
      return(StringFormat("hypertrader.dll has interface %d.%d, this program needs %d.%d or a "
                          "later %d.x: copy the DLL and the program from the same package, and "
                          "restart the terminal",version>>16,version&0xFFFF,own>>16,own&0xFFFF,
                          own>>16));
   int layout=HtCheckLayouts();
   if(layout!=0)
      return(StringFormat("structure %d differs between hypertrader.dll and this program (%s): "
                          "copy both from the same package, and compile again",layout,
                          HtLastErrorText(0)));
   return("");
  }

// "" when the account may be traded by a program; asked only before live trading.
string HtAccountProblem(void)
  {
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)==0)
      return("the account does not allow trading: log in with the trading password, not the "
             "investor password");
   if(AccountInfoInteger(ACCOUNT_TRADE_EXPERT)==0)
      return("the broker does not allow Expert Advisors on this account");
   return("");
  }

// "" when Algo Trading is on; it can be switched at any time, so this only deserves a warning.
string HtPermissionHint(void)
  {
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)==0)
      return("Algo Trading is off in the terminal: no order will be sent until it is on");
   if(MQLInfoInteger(MQL_TRADE_ALLOWED)==0)
      return("Algo Trading is not allowed for this program (F7, Common): no order will be sent");
   return("");
  }

#endif
