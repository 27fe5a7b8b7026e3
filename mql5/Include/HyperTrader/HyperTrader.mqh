//+------------------------------------------------------------------+
//|                                                  HyperTrader.mqh |
//|              Everything for a program of one's own.              |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_HYPERTRADER_MQH
#define HYPERTRADER_HYPERTRADER_MQH

#property strict

#include "Native.mqh"
#include "Types.mqh"
#include "Text.mqh"
#include "Engine.mqh"
#include "Tester.mqh"

#endif
