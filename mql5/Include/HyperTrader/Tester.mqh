//+------------------------------------------------------------------+
//|                                                       Tester.mqh |
//|       Criterion of a pass, and passes of an optimisation.        |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_TESTER_MQH
#define HYPERTRADER_TESTER_MQH

#property strict

#include "Types.mqh"

#define HT_CRITERION_TRADES 20
#define HT_PASS_NUMBERS 6
#define HT_PASS_FRAME "HyperTrader"

// The recovery factor: profit by the largest fall of equity. Passes with few trades prove little:
// below HT_CRITERION_TRADES their profits count in proportion, losses always in full.
double HtCriterion(void)
  {
   double profit=TesterStatistics(STAT_PROFIT);
   double fall=TesterStatistics(STAT_EQUITY_DD);
   double trades=TesterStatistics(STAT_TRADES);
   // Without any fall the profit is measured by a hundredth of the deposit.
   double by=MathMax(fall,TesterStatistics(STAT_INITIAL_DEPOSIT)*0.01);
   if(by<=0.0)
      return(0.0);
   double factor=profit/by;
   if(factor>0.0)
      factor*=MathMin(trades/HT_CRITERION_TRADES,1.0);
   return(factor);
  }

// Writes a table of the passes of an optimisation, HyperTrader\passes.csv in MQL5\Files.
class CHtPasses
  {
private:
   int               m_file;

public:
                     CHtPasses(void) : m_file(INVALID_HANDLE) { }
   bool              Open(void);
   void              Write(void);
   void              Close(void);
   void              Send(const double criterion) const;
  };

bool CHtPasses::Open(void)
  {
   FolderCreate(HT_FOLDER);
   string name=HT_FOLDER+"\\passes.csv";
   m_file=FileOpen(name,FILE_WRITE|FILE_TXT|FILE_ANSI|FILE_SHARE_READ,'\t',CP_UTF8);
   if(m_file==INVALID_HANDLE)
     {
      Print("hypertrader: ",name," cannot be opened, error ",GetLastError());
      return(false);
     }
   FileWriteString(m_file,"pass,criterion,profit,trades,drawdown_percent,profit_factor,sharpe,"
                   "payoff,inputs\r\n");
   return(true);
  }

// In the agent, at the end of a pass.
void CHtPasses::Send(const double criterion) const
  {
   double numbers[HT_PASS_NUMBERS];
   numbers[0]=TesterStatistics(STAT_PROFIT);
   numbers[1]=TesterStatistics(STAT_TRADES);
   numbers[2]=TesterStatistics(STAT_EQUITYDD_PERCENT);
   numbers[3]=TesterStatistics(STAT_PROFIT_FACTOR);
   numbers[4]=TesterStatistics(STAT_SHARPE_RATIO);
   numbers[5]=TesterStatistics(STAT_EXPECTED_PAYOFF);
   FrameAdd(HT_PASS_FRAME,0,criterion,numbers);
  }

// In the terminal, whenever passes have ended.
void CHtPasses::Write(void)
  {
   if(m_file==INVALID_HANDLE)
      return;
   ulong pass=0;
   string name="";
   long id=0;
   double criterion=0.0;
   double numbers[];
   while(FrameNext(pass,name,id,criterion,numbers))
     {
      if(name!=HT_PASS_FRAME || ArraySize(numbers)<HT_PASS_NUMBERS)
         continue;
      string inputs[];
      uint count=0;
      string all="";
      if(FrameInputs(pass,inputs,count))
         for(uint i=0; i<count; i++)
            all+=(i>0 ? ";" : "")+inputs[i];
      FileWriteString(m_file,StringFormat("%I64u,%.4f,%.2f,%.0f,%.2f,%.3f,%.3f,%.2f,\"%s\"\r\n",
                                          pass,criterion,numbers[0],numbers[1],numbers[2],
                                          numbers[3],numbers[4],numbers[5],all));
     }
   FileFlush(m_file);
  }

void CHtPasses::Close(void)
  {
   Write();
   if(m_file!=INVALID_HANDLE)
      FileClose(m_file);
   m_file=INVALID_HANDLE;
  }

#endif
