//+------------------------------------------------------------------+
//|                                                ExportHistory.mq5 |
//|             Deals of the account as a table of commas.           |
//+------------------------------------------------------------------+
// One line for each deal in the account's history, oldest first, in UTF-8. The columns are
// described in docs/mt5-scripts.md. The library is not needed.
#property strict
#property version     "1.00"
#property description "Writes the deals of the account to MQL5\\Files\\HyperTrader."
#property script_show_inputs

input int    InpDays=0;                 // Days back from now, 0 = all
input long   InpMagic=0;                // Only this magic number, 0 = all
input string InpSymbol="";              // Only this symbol, empty = all

#define EXPORT_FOLDER "HyperTrader"
#define EXPORT_HEAD "time,deal,order,position,symbol,type,entry,lots,price,stop_loss,take_profit,"\
"profit,commission,fee,swap,magic,reason,comment"

// A number without zeros that say nothing.
string Number(const double value,const int digits)
  {
   string text=DoubleToString(value,digits);
   int length=StringLen(text);
   while(length>1 && StringGetCharacter(text,length-1)=='0')
      length--;
   if(StringGetCharacter(text,length-1)=='.')
      length--;
   text=StringSubstr(text,0,length);
   return(text=="-0" ? "0" : text);
  }

// In quotes where the table needs it.
string Quoted(const string text)
  {
   if(StringFind(text,",")<0 && StringFind(text,"\"")<0 && StringFind(text,"\n")<0)
      return(text);
   string inner=text;
   StringReplace(inner,"\"","\"\"");
   return("\""+inner+"\"");
  }

// "DEAL_ENTRY_OUT" gives "out".
string Short(const string name,const string prefix)
  {
   string text=(StringFind(name,prefix)==0 ? StringSubstr(name,StringLen(prefix)) : name);
   StringToLower(text);
   return(text);
  }

string TimeText(const long time_msc)
  {
   string text=TimeToString((datetime)(time_msc/1000),TIME_DATE|TIME_SECONDS);
   StringReplace(text,".","-");
   return(text+StringFormat(".%03d",(int)(time_msc%1000)));
  }

string DealLine(const ulong deal)
  {
   ENUM_DEAL_TYPE type=(ENUM_DEAL_TYPE)HistoryDealGetInteger(deal,DEAL_TYPE);
   ENUM_DEAL_ENTRY entry=(ENUM_DEAL_ENTRY)HistoryDealGetInteger(deal,DEAL_ENTRY);
   ENUM_DEAL_REASON reason=(ENUM_DEAL_REASON)HistoryDealGetInteger(deal,DEAL_REASON);
   return(TimeText(HistoryDealGetInteger(deal,DEAL_TIME_MSC))
          +StringFormat(",%I64u,%I64d,%I64d,",deal,HistoryDealGetInteger(deal,DEAL_ORDER),
                        HistoryDealGetInteger(deal,DEAL_POSITION_ID))
          +Quoted(HistoryDealGetString(deal,DEAL_SYMBOL))+","
          +Short(EnumToString(type),"DEAL_TYPE_")+","
          +Short(EnumToString(entry),"DEAL_ENTRY_")+","
          +Number(HistoryDealGetDouble(deal,DEAL_VOLUME),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_PRICE),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_SL),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_TP),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_PROFIT),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_COMMISSION),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_FEE),8)+","
          +Number(HistoryDealGetDouble(deal,DEAL_SWAP),8)
          +StringFormat(",%I64d,",HistoryDealGetInteger(deal,DEAL_MAGIC))
          +Short(EnumToString(reason),"DEAL_REASON_")+","
          +Quoted(HistoryDealGetString(deal,DEAL_COMMENT))+"\r\n");
  }

// A position belongs to the magic number that opened it: what a hand closed carries none.
void FindPositions(long &positions[])
  {
   ArrayResize(positions,0);
   int total=HistoryDealsTotal();
   for(int i=0; i<total && InpMagic!=0; i++)
     {
      ulong deal=HistoryDealGetTicket(i);
      if(deal==0 || HistoryDealGetInteger(deal,DEAL_MAGIC)!=InpMagic
         || HistoryDealGetInteger(deal,DEAL_ENTRY)!=DEAL_ENTRY_IN)
         continue;
      int count=ArraySize(positions);
      ArrayResize(positions,count+1,1024);
      positions[count]=HistoryDealGetInteger(deal,DEAL_POSITION_ID);
     }
   ArraySort(positions);
  }

bool IsWanted(const ulong deal,const long &positions[])
  {
   if(StringLen(InpSymbol)>0 && HistoryDealGetString(deal,DEAL_SYMBOL)!=InpSymbol)
      return(false);
   if(InpMagic==0 || HistoryDealGetInteger(deal,DEAL_MAGIC)==InpMagic)
      return(true);
   long position=HistoryDealGetInteger(deal,DEAL_POSITION_ID);
   int at=(ArraySize(positions)>0 ? ArrayBsearch(positions,position) : -1);
   return(at>=0 && positions[at]==position);
  }

// The number of deals written, -1 when the file cannot be written whole.
int WriteDeals(const string name)
  {
   int file=FileOpen(name,FILE_WRITE|FILE_TXT|FILE_ANSI,'\t',CP_UTF8);
   if(file==INVALID_HANDLE)
      return(-1);
   bool is_good=(FileWriteString(file,EXPORT_HEAD+"\r\n")>0);
   long positions[];
   FindPositions(positions);
   int count=0;
   int total=HistoryDealsTotal();
   for(int i=0; i<total && is_good && !IsStopped(); i++)
     {
      ulong deal=HistoryDealGetTicket(i);
      if(deal==0 || !IsWanted(deal,positions))
         continue;
      is_good=(FileWriteString(file,DealLine(deal))>0);
      count++;
     }
   FileClose(file);
   return(is_good && !IsStopped() ? count : -1);
  }

void OnStart(void)
  {
   datetime now=TimeTradeServer();
   datetime from=(datetime)(InpDays>0 ? MathMax((long)now-(long)InpDays*86400,0) : 0);
   if(AccountInfoInteger(ACCOUNT_LOGIN)==0 || !HistorySelect(from,now+86400))
     {
      Print("ExportHistory: FAIL, there is no account or no history: log in first");
      return;
     }
   FolderCreate(EXPORT_FOLDER);
   string name=EXPORT_FOLDER+StringFormat("\\deals-%I64d.csv",AccountInfoInteger(ACCOUNT_LOGIN));
   string fresh=name+".new";
   int count=WriteDeals(fresh);
   // The old table stays until the new one is whole.
   if(count<0 || !FileMove(fresh,0,name,FILE_REWRITE))
     {
      int error=GetLastError();
      FileDelete(fresh);
      Print("ExportHistory: FAIL, MQL5\\Files\\",name," cannot be written, error ",error,
            ": is it open in another program?");
      return;
     }
   Print("ExportHistory: done, ",count," deals in MQL5\\Files\\",name);
  }
