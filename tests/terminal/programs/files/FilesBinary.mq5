// expect: PASS
// Binary files: numbers, text of a given length, structures, arrays, places.
#property strict

struct SRecord
  {
   long   time;
   double price;
   uchar  kind;
  };

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

void TestNumbers()
  {
   int file=FileOpen("numbers.bin",FILE_WRITE|FILE_BIN);
   Check(FileWriteInteger(file,-2)==4 && FileWriteInteger(file,300,2)==2,"integers");
   Check(FileWriteInteger(file,200,1)==1 && FileWriteLong(file,LONG_MIN)==8,"small and large");
   Check(FileWriteFloat(file,0.5f)==4 && FileWriteDouble(file,0.1)==8,"real numbers");
   Check(FileSize(file)==27 && FileTell(file)==27,"27 bytes");
   FileClose(file);
   file=FileOpen("numbers.bin",FILE_READ|FILE_BIN);
   Check(FileReadInteger(file)==-2 && FileReadInteger(file,2)==300,"integers again");
   Check(FileReadInteger(file,1)==200 && FileReadLong(file)==LONG_MIN,"small and large again");
   Check(FileReadFloat(file)==0.5f && FileReadDouble(file)==0.1,"real numbers again");
   Check(FileIsEnding(file),"the end");
   ResetLastError();
   Check(FileReadInteger(file)==0 && GetLastError()==5015,"behind the end");
   Check(FileSeek(file,-8,SEEK_END) && FileReadDouble(file)==0.1,"from the end");
   Check(FileSeek(file,4,SEEK_SET) && FileSeek(file,2,SEEK_CUR),"from here");
   Check(FileTell(file)==6 && FileReadInteger(file,1)==200,"the place");
   Check(FileSeek(file,-100,SEEK_CUR) && FileTell(file)==0,"not before the start");
   FileClose(file);
  }

void TestText()
  {
   int file=FileOpen("text.bin",FILE_WRITE|FILE_BIN|FILE_ANSI);
   Check(FileWriteString(file,"abcdef",4)==4 && FileSize(file)==4,"a length in letters");
   Check(FileWriteString(file,"gh",4)==4 && FileSize(file)==8,"filled up with zeros");
   FileClose(file);
   file=FileOpen("text.bin",FILE_READ|FILE_BIN|FILE_ANSI);
   Check(FileReadString(file,3)=="abc" && FileReadString(file,5)=="dgh","read by length");
   FileClose(file);
   file=FileOpen("text.bin",FILE_WRITE|FILE_BIN);
   Check(FileWriteString(file,"ab")==4 && FileSize(file)==4,"UTF-16, no mark");
   FileClose(file);
   file=FileOpen("text.bin",FILE_READ|FILE_BIN);
   Check(FileReadString(file,2)=="ab","read UTF-16");
   FileClose(file);
  }

void TestRecords()
  {
   SRecord one;
   SRecord two[2];
   one.time=7;
   one.price=1.5;
   one.kind=3;
   two[0]=one;
   two[1]=one;
   two[1].time=8;
   int file=FileOpen("records.bin",FILE_WRITE|FILE_READ|FILE_BIN);
   Check(FileWriteStruct(file,one)==17 && FileWriteArray(file,two)==2,"three of 17 bytes");
   Check(FileSeek(file,17,SEEK_SET),"to the second");
   SRecord read[];
   Check(FileReadArray(file,read)==2 && ArraySize(read)==2 && read[1].time==8,"two are read");
   Check(FileSeek(file,0,SEEK_SET) && FileReadStruct(file,one)==17 && one.price==1.5,"one is read");
   Check(FileSeek(file,0,SEEK_SET) && FileWriteLong(file,99)==8,"in the middle");
   Check(FileSeek(file,0,SEEK_SET) && FileReadLong(file)==99 && FileReadDouble(file)==1.5,
         "only that has changed");
   Check(FileSize(file)==51,"51 bytes");
   FileClose(file);
  }

//--- functions of the other kind of file, and files that are not open for it
void TestRefusals()
  {
   int text=FileOpen("refused.txt",FILE_WRITE|FILE_TXT|FILE_ANSI);
   ResetLastError();
   Check(FileWriteDouble(text,1.0)==0 && GetLastError()==5011,"a double in a text");
   ResetLastError();
   Check(FileReadString(text)=="" && GetLastError()==5010,"reading what is for writing");
   FileClose(text);
   int file=FileOpen("numbers.bin",FILE_READ|FILE_BIN);
   ResetLastError();
   Check(FileWriteDouble(file,1.0)==0 && GetLastError()==5009,"writing what is for reading");
   ResetLastError();
   Check(FileReadNumber(file)==0.0 && GetLastError()==5012,"a field of a binary file");
   ResetLastError();
   Check(FileWrite(file,"x")==0 && GetLastError()!=0,"a line in a binary file");
   ResetLastError();
   Check(FileReadString(file)=="" && GetLastError()==5016,"text without a length");
   FileClose(file);
   ResetLastError();
   Check(FileReadLong(file)==0 && GetLastError()==5007,"a handle that was closed");
   ResetLastError();
   FileClose(-1);
   Check(GetLastError()==5008,"no handle");
  }

void OnStart()
  {
   TestNumbers();
   TestText();
   TestRecords();
   TestRefusals();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
