//+------------------------------------------------------------------+
//|                                                     SelfTest.mq5 |
//|     Do this terminal, these programs and the library agree?      |
//+------------------------------------------------------------------+
// Layouts, the library's own test, values that go there and come back, and errors that must be
// reported as errors. An engine of the tester's kind is used: no file is written, nothing trades.
// One line with PASS or FAIL is printed.
#property strict
#property version     "1.00"
#property description "Tests hypertrader.dll on this computer, without trading."
#property script_show_confirm

#include <HyperTrader/Native.mqh>
#include <HyperTrader/Text.mqh>
#include <HyperTrader/Handshake.mqh>

#define TEST_MAGIC 770077
#define TEST_LOGIN 1234567890123
#define TEST_TIME 1767607200        // 2026.01.05 10:00, a Monday

int    g_checks=0;
string g_failures="";

bool Expect(const bool good,const string what)
  {
   g_checks++;
   if(!good)
      g_failures+=(g_failures=="" ? "" : "; ")+what;
   return(good);
  }

// An error must have its number, and a text.
void ExpectCode(const int code,const int wanted,const long handle,const string what)
  {
   Expect(code==wanted,StringFormat("%s gave %d, not %d",what,code,wanted));
   Expect(HtLastErrorText(handle)!="",what+" left no text");
  }

void FillSymbol(HtSymbol &symbol)
  {
   ZeroMemory(symbol);
   symbol.struct_size=(uint)sizeof(HtSymbol);
   symbol.digits=5;
   symbol.point=0.00001;
   symbol.tick_size=0.00001;
   symbol.tick_value_profit=1.0;
   symbol.tick_value_loss=1.0;
   symbol.contract_size=100000.0;
   symbol.volume_min=0.01;
   symbol.volume_max=100.0;
   symbol.volume_step=0.01;
   symbol.trade_mode=(int)SYMBOL_TRADE_MODE_FULL;
   symbol.execution_mode=(int)SYMBOL_TRADE_EXECUTION_MARKET;
   symbol.filling_flags=SYMBOL_FILLING_FOK;
   HtPutText("EUR",symbol.currency_base);
   HtPutText("USD",symbol.currency_profit);
   HtPutText("EUR",symbol.currency_margin);
  }

long OpenEngine(void)
  {
   HtEngineParams params;
   ZeroMemory(params);
   params.struct_size=(uint)sizeof(HtEngineParams);
   params.mode=HT_MODE_TESTER;
   params.magic=TEST_MAGIC;
   params.login=TEST_LOGIN;
   params.period_s=60;
   HtPutText("EURUSD.test",params.symbol);
   uchar none[1]={0};
   long handle=0;
   int opened=ht_engine_open(params,none,0,none,0,handle);
   Expect(opened==HT_OK && handle!=0,StringFormat("ht_engine_open gave %d: %s",opened,
                                                  HtLastErrorText(0)));
   return(handle);
  }

void FillTick(MqlTick &tick,const long time_msc,const double bid)
  {
   ZeroMemory(tick);
   tick.time=(datetime)(time_msc/1000);
   tick.time_msc=time_msc;
   tick.bid=bid;
   tick.ask=bid+0.00012;
   tick.flags=TICK_FLAG_BID|TICK_FLAG_ASK;
  }

void FillBar(MqlRates &bar,const long time_s)
  {
   ZeroMemory(bar);
   bar.time=(datetime)time_s;
   bar.open=1.1;
   bar.high=1.1004;
   bar.low=1.0996;
   bar.close=1.1001;
   bar.tick_volume=100;
   bar.spread=12;
  }

bool ReadStatus(const long handle,HtStatus &status)
  {
   ZeroMemory(status);
   status.struct_size=(uint)sizeof(HtStatus);
   return(ht_engine_status(handle,status)==HT_OK);
  }

// Texts outside ASCII come back as they went in.
void TestTexts(void)
  {
   uchar field[32];
   string text="K\x00F6ln \x20AC \x65E5\x672C";
   Expect(HtPutText(text,field) && HtGetText(field)==text,"a text changes on its way");
   Expect(!HtPutText("0123456789012345678901234567890123456789",field)
          && HtGetText(field)=="0123456789012345678901234567890","a long text is not cut");
   Expect(StringLen(HtVersionText())>=5,"the library has no version");
   Expect(StringLen(HtRefusalText(201))>5,"refusal 201 has no text");
  }

void TestErrorsWithoutEngine(void)
  {
   uchar buffer[64];
   uchar none[1]={0};
   uchar broken[2]={0xC3,0x28};
   long handle=0;
   ArrayInitialize(buffer,0);
   HtEngineParams params;
   ZeroMemory(params);
   params.struct_size=3;
   ExpectCode(ht_engine_open(params,none,0,none,0,handle),HT_E_SIZE,0,"a wrong struct_size");
   params.struct_size=(uint)sizeof(HtEngineParams);
   params.mode=99;
   HtPutText("EURUSD",params.symbol);
   ExpectCode(ht_engine_open(params,none,0,none,0,handle),HT_E_VALUE,0,"a wrong mode");
   params.mode=HT_MODE_TESTER;
   ExpectCode(ht_engine_open(params,none,0,broken,2,handle),HT_E_UTF8,0,"text that is not UTF-8");
   uchar text[];
   int length=HtBytes("[risk]\nno_such_key = 1\n",text);
   ExpectCode(ht_engine_open(params,none,0,text,length,handle),HT_E_CONFIG,0,"an unknown key");
   Expect(StringFind(HtLastErrorText(0),"no_such_key")>=0,"the unknown key is not named");
   ExpectCode(ht_refusal_text(-7,buffer,ArraySize(buffer)),HT_E_UNKNOWN,0,"an unknown refusal");
   ExpectCode(ht_engine_timer(0,0,0),HT_E_HANDLE,0,"handle 0");
   int offsets[1]={0};
   ExpectCode(ht_abi_check(2,1,offsets,1),HT_E_ABI,0,"a wrong layout");
  }

// Calls that come too early, then the specification.
void TestOrder(const long handle)
  {
   MqlTick ticks[1];
   FillTick(ticks[0],(long)TEST_TIME*1000,1.1);
   ExpectCode(ht_engine_ticks(handle,ticks,1,0,0),HT_E_ORDER,handle,"a tick too early");
   HtSymbol symbol;
   FillSymbol(symbol);
   symbol.volume_step=0.0;
   ExpectCode(ht_engine_symbol(handle,symbol),HT_E_SYMBOL,handle,"a volume step of 0");
   symbol.volume_step=0.01;
   int code=ht_engine_symbol(handle,symbol);
   Expect(code==HT_OK,StringFormat("ht_engine_symbol gave %d: %s",code,HtLastErrorText(handle)));
  }

void TestHistory(const long handle)
  {
   MqlRates bars[300];
   for(int i=0; i<300; i++)
      FillBar(bars[i],TEST_TIME-(300-i)*60);
   bars[7].high=1.0;
   ExpectCode(ht_engine_history(handle,bars,300,0),HT_E_BAR,handle,"a high below the low");
   FillBar(bars[7],TEST_TIME-293*60);
   ExpectCode(ht_engine_history(handle,bars,-1,0),HT_E_COUNT,handle,"a count of -1");
   int taken=ht_engine_history(handle,bars,300,0);
   Expect(taken==300,StringFormat("%d of 300 bars were taken",taken));
   HtStatus status;
   Expect(ReadStatus(handle,status) && status.bars==300 && status.bar_time_s==TEST_TIME-60,
          "bars do not come back as they went in");
  }

void TestAccount(const long handle)
  {
   HtAccount account;
   ZeroMemory(account);
   account.struct_size=(uint)sizeof(HtAccount);
   account.margin_mode=(int)ACCOUNT_MARGIN_MODE_RETAIL_HEDGING;
   account.login=TEST_LOGIN;
   account.time_msc=(long)TEST_TIME*1000;
   account.balance=10000.0;
   account.equity=10012.34;
   account.margin_free=10012.34;
   account.leverage=100;
   account.trade_allowed=1;
   HtPutText("USD",account.currency);
   Expect(ht_engine_account(handle,account)>=0,"account refused: "+HtLastErrorText(handle));
   HtPosition positions[1];
   ZeroMemory(positions[0]);
   positions[0].ticket=9007199254740993;
   positions[0].magic=TEST_MAGIC;
   positions[0].time_msc=(long)TEST_TIME*1000;
   positions[0].lots=0.37;
   positions[0].open_price=1.10012;
   positions[0].stop_loss=1.095;
   positions[0].take_profit=1.12;
   positions[0].side=HT_SIDE_BUY;
   HtPutText("EURUSD.test",positions[0].symbol);
   Expect(ht_engine_positions(handle,positions,1,(long)TEST_TIME*1000)>=0,
          "position refused: "+HtLastErrorText(handle));
   HtStatus status;
   Expect(ReadStatus(handle,status) && status.equity==10012.34
          && status.position_ticket==9007199254740993 && status.position_lots==0.37
          && status.position_stop_loss==1.095 && status.position_take_profit==1.12
          && status.position_side==HT_SIDE_BUY,
          "account and position do not come back as they went in");
  }

void TestTicks(const long handle)
  {
   MqlTick ticks[50];
   for(int i=0; i<50; i++)
      FillTick(ticks[i],(long)TEST_TIME*1000+i*200+123,1.1+(i%7)*0.00001);
   ticks[3].bid=MathSqrt(-1.0);
   ExpectCode(ht_engine_ticks(handle,ticks,50,0,0),HT_E_TICK,handle,"a price that is no number");
   FillTick(ticks[3],(long)TEST_TIME*1000+3*200+123,1.10003);
   int waiting=ht_engine_ticks(handle,ticks,50,0,0);
   Expect(waiting>=0,"ticks refused: "+HtLastErrorText(handle));
   HtStatus status;
   Expect(ReadStatus(handle,status) && status.ticks==50 && status.bid==ticks[49].bid
          && status.ask==ticks[49].ask && status.time_msc>=ticks[49].time_msc,
          "ticks do not come back as they went in");
   MqlTick old[1];
   FillTick(old[0],(long)TEST_TIME*1000-86400000,1.1);
   ExpectCode(ht_engine_ticks(handle,old,1,0,0),HT_E_TIME,handle,"a tick of yesterday");
   double values[1];
   uchar valid[1]={0};
   values[0]=0.0;
   Expect(ht_engine_features(handle,values,valid,1)>10,"there are no features");
   uchar name[64];
   ArrayInitialize(name,0);
   Expect(ht_feature_name(handle,0,name,ArraySize(name))>0 && HtGetText(name)!="",
          "feature 0 has no name");
  }

// The position is closed on command; answers to decisions that do not exist are refused.
void TestDecisions(const long handle)
  {
   ExpectCode(ht_engine_command(handle,77),HT_E_VALUE,handle,"an unknown command");
   HtOrderResult result;
   ZeroMemory(result);
   result.decision_id=123456;
   result.retcode=TRADE_RETCODE_DONE;
   ExpectCode(ht_engine_order_result(handle,result),HT_E_UNKNOWN,handle,"an unknown decision");
   Expect(ht_engine_command(handle,HT_COMMAND_FLATTEN)==1,"flatten does not close the position");
   HtDecision decision;
   ZeroMemory(decision);
   decision.struct_size=(uint)sizeof(HtDecision);
   Expect(ht_engine_decision(handle,decision)==1 && decision.action==HT_ACTION_CLOSE
          && decision.position_ticket==9007199254740993 && decision.lots==0.37
          && decision.side==HT_SIDE_SELL,"the decision to close is not the expected one");
   uchar text[];
   ArrayResize(text,65536);
   ArrayInitialize(text,0);
   Expect(ht_engine_explain(handle,decision.id,text,ArraySize(text))>0
          && StringGetCharacter(HtGetText(text),0)=='{',"the decision is not explained");
   Expect(ht_engine_decision(handle,decision)==0,"there is a second decision");
  }

// There is no model, and an engine of the tester trains none.
void TestModel(const long handle)
  {
   HtModel model;
   ZeroMemory(model);
   model.struct_size=(uint)sizeof(HtModel);
   model.id=1;
   Expect(ht_engine_model(handle,model)==HT_OK && model.state==HT_MODEL_NONE && model.id==0,
          "the model that is not there has a state");
   uchar path[];
   int length=HtBytes("no such model",path);
   ExpectCode(ht_engine_set_model(handle,path,length),HT_E_MODEL,handle,"a model without a file");
   Expect(ht_engine_set_model(handle,path,0)==HT_OK,"no model is refused");
   HtTraining training;
   ZeroMemory(training);
   training.struct_size=(uint)sizeof(HtTraining);
   training.outcome=9;
   Expect(ht_train_poll(handle,training)==HT_TRAINING_OFF && training.outcome==HT_TRAINED_NONE,
          "training is not off");
   ExpectCode(ht_train_start(handle),HT_E_CONFIG,handle,"training that is off");
   ExpectCode(ht_train_cancel(handle),HT_E_ORDER,handle,"cancelling no training");
  }

void TestEngine(void)
  {
   long handle=OpenEngine();
   if(handle==0)
      return;
   TestOrder(handle);
   TestHistory(handle);
   TestAccount(handle);
   TestTicks(handle);
   TestDecisions(handle);
   TestModel(handle);
   Expect(ht_engine_close(handle)==HT_OK,"the engine is not closed");
   ExpectCode(ht_engine_close(handle),HT_E_HANDLE,0,"closing twice");
  }

// What the library's own test says of what failed.
string OwnTest(void)
  {
   uchar buffer[8192];
   ArrayInitialize(buffer,0);
   if(ht_self_test(buffer,ArraySize(buffer))==HT_OK)
      return("");
   string lines[];
   string failed="the library's own test:";
   int count=StringSplit(HtGetText(buffer),'\n',lines);
   for(int i=0; i<count; i++)
      if(StringFind(lines[i],"FAIL")==0)
         failed+=" "+StringSubstr(lines[i],5);
   return(failed);
  }

void OnStart(void)
  {
   string problem=HtLibraryProblem();
   if(Expect(problem=="",problem))
     {
      string failed=OwnTest();
      Expect(failed=="",failed);
      TestTexts();
      TestErrorsWithoutEngine();
      TestEngine();
     }
   if(g_failures!="")
      Print("SelfTest: FAIL: ",g_failures);
   else
      Print("SelfTest: PASS, ",g_checks," checks, library ",HtVersionText());
  }
