// expect: PASS
// Text files: lines, tables, code pages, places.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

//--- Unicode with a byte order mark is what a text file is by default
void TestUnicode()
  {
   int file=FileOpen("text\\unicode.txt",FILE_WRITE|FILE_TXT);
   Check(file!=INVALID_HANDLE,"unicode opens, with a folder made for it");
   Check(FileWriteString(file,"ab")==4,"two bytes a character");
   Check(FileTell(file)==6,"place behind the mark and the text");
   FileClose(file);
   file=FileOpen("text\\unicode.txt",FILE_READ|FILE_BIN);
   Check(FileSize(file)==6,"six bytes");
   uchar bytes[];
   Check(FileReadArray(file,bytes)==6,"six bytes are read");
   Check(bytes[0]==0xFF && bytes[1]==0xFE && bytes[2]=='a' && bytes[3]==0,"mark, then UTF-16");
   FileClose(file);
   file=FileOpen("text/unicode.txt",FILE_READ|FILE_TXT|FILE_UNICODE);
   Check(FileReadString(file)=="ab" && FileIsEnding(file),"read without the mark");
   FileClose(file);
  }

//--- the flag ANSI, with the code page of Windows and with UTF-8
void TestCodePages()
  {
   string text="\x00e4\x20ac|";
   int file=FileOpen("ansi.txt",FILE_WRITE|FILE_TXT|FILE_ANSI);
   Check(FileWriteString(file,text)==3,"one byte a character");
   FileClose(file);
   file=FileOpen("ansi.txt",FILE_READ|FILE_TXT|FILE_ANSI);
   Check(FileReadString(file)==text,"ANSI is read again");
   FileClose(file);
   file=FileOpen("utf8.txt",FILE_WRITE|FILE_TXT|FILE_ANSI,'\t',CP_UTF8);
   Check(FileWriteString(file,text)==6,"bytes of UTF-8");
   FileClose(file);
   file=FileOpen("utf8.txt",FILE_READ|FILE_TXT|FILE_ANSI,'\t',CP_UTF8);
   Check(FileReadString(file)==text,"UTF-8 is read again");
   FileClose(file);
  }

//--- lines end with CR LF or with LF alone
void TestLines()
  {
   int file=FileOpen("lines.txt",FILE_WRITE|FILE_TXT|FILE_ANSI);
   Check(FileWrite(file,"one",2,3.5)==11,"values, tabs between them and an end of the line");
   FileWriteString(file,"four\n\nfive\r\nsix");
   FileWriteString(file,"seven",2);
   FileClose(file);
   string expected[5]={"one\t2\t3.5","four","","five","sixseven"};
   file=FileOpen("lines.txt",FILE_READ|FILE_TXT|FILE_ANSI);
   int count=0;
   for(; !FileIsEnding(file); count++)
     {
      string line=FileReadString(file);
      Check(count<5 && line==expected[count],StringFormat("line %d is <%s>",count,line));
     }
   Check(count==5,"five lines");
   Check(FileReadString(file)=="","nothing behind the end");
   FileClose(file);
  }

//--- a table with its own delimiter
void TestTable()
  {
   int file=FileOpen("table.csv",FILE_WRITE|FILE_CSV|FILE_ANSI,';');
   FileWrite(file,"EURUSD",1.25,true,D'2026.01.12 10:30:15');
   FileWrite(file,"",-7,false,D'2026.01.13');
   FileClose(file);
   file=FileOpen("table.csv",FILE_READ|FILE_CSV|FILE_ANSI,';');
   Check(FileReadString(file)=="EURUSD" && !FileIsLineEnding(file),"first field");
   Check(FileReadNumber(file)==1.25 && FileReadBool(file),"a number and a yes");
   Check(FileReadDatetime(file)==D'2026.01.12 10:30:15' && FileIsLineEnding(file),"a time ends it");
   Check(FileReadString(file)=="" && FileReadNumber(file)==-7.0,"an empty field");
   Check(!FileReadBool(file) && FileReadDatetime(file)==D'2026.01.13 00:00:00',"a no");
   Check(FileIsLineEnding(file) && FileIsEnding(file),"the end");
   Check(FileSeek(file,0,SEEK_SET) && FileReadString(file)=="EURUSD","again from the start");
   FileClose(file);
  }

//--- FILE_READ|FILE_WRITE keeps what there is
void TestAppend()
  {
   FileDelete("grow.txt");
   for(int i=1; i<=3; i++)
     {
      int file=FileOpen("grow.txt",FILE_READ|FILE_WRITE|FILE_TXT);
      Check(FileSeek(file,0,SEEK_END),"to the end");
      FileWriteString(file,StringFormat("line %d\r\n",i));
      FileFlush(file);
      Check((int)FileSize(file)==2+16*i,"size after the line "+(string)i);
      FileClose(file);
     }
   int file=FileOpen("grow.txt",FILE_READ|FILE_TXT);
   string last="";
   while(!FileIsEnding(file))
      last=FileReadString(file);
   Check(last=="line 3","the last of three lines");
   FileClose(file);
   file=FileOpen("grow.txt",FILE_WRITE|FILE_TXT);
   Check(FileSize(file)==2,"writing alone begins anew");
   FileClose(file);
  }

void OnStart()
  {
   TestUnicode();
   TestCodePages();
   TestLines();
   TestTable();
   TestAppend();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
