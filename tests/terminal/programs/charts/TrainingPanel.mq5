// expect: TrainingPanel: PASS
// The panel's lines of the model and its training, for every state that the library can tell.
#property strict

#include <HyperTrader/Panel.mqh>

input int InpKept=-1;       // State of training that stays on the chart

#define PREFIX "TP_"

CHtPanel g_panel;
HtStatus g_status;
HtView   g_view;
int      g_checks=0;

// What stands in a cell, or on a button.
string Shown(const string name)
  {
   return(ObjectGetString(0,PREFIX+name,OBJPROP_TEXT));
  }

void Expect(const bool good,const string what)
  {
   g_checks++;
   if(!good)
      Print("FAIL ",what);
  }

void ExpectCell(const int cell,const string text)
  {
   string shown=Shown("cell"+IntegerToString(cell));
   Expect(shown==text,StringFormat("cell %d was \"%s\", expected \"%s\"",cell,shown,text));
  }

color Ink(const int cell)
  {
   return((color)ObjectGetInteger(0,PREFIX+"cell"+IntegerToString(cell),OBJPROP_COLOR));
  }

void Paint(void)
  {
   g_panel.Show(g_status,g_view);
  }

void Begin(void)
  {
   ZeroMemory(g_status);
   ZeroMemory(g_view);
   g_status.warm=1;
   g_view.symbol="EURUSD";
   g_view.period="M1";
   g_view.trading="paper";
   g_view.is_running=true;
   g_view.is_connected=true;
   g_view.digits=5;
   g_view.currency="USD";
   g_view.now_s=D'2026.01.12 10:00';
   g_view.model.id=0x1A2B3C4D5E6F7081;
   g_view.model.created_s=g_view.now_s-3*86400;
   g_view.model.trained_rows=98000;
   g_view.model.columns=37;
   g_view.model_mode=HT_MODEL_MODE_SOLO;
  }

void Model(const int state,const double buy_prob,const double sell_prob,const double drift)
  {
   g_view.model.state=state;
   g_view.model.buy_prob=buy_prob;
   g_view.model.sell_prob=sell_prob;
   g_view.model.drift=drift;
   Paint();
  }

void TestModel(void)
  {
   Model(HT_MODEL_NONE,0.0,0.0,0.0);
   ExpectCell(HT_CELL_MODEL,"none: no entries without one");
   Expect(ObjectFind(0,PREFIX+"cell14")<0,"no model has a second line");
   Model(HT_MODEL_WARMING,0.0,0.0,0.0);
   ExpectCell(HT_CELL_MODEL,"1a2b3c4d solo, 3 d old, warming up");
   ExpectCell(HT_CELL_OPINION,"no opinion yet");
   Model(HT_MODEL_READY,0.612,0.224,0.25);
   ExpectCell(HT_CELL_MODEL,"1a2b3c4d solo, 3 d old, ready");
   ExpectCell(HT_CELL_OPINION,"buy 61 %, sell 22 %, drift 0.25");
   Expect(Ink(HT_CELL_OPINION)==HT_COLOR_TEXT,"little drift warns");
   Model(HT_MODEL_READY,0.612,0.224,0.26);
   Expect(Ink(HT_CELL_OPINION)==HT_COLOR_WARN,"much drift does not warn");
   g_view.model.expires_s=D'2026.01.12 09:30';
   Model(HT_MODEL_EXPIRED,0.0,0.0,0.26);
   ExpectCell(HT_CELL_MODEL,"1a2b3c4d solo, 3 d old, expired");
   ExpectCell(HT_CELL_OPINION,"its time was up at 2026.01.12 09:30");
   g_view.model_mode=HT_MODEL_MODE_CONFIGURED;
   g_view.model.created_s=g_view.now_s+60;
   Model(HT_MODEL_READY,0.612,0.224,0.04);
   ExpectCell(HT_CELL_MODEL,"1a2b3c4d, 0.0 s old, ready");
   g_view.model_mode=HT_MODEL_MODE_SOLO;
   g_view.model.created_s=g_view.now_s-3*86400;
  }

void Training(const int state,const int outcome,const string text)
  {
   g_view.training.state=state;
   g_view.training.outcome=outcome;
   Paint();
   ExpectCell(HT_CELL_TRAINING,text);
   bool is_ending=(state==HT_TRAINING_WAITING || state==HT_TRAINING_RUNNING
                   || state==HT_TRAINING_SHADOW);
   Expect(Shown("button3")==(is_ending ? "Cancel training" : "Train now"),
          StringFormat("state %d has the button %s",state,Shown("button3")));
  }

void TestTraining(void)
  {
   g_view.training.fresh_bars=120;
   g_view.training.fresh_bars_needed=1000;
   g_view.training.candidate_id=0xFEDCBA9876543210;
   Training(HT_TRAINING_IDLE,HT_TRAINED_NONE,"nothing was trained yet");
   Training(HT_TRAINING_WAITING,HT_TRAINED_NONE,"waits for its turn");
   Training(HT_TRAINING_RUNNING,HT_TRAINED_NONE,"running, 0 %");
   g_view.training.progress_frac=0.417;
   g_view.training.left_s=190.0;
   Training(HT_TRAINING_RUNNING,HT_TRAINED_NONE,"running, 42 %, 3 min left");
   Training(HT_TRAINING_SHADOW,HT_TRAINED_NONE,"fedcba98 in shadow, 120 of 1000 bars");
   Training(HT_TRAINING_PROBATION,HT_TRAINED_PROMOTED,"on probation, 120 of 1000 bars");
   Training(HT_TRAINING_IDLE,HT_TRAINED_PROMOTED,"the last model was promoted");
   Training(HT_TRAINING_IDLE,HT_TRAINED_REJECTED,"the last model was not better");
   Training(HT_TRAINING_IDLE,HT_TRAINED_CONFIRMED,"the last model was confirmed");
   Expect(Ink(HT_CELL_TRAINING)==HT_COLOR_NAME,"a confirmed model warns");
   Training(HT_TRAINING_IDLE,HT_TRAINED_ROLLED_BACK,"the last model was rolled back");
   Training(HT_TRAINING_IDLE,HT_TRAINED_FAILED,"the last training failed");
   Expect(Ink(HT_CELL_TRAINING)==HT_COLOR_WARN,"a failed training does not warn");
   Training(HT_TRAINING_IDLE,HT_TRAINED_CANCELLED,"the last training was cancelled");
  }

// The second click counts, and only while the button is what it was at the first.
void TestButton(void)
  {
   string button=PREFIX+"button3";
   Expect(g_panel.OnClick(button)==0,"the first click does something");
   Paint();
   Expect(Shown("button3")=="Train now? Click again","the button does not ask");
   Expect(g_panel.OnClick(button)==HT_PANEL_TRAIN,"the second click does not train");
   Expect(g_panel.OnClick(button)==0,"a click is remembered");
   Training(HT_TRAINING_RUNNING,HT_TRAINED_NONE,"running, 42 %, 3 min left");
   Expect(g_panel.OnClick(button)==0,"a click on one button counted for the other");
   Paint();
   Expect(g_panel.OnClick(button)==HT_PANEL_CANCEL,"the second click does not cancel");
   Expect(g_panel.OnClick(PREFIX+"button0")==0 && g_panel.OnClick(PREFIX+"button0")
          ==HT_COMMAND_PAUSE,"the other buttons are others now");
   g_view.training.state=HT_TRAINING_OFF;
   Paint();
   Expect(ObjectFind(0,button)<0 && ObjectFind(0,PREFIX+"cell15")<0,
          "training that is off has a line or a button");
   Expect(g_panel.OnClick(button)==0 && g_panel.OnClick(button)==0,"a button that is not there");
  }

void OnStart(void)
  {
   Begin();
   Expect(g_panel.Create(PREFIX),"no panel");
   TestModel();
   TestTraining();
   TestButton();
   if(InpKept>=0)
     {
      g_view.training.state=InpKept;
      Paint();
      return;
     }
   g_panel.Destroy();
   Expect(ObjectsTotal(0)==0,"something stays on the chart");
   Print("TrainingPanel: PASS, ",g_checks," checks");
  }
