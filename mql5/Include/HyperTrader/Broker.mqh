//+------------------------------------------------------------------+
//|                                                       Broker.mqh |
//|     Who carries decisions out: the terminal, or a simulation.    |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_BROKER_MQH
#define HYPERTRADER_BROKER_MQH

#property strict

#include "Native.mqh"

// Account, positions and deals as the engine sees them, and the execution of its decisions.
class CHtBroker
  {
public:
   virtual          ~CHtBroker(void) { }

   // A tick, before the engine gets it: a simulated broker fills stops and targets.
   virtual void      OnPrice(const MqlTick &tick)=0;
   // Whether positions or account changed since they were read last. Called for every tick.
   virtual bool      Changed(void)=0;
   // Deals of the symbol that were not given before, oldest first.
   virtual int       NewDeals(HtDeal &deals[])=0;
   // All open positions.
   virtual int       Positions(HtPosition &positions[])=0;
   // The account; false while it cannot be read.
   virtual bool      Account(HtAccount &account,const long now_msc)=0;
   // Carries a decision out and says what came of it. Called once for every decision.
   virtual void      Execute(const HtDecision &decision,const long now_msc,
                             HtOrderResult &result)=0;
   // A late answer to a request whose fate was unknown.
   virtual bool      OnTransaction(const MqlTradeTransaction &transaction,
                                   const MqlTradeResult &answer,HtOrderResult &result)=0;
   // Writes down what must survive the program.
   virtual void      Save(void)=0;
  };

#endif
