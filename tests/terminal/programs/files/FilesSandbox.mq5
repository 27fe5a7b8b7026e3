// expect: PASS
// Where files may be, how many, who may open them at once, and what is known of them.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

void Refused(const string name,const int error)
  {
   ResetLastError();
   int file=FileOpen(name,FILE_WRITE|FILE_TXT);
   Check(file==INVALID_HANDLE && GetLastError()==error,"refused: "+name);
  }

void TestPaths()
  {
   Refused("..\\outside.txt",5002);
   Refused("a\\..\\..\\outside.txt",5002);
   Refused("C:\\outside.txt",5002);
   Refused("",5002);
   Refused("what?.txt",5002);
   string longest="";
   StringInit(longest,300,'x');
   Refused(longest,5003);
   ResetLastError();
   Check(FileOpen("absent.txt",FILE_READ|FILE_TXT)==INVALID_HANDLE,"absent");
   Check(GetLastError()==5004,"error of a file that is absent");
   Check(!FileDelete("..\\outside.txt") && !FolderCreate("..\\outside"),"nothing made outside");
   Check(FileOpen("absent.txt",FILE_TXT)==INVALID_HANDLE,"neither read nor write");
  }

void TestHandles()
  {
   int first=FileOpen("handles.txt",FILE_WRITE|FILE_TXT|FILE_SHARE_READ|FILE_SHARE_WRITE);
   int files[];
   ArrayResize(files,0);
   for(int i=0; i<100; i++)
     {
      ResetLastError();
      int file=FileOpen("handles.txt",FILE_READ|FILE_TXT|FILE_SHARE_READ|FILE_SHARE_WRITE);
      if(file==INVALID_HANDLE)
         break;
      ArrayResize(files,i+1);
      files[i]=file;
     }
   Check(ArraySize(files)==63 && GetLastError()==5001,"64 at once, not "+
         (string)(ArraySize(files)+1));
   for(int i=ArraySize(files)-1; i>=0; i--)
      FileClose(files[i]);
   FileClose(first);
   Check(FileOpen("handles.txt",FILE_READ|FILE_TXT)==first,"numbers are used again");
   FileClose(first);
  }

void TestShares()
  {
   int file=FileOpen("shared.txt",FILE_WRITE|FILE_TXT);
   ResetLastError();
   Check(FileOpen("shared.txt",FILE_READ|FILE_TXT|FILE_SHARE_READ|FILE_SHARE_WRITE)==-1 &&
         GetLastError()==5004,"not shared");
   ResetLastError();
   Check(!FileDelete("shared.txt") && GetLastError()==5006,"an open file is not deleted");
   FileClose(file);
   file=FileOpen("shared.txt",FILE_WRITE|FILE_TXT|FILE_SHARE_READ);
   FileWriteString(file,"seen");
   FileFlush(file);
   int reader=FileOpen("shared.txt",FILE_READ|FILE_TXT|FILE_SHARE_WRITE);
   Check(reader!=INVALID_HANDLE && FileReadString(reader)=="seen","shared for reading");
   FileClose(reader);
   Check(FileOpen("shared.txt",FILE_READ|FILE_TXT|FILE_SHARE_READ)==-1,
         "the reader would forbid the writer");
   Check(FileOpen("shared.txt",FILE_WRITE|FILE_TXT|FILE_SHARE_WRITE|FILE_SHARE_READ)==-1,
         "not shared for writing");
   FileClose(file);
  }

void TestProperties()
  {
   int file=FileOpen("known.csv",FILE_WRITE|FILE_CSV|FILE_ANSI);
   FileWrite(file,1,2);
   Check(FileGetInteger(file,FILE_SIZE)==5 && FileGetInteger(file,FILE_POSITION)==5,"size, place");
   Check(FileGetInteger(file,FILE_IS_CSV)==1 && FileGetInteger(file,FILE_IS_BINARY)==0,"a table");
   Check(FileGetInteger(file,FILE_IS_ANSI)==1 && FileGetInteger(file,FILE_IS_COMMON)==0,"ANSI");
   Check(FileGetInteger(file,FILE_IS_READABLE)==0 && FileGetInteger(file,FILE_IS_WRITABLE)==1,
         "for writing");
   Check(FileGetInteger(file,FILE_END)==1,"at the end");
   FileClose(file);
   Check(FileGetInteger("known.csv",FILE_SIZE)==5 && FileGetInteger("known.csv",FILE_EXISTS)==1,
         "by name");
   datetime now=TimeCurrent();
   datetime changed=(datetime)FileGetInteger("known.csv",FILE_MODIFY_DATE);
   Check(changed>=now-86400 && changed<=now+86400,StringFormat("changed %s",
         TimeToString(changed)));
   Check(FileGetInteger("absent.csv",FILE_EXISTS)==0 && FileGetInteger("absent.csv",FILE_SIZE)==-1,
         "of an absent file");
  }

void OnStart()
  {
   TestPaths();
   TestHandles();
   TestShares();
   TestProperties();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
