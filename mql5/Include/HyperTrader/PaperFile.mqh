//+------------------------------------------------------------------+
//|                                                    PaperFile.mqh |
//|             The paper account in a file in MQL5\Files.           |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_PAPERFILE_MQH
#define HYPERTRADER_PAPERFILE_MQH

#property strict

#include "Native.mqh"
#include "Text.mqh"

#define HT_PAPER_DEALS 32
#define HT_PAPER_MARK 0x3150525450415054

// What a paper account is; one position at most.
struct HtPaperState
  {
   long              mark;
   double            balance;
   ulong             last_ticket;
   ulong             ticket;            // of the position, 0 = none
   double            lots;
   double            open_price;
   double            stop_loss;
   double            take_profit;
   long              open_msc;
   int               side;
   int               deals;
   HtDeal            deal[HT_PAPER_DEALS];
   ulong             sum;
  };

class CHtPaperFile
  {
private:
   string            m_name;

   ulong             Sum(const HtPaperState &state) const;

public:
                     CHtPaperFile(void) : m_name("") { }
   void              Init(const string name) { m_name=name; }
   bool              Load(HtPaperState &state) const;
   bool              Save(HtPaperState &state) const;
  };

// Of everything before the sum itself.
ulong CHtPaperFile::Sum(const HtPaperState &state) const
  {
   uchar bytes[];
   if(!StructToCharArray(state,bytes))
      return(0);
   return(HtHashBytes(bytes,ArraySize(bytes)-8));
  }

// True when there is no file, or when it was read whole. A damaged one is left as it is.
bool CHtPaperFile::Load(HtPaperState &state) const
  {
   if(m_name=="" || !FileIsExist(m_name))
      return(true);
   int file=FileOpen(m_name,FILE_READ|FILE_BIN);
   if(file==INVALID_HANDLE)
      return(false);
   HtPaperState read;
   ZeroMemory(read);
   uint size=FileReadStruct(file,read);
   FileClose(file);
   bool is_good=(size==sizeof(HtPaperState) && read.mark==HT_PAPER_MARK && read.sum==Sum(read)
                 && read.deals>=0 && read.deals<=HT_PAPER_DEALS);
   if(is_good)
      state=read;
   return(is_good);
  }

// Written beside the old one, which it then replaces.
bool CHtPaperFile::Save(HtPaperState &state) const
  {
   if(m_name=="")
      return(true);
   state.mark=HT_PAPER_MARK;
   state.sum=Sum(state);
   string fresh=m_name+".new";
   int file=FileOpen(fresh,FILE_WRITE|FILE_BIN);
   if(file==INVALID_HANDLE)
      return(false);
   uint size=FileWriteStruct(file,state);
   FileClose(file);
   return(size==sizeof(HtPaperState) && FileMove(fresh,0,m_name,FILE_REWRITE));
  }

#endif
