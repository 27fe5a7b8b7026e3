// expect: PASS
// What SymbolInfo* says, Market Watch, sessions and depth of market.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

void TestProperties()
  {
   MqlTick tick;
   Check(SymbolInfoTick(_Symbol,tick),"there is a quote");
   Check(SymbolInfoDouble(_Symbol,SYMBOL_BID)==tick.bid,"bid");
   Check(SymbolInfoDouble(NULL,SYMBOL_ASK)==tick.ask,"ask of the current symbol");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_TIME)==(long)tick.time,"time of the quote");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_TIME_MSC)==tick.time_msc,"in milliseconds");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_DIGITS)==5 && _Digits==5,"digits");
   Check(SymbolInfoDouble(_Symbol,SYMBOL_POINT)==0.00001 && _Point==0.00001,"point");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_SPREAD)==MathRound((tick.ask-tick.bid)/_Point),"spread");
   Check(SymbolInfoDouble(_Symbol,SYMBOL_BIDHIGH)>=tick.bid,"highest bid of the day");
   Check(SymbolInfoDouble(_Symbol,SYMBOL_ASKLOW)<=tick.ask,"lowest ask of the day");
   Check(SymbolInfoString(_Symbol,SYMBOL_CURRENCY_BASE)=="EUR","base currency");
   Check(SymbolInfoString(_Symbol,SYMBOL_CURRENCY_PROFIT)=="USD","profit currency");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_TRADE_MODE)==SYMBOL_TRADE_MODE_FULL,"trading is open");
   double value=0.0;
   Check(SymbolInfoDouble(_Symbol,SYMBOL_VOLUME_STEP,value) && value==0.01,"step of the volume");
   double initial=0.0;
   double maintenance=-1.0;
   Check(SymbolInfoMarginRate(_Symbol,ORDER_TYPE_BUY,initial,maintenance) && initial==1.0
         && maintenance==0.0,"rates of the margin");
  }

void TestUnknown()
  {
   double real=1.0;
   long whole=1;
   ResetLastError();
   Check(!SymbolInfoDouble("NOWHERE",SYMBOL_BID,real) && real==0.0,"no price");
   Check(GetLastError()==ERR_MARKET_UNKNOWN_SYMBOL,"4301");
   Check(!SymbolInfoInteger("NOWHERE",SYMBOL_DIGITS,whole),"no digits");
   Check(SymbolInfoInteger("NOWHERE",SYMBOL_EXIST)==0,"it does not exist");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_EXIST)==1,"this one does");
   bool is_custom=true;
   Check(SymbolExist(_Symbol,is_custom) && !is_custom,"and is no custom one");
   Check(!SymbolExist("NOWHERE",is_custom),"SymbolExist says so too");
  }

void TestMarketWatch()
  {
   Check(SymbolsTotal(false)==1 && SymbolsTotal(true)==1,"one symbol");
   Check(SymbolName(0,true)==_Symbol && SymbolName(1,false)=="","its name");
   Check(SymbolIsSynchronized(_Symbol),"its prices are there");
   Check(SymbolSelect(_Symbol,true),"it can be selected");
   ResetLastError();
   Check(!SymbolSelect(_Symbol,false) && GetLastError()==ERR_MARKET_SELECT_ERROR,
         "a symbol with a chart stays");
   Check(SymbolInfoInteger(_Symbol,SYMBOL_SELECT)==1,"selected");
  }

void TestSessions()
  {
   datetime from=1;
   datetime to=1;
   Check(SymbolInfoSessionTrade(_Symbol,MONDAY,0,from,to) && from==0 && to==86400,"all day");
   Check(!SymbolInfoSessionTrade(_Symbol,MONDAY,1,from,to),"and nothing else");
   Check(SymbolInfoSessionQuote(_Symbol,SUNDAY,0,from,to),"quotes");
  }

void TestBook()
  {
   MqlBookInfo book[];
   ResetLastError();
   Check(!MarketBookGet(_Symbol,book) && GetLastError()==ERR_BOOKS_CANNOT_GET,"not added");
   Check(MarketBookAdd(_Symbol) && MarketBookGet(_Symbol,book),"added");
   int depth=(int)SymbolInfoInteger(_Symbol,SYMBOL_TICKS_BOOKDEPTH);
   Check(ArraySize(book)==2*depth,"both sides");
   Check(book[depth-1].type==BOOK_TYPE_SELL && book[depth].type==BOOK_TYPE_BUY,"asks first");
   Check(book[depth-1].price==SymbolInfoDouble(_Symbol,SYMBOL_ASK),"best ask");
   Check(book[depth].price==SymbolInfoDouble(_Symbol,SYMBOL_BID),"best bid");
   Check(book[0].price>book[2*depth-1].price,"falling prices");
   Check(MarketBookRelease(_Symbol) && !MarketBookRelease(_Symbol),"released once");
  }

void OnStart()
  {
   TestProperties();
   TestUnknown();
   TestMarketWatch();
   TestSessions();
   TestBook();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
