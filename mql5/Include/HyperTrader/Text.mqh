//+------------------------------------------------------------------+
//|                                                         Text.mqh |
//|         UTF-8 for the library, TOML values, readable errors.     |
//+------------------------------------------------------------------+
#ifndef HYPERTRADER_TEXT_MQH
#define HYPERTRADER_TEXT_MQH

#property strict

#include "Native.mqh"

// Text as UTF-8 without a terminator; returns the length in bytes. The array always has at least
// one element, because the library takes a pointer to it even when the length is 0.
int HtBytes(const string text,uchar &bytes[])
  {
   int copied=StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_UTF8);
   if(ArraySize(bytes)<1)
      ArrayResize(bytes,1);
   int length=0;
   while(length<copied && length<ArraySize(bytes) && bytes[length]!=0)
      length++;
   return(length);
  }

// Writes text, zero-terminated UTF-8, into a field of a structure. Returns false if it was cut.
bool HtPutText(const string text,uchar &field[])
  {
   uchar bytes[];
   int length=HtBytes(text,bytes);
   int room=ArraySize(field)-1;
   int count=MathMin(length,room);
   // A cut never leaves half a character: bytes 10xxxxxx continue one.
   while(count<length && count>0 && (bytes[count]&0xC0)==0x80)
      count--;
   for(int i=0; i<ArraySize(field); i++)
      field[i]=(i<count ? bytes[i] : (uchar)0);
   return(count==length);
  }

// Text of a zero-terminated UTF-8 field or buffer.
string HtGetText(const uchar &field[])
  {
   int length=0;
   while(length<ArraySize(field) && field[length]!=0)
      length++;
   if(length==0)
      return("");
   return(CharArrayToString(field,0,length,CP_UTF8));
  }

// Text of the last failed call, on a handle or, with 0, on this thread.
string HtLastErrorText(const long handle)
  {
   uchar buffer[2048];
   ArrayInitialize(buffer,0);
   if(ht_last_error(handle,buffer,ArraySize(buffer))<0)
      return("");
   return(HtGetText(buffer));
  }

// Version of the library.
string HtVersionText(void)
  {
   uchar buffer[128];
   ArrayInitialize(buffer,0);
   if(ht_version(buffer,ArraySize(buffer))<0)
      return("unknown");
   return(HtGetText(buffer));
  }

// What a refusal code means.
string HtRefusalText(const int code)
  {
   uchar buffer[256];
   ArrayInitialize(buffer,0);
   if(ht_refusal_text(code,buffer,ArraySize(buffer))<0)
      return("");
   return(HtGetText(buffer));
  }

// A text as a TOML value in quotes.
string HtToml(const string text)
  {
   string escaped=text;
   StringReplace(escaped,"\\","\\\\");
   StringReplace(escaped,"\"","\\\"");
   return("\""+escaped+"\"");
  }

// 64-bit FNV-1a of the first bytes.
ulong HtHashBytes(const uchar &bytes[],const int count)
  {
   ulong hash=14695981039346656037;
   for(int i=0; i<count; i++)
     {
      hash^=(ulong)bytes[i];
      hash*=1099511628211;
     }
   return(hash);
  }

// Of the UTF-8 bytes of a text: a short stable name for a long one.
ulong HtHash(const string text)
  {
   uchar bytes[];
   int length=HtBytes(text,bytes);
   return(HtHashBytes(bytes,length));
  }

// A name that every file system takes: letters, digits, dot, minus, underscore.
string HtFileName(const string text)
  {
   string name=text;
   for(int i=0; i<StringLen(name); i++)
     {
      ushort c=StringGetCharacter(name,i);
      bool plain=(c>='0' && c<='9') || (c>='A' && c<='Z') || (c>='a' && c<='z')
                 || c=='.' || c=='-' || c=='_';
      if(!plain)
         StringSetCharacter(name,i,'_');
     }
   return(name);
  }

// The last part of an enumeration's name: "PERIOD_M5" gives "M5".
string HtPeriodText(const ENUM_TIMEFRAMES period)
  {
   string name=EnumToString(period);
   int at=StringFind(name,"PERIOD_");
   return(at==0 ? StringSubstr(name,7) : name);
  }

// A text that was never written is NULL, which StringFormat shows as "(null)".
string HtOrEmpty(const string text)
  {
   return(StringLen(text)==0 ? "" : text);
  }

// "buy", "sell" or "none".
string HtSideText(const int side)
  {
   if(side==HT_SIDE_BUY)
      return("buy");
   if(side==HT_SIDE_SELL)
      return("sell");
   return("none");
  }

// "open", "close", "modify" or "refused".
string HtActionText(const int action)
  {
   switch(action)
     {
      case HT_ACTION_OPEN:
         return("open");
      case HT_ACTION_CLOSE:
         return("close");
      case HT_ACTION_MODIFY:
         return("modify");
      case HT_ACTION_REFUSED:
         return("refused");
     }
   return("unknown");
  }

// Server time in milliseconds as 2026.01.31 09:05:07.250.
string HtTimeText(const long time_msc)
  {
   datetime seconds=(datetime)(time_msc/1000);
   return(TimeToString(seconds,TIME_DATE|TIME_SECONDS)+StringFormat(".%03d",(int)(time_msc%1000)));
  }

#endif
