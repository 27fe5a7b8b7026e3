//+------------------------------------------------------------------+
//|                                                  EngineModel.mqh |
//|             CHyperTrader: the model and its training.            |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_ENGINEMODEL_MQH
#define HYPERTRADER_ENGINEMODEL_MQH

#property strict

#include "Engine.mqh"

bool CHyperTrader::Model(HtModel &model) const
  {
   ZeroMemory(model);
   model.struct_size=(uint)sizeof(HtModel);
   return(m_handle!=0 && ht_engine_model(m_handle,model)>=0);
  }

// A model file in MQL5\Files or the common folder decides from the next closed bar on, "" = none.
// Refused while the engine trains its own. False = the one before stays, and the log says why.
bool CHyperTrader::SetModel(const string file)
  {
   if(!m_is_running || m_is_dead)
      return(false);
   uchar path[];
   int length=HtBytes(FilePath(file),path);
   int code=ht_engine_set_model(m_handle,path,length);
   Check(code,"model");
   if(code>=0)
      SayModel();
   return(code>=0);
  }

void CHyperTrader::SayModel(void)
  {
   HtModel model;
   if(!Model(model) || model.state==HT_MODEL_NONE)
      return;
   m_journal.Say(StringFormat("model %s of %s, %I64u rows, %d columns",HtModelName(model.id),
                              TimeToString((datetime)model.trained_until_s),model.trained_rows,
                              model.columns));
  }

// How far training is. False in the tester, where nothing is trained.
bool CHyperTrader::Training(HtTraining &training) const
  {
   ZeroMemory(training);
   training.struct_size=(uint)sizeof(HtTraining);
   return(m_handle!=0 && !m_in_tester && ht_train_poll(m_handle,training)>=0);
  }

bool CHyperTrader::StartTraining(void)
  {
   if(!m_is_running || m_is_dead || m_in_tester)
      return(false);
   int code=ht_train_start(m_handle);
   Check(code,"training");
   return(code>=0);
  }

bool CHyperTrader::CancelTraining(void)
  {
   if(!m_is_running || m_is_dead || m_in_tester)
      return(false);
   int code=ht_train_cancel(m_handle);
   Check(code,"training");
   return(code>=0);
  }

// What a button of the panel asks for.
bool CHyperTrader::OnPanel(const int command)
  {
   if(command==HT_PANEL_TRAIN)
      return(StartTraining());
   if(command==HT_PANEL_CANCEL)
      return(CancelTraining());
   return(command!=0 && Command(command));
  }

// For the panel only: nothing here is asked with a tick.
void CHyperTrader::FillModel(HtView &view)
  {
   view.now_s=m_clock.Now()/1000;
   view.model_mode=m_settings.model_mode;
   Model(view.model);
   if(m_trains)
      Training(view.training);
  }

#endif
