//+------------------------------------------------------------------+
//|                                                   PanelCells.mqh |
//|          Objects of the panel, written only when they change.    |
//+------------------------------------------------------------------+
// Lengths are pixels of a screen of 96 dots an inch and grow with it. Fonts are in points, which
// the terminal itself scales.
#ifndef HYPERTRADER_PANELCELLS_MQH
#define HYPERTRADER_PANELCELLS_MQH

#property strict

#define HT_CELLS_MOST 24
#define HT_PANEL_FONT "Segoe UI"
#define HT_PANEL_FONT_SIZE 8
// The terminal shows no more letters of an object.
#define HT_CELL_LETTERS 63

#define HT_COLOR_BACK C'24,28,36'
#define HT_COLOR_EDGE C'70,78,92'
#define HT_COLOR_NAME C'150,158,172'
#define HT_COLOR_TEXT C'232,236,242'
#define HT_COLOR_GOOD C'96,200,120'
#define HT_COLOR_WARN C'240,180,70'
#define HT_COLOR_BAD C'240,96,96'
#define HT_COLOR_BUTTON C'52,60,74'
#define HT_COLOR_ASKING C'140,84,20'

class CHtPanelCells
  {
private:
   string            m_prefix;
   double            m_scale;
   int               m_width;             // of the texts, pixels of the screen
   bool              m_is_dirty;
   string            m_texts[HT_CELLS_MOST];
   color             m_colors[HT_CELLS_MOST];
   string            m_tips[HT_CELLS_MOST];
   string            m_captions[HT_CELLS_MOST];
   color             m_faces[HT_CELLS_MOST];

   int               Px(const int units) const { return((int)MathRound(units*m_scale)); }
   string            CellName(const int index) const;
   void              Place(const string name,const int x,const int y);
   bool              Fits(const string text) const;
   string            Cut(const string text) const;
   int               LineEnd(const string text) const;

public:
                     CHtPanelCells(void) : m_prefix(""),m_scale(1.0),m_width(0),
                                           m_is_dirty(false) { }
   void              Create(const string prefix,const int width);
   void              Clear(void) { ObjectsDeleteAll(0,m_prefix); }
   void              Destroy(void);
   void              Rewrite(void);
   void              Box(const int x,const int y,const int width,const int height);
   void              Label(const string name,const int x,const int y,const string text,
                           const color ink,const int size,const bool from_right);
   void              Cell(const int index,const int x,const int y,const bool from_right);
   void              Button(const int index,const int x,const int y,const int width,
                            const int height);
   bool              IsThere(void) const { return(ObjectFind(0,m_prefix+"back")>=0); }
   void              Set(const int index,const string text,const color ink);
   void              SetTwo(const int index,const string text,const color ink);
   void              Tip(const int index,const string text);
   void              SetButton(const int index,const string caption,const color face);
   int               ButtonOf(const string name) const;
   void              Release(const int button) const;
   bool              TakeDirty(void);
  };

// The width is what a text may take.
void CHtPanelCells::Create(const string prefix,const int width)
  {
   m_prefix=prefix;
   m_scale=MathMax(TerminalInfoInteger(TERMINAL_SCREEN_DPI),96)/96.0;
   m_width=Px(width);
   ObjectsDeleteAll(0,m_prefix);
   for(int i=0; i<HT_CELLS_MOST; i++)
     {
      m_texts[i]="";
      m_colors[i]=HT_COLOR_TEXT;
      m_tips[i]="";
      m_captions[i]="";
      m_faces[i]=HT_COLOR_BUTTON;
     }
   m_is_dirty=true;
  }

void CHtPanelCells::Destroy(void)
  {
   ObjectsDeleteAll(0,m_prefix);
   ChartRedraw();
  }

string CHtPanelCells::CellName(const int index) const
  {
   return(m_prefix+"cell"+IntegerToString(index));
  }

void CHtPanelCells::Place(const string name,const int x,const int y)
  {
   ObjectSetInteger(0,name,OBJPROP_XDISTANCE,Px(x));
   ObjectSetInteger(0,name,OBJPROP_YDISTANCE,Px(y));
   ObjectSetInteger(0,name,OBJPROP_SELECTABLE,false);
   ObjectSetInteger(0,name,OBJPROP_HIDDEN,true);
   ObjectSetString(0,name,OBJPROP_TOOLTIP,"\n");
  }

void CHtPanelCells::Box(const int x,const int y,const int width,const int height)
  {
   string name=m_prefix+"back";
   ObjectCreate(0,name,OBJ_RECTANGLE_LABEL,0,0,0.0);
   Place(name,x,y);
   ObjectSetInteger(0,name,OBJPROP_XSIZE,Px(width));
   ObjectSetInteger(0,name,OBJPROP_YSIZE,Px(height));
   ObjectSetInteger(0,name,OBJPROP_BGCOLOR,HT_COLOR_BACK);
   ObjectSetInteger(0,name,OBJPROP_BORDER_TYPE,BORDER_FLAT);
   ObjectSetInteger(0,name,OBJPROP_COLOR,HT_COLOR_EDGE);
  }

// The text begins at x, or ends there.
void CHtPanelCells::Label(const string name,const int x,const int y,const string text,
                          const color ink,const int size,const bool from_right)
  {
   string full=m_prefix+name;
   ObjectCreate(0,full,OBJ_LABEL,0,0,0.0);
   Place(full,x,y);
   ObjectSetInteger(0,full,OBJPROP_ANCHOR,from_right ? ANCHOR_RIGHT_UPPER : ANCHOR_LEFT_UPPER);
   ObjectSetInteger(0,full,OBJPROP_COLOR,ink);
   ObjectSetInteger(0,full,OBJPROP_FONTSIZE,size);
   ObjectSetString(0,full,OBJPROP_FONT,HT_PANEL_FONT);
   ObjectSetString(0,full,OBJPROP_TEXT,text);
  }

// A text that changes. An empty one would show as "Label".
void CHtPanelCells::Cell(const int index,const int x,const int y,const bool from_right)
  {
   Label("cell"+IntegerToString(index),x,y," ",HT_COLOR_TEXT,HT_PANEL_FONT_SIZE,from_right);
  }

void CHtPanelCells::Button(const int index,const int x,const int y,const int width,
                           const int height)
  {
   string name=m_prefix+"button"+IntegerToString(index);
   ObjectCreate(0,name,OBJ_BUTTON,0,0,0.0);
   Place(name,x,y);
   ObjectSetInteger(0,name,OBJPROP_XSIZE,Px(width));
   ObjectSetInteger(0,name,OBJPROP_YSIZE,Px(height));
   ObjectSetInteger(0,name,OBJPROP_BGCOLOR,HT_COLOR_BUTTON);
   ObjectSetInteger(0,name,OBJPROP_BORDER_COLOR,HT_COLOR_EDGE);
   ObjectSetInteger(0,name,OBJPROP_COLOR,HT_COLOR_TEXT);
   ObjectSetInteger(0,name,OBJPROP_FONTSIZE,HT_PANEL_FONT_SIZE);
   ObjectSetString(0,name,OBJPROP_FONT,HT_PANEL_FONT);
   ObjectSetString(0,name,OBJPROP_TEXT," ");
  }

bool CHtPanelCells::Fits(const string text) const
  {
   uint width=0;
   uint height=0;
   // Negative sizes are tenths of a point.
   TextSetFont(HT_PANEL_FONT,-10*HT_PANEL_FONT_SIZE);
   return(StringLen(text)<=HT_CELL_LETTERS && TextGetSize(text,width,height)
          && (int)width<=m_width);
  }

// As much as fits, with dots for the rest.
string CHtPanelCells::Cut(const string text) const
  {
   if(Fits(text))
      return(text);
   int length=MathMin(StringLen(text),HT_CELL_LETTERS);
   while(length>1 && !Fits(StringSubstr(text,0,length)+"..."))
      length--;
   return(StringSubstr(text,0,length)+"...");
  }

// Letters of the first line when the text is set in two.
int CHtPanelCells::LineEnd(const string text) const
  {
   int best=0;
   for(int at=StringFind(text," "); at>0; at=StringFind(text," ",at+1))
     {
      if(!Fits(StringSubstr(text,0,at)))
         break;
      best=at;
     }
   return(best);
  }

void CHtPanelCells::Set(const int index,const string text,const color ink)
  {
   if(text!=m_texts[index])
     {
      m_texts[index]=text;
      ObjectSetString(0,CellName(index),OBJPROP_TEXT,StringLen(text)==0 ? " " : Cut(text));
      m_is_dirty=true;
     }
   if(ink!=m_colors[index])
     {
      m_colors[index]=ink;
      ObjectSetInteger(0,CellName(index),OBJPROP_COLOR,ink);
      m_is_dirty=true;
     }
  }

// Everything that is known, to objects that were made again.
void CHtPanelCells::Rewrite(void)
  {
   for(int i=0; i<HT_CELLS_MOST; i++)
     {
      string name=CellName(i);
      if(ObjectFind(0,name)>=0)
        {
         ObjectSetString(0,name,OBJPROP_TEXT,StringLen(m_texts[i])==0 ? " " : Cut(m_texts[i]));
         ObjectSetInteger(0,name,OBJPROP_COLOR,m_colors[i]);
         ObjectSetString(0,name,OBJPROP_TOOLTIP,StringLen(m_tips[i])==0 ? "\n" : m_tips[i]);
        }
      string button=m_prefix+"button"+IntegerToString(i);
      if(ObjectFind(0,button)>=0)
        {
         ObjectSetString(0,button,OBJPROP_TEXT,m_captions[i]);
         ObjectSetInteger(0,button,OBJPROP_BGCOLOR,m_faces[i]);
        }
     }
   m_is_dirty=true;
  }

// In this cell and the next one; the whole text is in the tooltips.
void CHtPanelCells::SetTwo(const int index,const string text,const color ink)
  {
   if(text!=m_tips[index])
     {
      int end=(Fits(text) ? 0 : LineEnd(text));
      if(end==0)
         end=StringLen(text);
      Set(index,StringSubstr(text,0,end),ink);
      Set(index+1,StringSubstr(text,MathMin(end+1,StringLen(text))),ink);
      Tip(index,text);
      Tip(index+1,text);
     }
   Set(index,m_texts[index],ink);
   Set(index+1,m_texts[index+1],ink);
  }

void CHtPanelCells::Tip(const int index,const string text)
  {
   if(text==m_tips[index])
      return;
   m_tips[index]=text;
   ObjectSetString(0,CellName(index),OBJPROP_TOOLTIP,StringLen(text)==0 ? "\n" : text);
  }

void CHtPanelCells::SetButton(const int index,const string caption,const color face)
  {
   string name=m_prefix+"button"+IntegerToString(index);
   if(caption!=m_captions[index])
     {
      m_captions[index]=caption;
      ObjectSetString(0,name,OBJPROP_TEXT,caption);
      m_is_dirty=true;
     }
   if(face!=m_faces[index])
     {
      m_faces[index]=face;
      ObjectSetInteger(0,name,OBJPROP_BGCOLOR,face);
      m_is_dirty=true;
     }
  }

// The button with this name of an object, -1 when it is none of the panel's.
int CHtPanelCells::ButtonOf(const string name) const
  {
   string begin=m_prefix+"button";
   if(StringFind(name,begin)!=0)
      return(-1);
   return((int)StringToInteger(StringSubstr(name,StringLen(begin))));
  }

void CHtPanelCells::Release(const int button) const
  {
   ObjectSetInteger(0,m_prefix+"button"+IntegerToString(button),OBJPROP_STATE,false);
  }

// Whether something changed since it was asked last.
bool CHtPanelCells::TakeDirty(void)
  {
   bool is_dirty=m_is_dirty;
   m_is_dirty=false;
   return(is_dirty);
  }

#endif
