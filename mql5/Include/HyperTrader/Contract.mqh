//+------------------------------------------------------------------+
//|                                                     Contract.mqh |
//|             The symbol's specification, and its changes.         |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_CONTRACT_MQH
#define HYPERTRADER_CONTRACT_MQH

#property strict

#include "Native.mqh"
#include "Text.mqh"

#define HT_SESSIONS_MAX 21

class CHtContract
  {
private:
   string            m_symbol;
   HtSymbol          m_known;       // as the engine has it
   HtSymbol          m_now;
   bool              m_is_known;

   void              ReadNumbers(void);
   void              ReadRates(void);
   void              ReadModes(void);
   void              ReadSessions(void);
   void              ReadCurrencies(void);
   bool              RatesDiffer(void) const;
   bool              RestDiffers(void) const;
   bool              SessionsDiffer(void) const;

public:
                     CHtContract(void);
   void              Init(const string symbol);
   bool              IsReady(void) const;
   bool              Refresh(const bool everything);
   void              Accepted(void);
   HtSymbol          Now(void) const { return(m_now); }
   string            Currencies(const int index) const;
  };

CHtContract::CHtContract(void) : m_symbol(""),m_is_known(false)
  {
   ZeroMemory(m_known);
   ZeroMemory(m_now);
  }

void CHtContract::Init(const string symbol)
  {
   m_symbol=symbol;
   m_is_known=false;
   ZeroMemory(m_known);
   ZeroMemory(m_now);
  }

// Until the terminal has heard of the symbol from the server the values are zero.
bool CHtContract::IsReady(void) const
  {
   return(SymbolInfoDouble(m_symbol,SYMBOL_POINT)>0.0
          && SymbolInfoDouble(m_symbol,SYMBOL_TRADE_TICK_SIZE)>0.0
          && SymbolInfoDouble(m_symbol,SYMBOL_TRADE_TICK_VALUE_LOSS)>0.0
          && SymbolInfoDouble(m_symbol,SYMBOL_VOLUME_STEP)>0.0);
  }

// Reads the specification, or only what moves with prices. Returns whether the engine should get
// it again.
bool CHtContract::Refresh(const bool everything)
  {
   if(everything || !m_is_known)
     {
      ZeroMemory(m_now);
      m_now.struct_size=(uint)sizeof(HtSymbol);
      ReadNumbers();
      ReadModes();
      ReadSessions();
      ReadCurrencies();
     }
   ReadRates();
   return(!m_is_known || RatesDiffer() || RestDiffers());
  }

// The engine has taken what Now() gave it.
void CHtContract::Accepted(void)
  {
   m_known=m_now;
   m_is_known=true;
  }

// Currency of the base (0), the profit (1) or the margin (2).
string CHtContract::Currencies(const int index) const
  {
   if(index==0)
      return(SymbolInfoString(m_symbol,SYMBOL_CURRENCY_BASE));
   if(index==1)
      return(SymbolInfoString(m_symbol,SYMBOL_CURRENCY_PROFIT));
   return(SymbolInfoString(m_symbol,SYMBOL_CURRENCY_MARGIN));
  }

void CHtContract::ReadNumbers(void)
  {
   m_now.digits=(int)SymbolInfoInteger(m_symbol,SYMBOL_DIGITS);
   m_now.point=SymbolInfoDouble(m_symbol,SYMBOL_POINT);
   m_now.tick_size=SymbolInfoDouble(m_symbol,SYMBOL_TRADE_TICK_SIZE);
   m_now.contract_size=SymbolInfoDouble(m_symbol,SYMBOL_TRADE_CONTRACT_SIZE);
   m_now.volume_min=SymbolInfoDouble(m_symbol,SYMBOL_VOLUME_MIN);
   m_now.volume_max=SymbolInfoDouble(m_symbol,SYMBOL_VOLUME_MAX);
   m_now.volume_step=SymbolInfoDouble(m_symbol,SYMBOL_VOLUME_STEP);
   m_now.volume_limit=SymbolInfoDouble(m_symbol,SYMBOL_VOLUME_LIMIT);
   m_now.margin_initial=SymbolInfoDouble(m_symbol,SYMBOL_MARGIN_INITIAL);
   m_now.margin_maintenance=SymbolInfoDouble(m_symbol,SYMBOL_MARGIN_MAINTENANCE);
   m_now.swap_long=SymbolInfoDouble(m_symbol,SYMBOL_SWAP_LONG);
   m_now.swap_short=SymbolInfoDouble(m_symbol,SYMBOL_SWAP_SHORT);
  }

void CHtContract::ReadRates(void)
  {
   m_now.tick_value_profit=SymbolInfoDouble(m_symbol,SYMBOL_TRADE_TICK_VALUE_PROFIT);
   m_now.tick_value_loss=SymbolInfoDouble(m_symbol,SYMBOL_TRADE_TICK_VALUE_LOSS);
   double ask=SymbolInfoDouble(m_symbol,SYMBOL_ASK);
   double bid=SymbolInfoDouble(m_symbol,SYMBOL_BID);
   // Where the terminal cannot say, the engine computes the margin by itself.
   double margin=0.0;
   m_now.margin_per_lot_buy=0.0;
   m_now.margin_per_lot_sell=0.0;
   if(ask>0.0 && OrderCalcMargin(ORDER_TYPE_BUY,m_symbol,1.0,ask,margin) && margin>0.0)
      m_now.margin_per_lot_buy=margin;
   margin=0.0;
   if(bid>0.0 && OrderCalcMargin(ORDER_TYPE_SELL,m_symbol,1.0,bid,margin) && margin>0.0)
      m_now.margin_per_lot_sell=margin;
  }

void CHtContract::ReadModes(void)
  {
   m_now.calc_mode=(int)SymbolInfoInteger(m_symbol,SYMBOL_TRADE_CALC_MODE);
   m_now.trade_mode=(int)SymbolInfoInteger(m_symbol,SYMBOL_TRADE_MODE);
   m_now.execution_mode=(int)SymbolInfoInteger(m_symbol,SYMBOL_TRADE_EXEMODE);
   m_now.filling_flags=(int)SymbolInfoInteger(m_symbol,SYMBOL_FILLING_MODE);
   m_now.stops_level_points=(int)SymbolInfoInteger(m_symbol,SYMBOL_TRADE_STOPS_LEVEL);
   m_now.freeze_level_points=(int)SymbolInfoInteger(m_symbol,SYMBOL_TRADE_FREEZE_LEVEL);
   m_now.chart_mode=(int)SymbolInfoInteger(m_symbol,SYMBOL_CHART_MODE);
   m_now.swap_mode=(int)SymbolInfoInteger(m_symbol,SYMBOL_SWAP_MODE);
   m_now.swap_triple_day=(int)SymbolInfoInteger(m_symbol,SYMBOL_SWAP_ROLLOVER3DAYS);
  }

void CHtContract::ReadSessions(void)
  {
   int used=0;
   for(int day=0; day<7; day++)
     {
      for(uint index=0; used<HT_SESSIONS_MAX; index++)
        {
         datetime from=0;
         datetime to=0;
         if(!SymbolInfoSessionTrade(m_symbol,(ENUM_DAY_OF_WEEK)day,index,from,to))
            break;
         int from_s=(int)((long)from%86400);
         // The end of the day comes as 24:00, the first second of the second of January 1970.
         int to_s=((long)to>=86400 ? 86400 : (int)to);
         if(to_s<=from_s)
            continue;
         m_now.sessions[used].day=day;
         m_now.sessions[used].from_s=from_s;
         m_now.sessions[used].to_s=to_s;
         used++;
        }
     }
  }

void CHtContract::ReadCurrencies(void)
  {
   HtPutText(SymbolInfoString(m_symbol,SYMBOL_CURRENCY_BASE),m_now.currency_base);
   HtPutText(SymbolInfoString(m_symbol,SYMBOL_CURRENCY_PROFIT),m_now.currency_profit);
   HtPutText(SymbolInfoString(m_symbol,SYMBOL_CURRENCY_MARGIN),m_now.currency_margin);
  }

// What moves with prices: sizes are computed from it, so any change counts.
bool CHtContract::RatesDiffer(void) const
  {
   return(m_known.tick_value_profit!=m_now.tick_value_profit
          || m_known.tick_value_loss!=m_now.tick_value_loss
          || m_known.margin_per_lot_buy!=m_now.margin_per_lot_buy
          || m_known.margin_per_lot_sell!=m_now.margin_per_lot_sell);
  }

bool CHtContract::RestDiffers(void) const
  {
   return(m_known.digits!=m_now.digits || m_known.point!=m_now.point
          || m_known.tick_size!=m_now.tick_size || m_known.contract_size!=m_now.contract_size
          || m_known.volume_min!=m_now.volume_min || m_known.volume_max!=m_now.volume_max
          || m_known.volume_step!=m_now.volume_step || m_known.volume_limit!=m_now.volume_limit
          || m_known.margin_initial!=m_now.margin_initial
          || m_known.margin_maintenance!=m_now.margin_maintenance
          || m_known.swap_long!=m_now.swap_long || m_known.swap_short!=m_now.swap_short
          || m_known.calc_mode!=m_now.calc_mode || m_known.trade_mode!=m_now.trade_mode
          || m_known.execution_mode!=m_now.execution_mode
          || m_known.filling_flags!=m_now.filling_flags
          || m_known.stops_level_points!=m_now.stops_level_points
          || m_known.freeze_level_points!=m_now.freeze_level_points
          || m_known.chart_mode!=m_now.chart_mode || m_known.swap_mode!=m_now.swap_mode
          || m_known.swap_triple_day!=m_now.swap_triple_day || SessionsDiffer());
  }

bool CHtContract::SessionsDiffer(void) const
  {
   for(int i=0; i<HT_SESSIONS_MAX; i++)
     {
      if(m_known.sessions[i].day!=m_now.sessions[i].day
         || m_known.sessions[i].from_s!=m_now.sessions[i].from_s
         || m_known.sessions[i].to_s!=m_now.sessions[i].to_s)
         return(true);
     }
   return(false);
  }

#endif
