// expect: PASS
// Folders, the common folder, searching, copying, moving and deleting.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

void Make(const string name,const string text,const int flags=0)
  {
   int file=FileOpen(name,FILE_WRITE|FILE_TXT|FILE_ANSI|flags);
   Check(file!=INVALID_HANDLE,"made "+name);
   FileWriteString(file,text);
   FileClose(file);
  }

string Content(const string name,const int flags=0)
  {
   int file=FileOpen(name,FILE_READ|FILE_TXT|FILE_ANSI|flags);
   if(file==INVALID_HANDLE)
      return("absent");
   string text=FileReadString(file);
   FileClose(file);
   return(text);
  }

//--- names that are found, each with a comma
string Found(const string filter,const int common_flag=0)
  {
   string name="";
   string all="";
   long search=FileFindFirst(filter,name,common_flag);
   if(search==INVALID_HANDLE)
      return("none");
   do
      all+=name+",";
   while(FileFindNext(search,name));
   FileFindClose(search);
   return(all);
  }

void TestSearch()
  {
   FolderClean("tree");
   Make("tree\\b.txt","b");
   Make("tree\\a.txt","a");
   Make("tree\\c.csv","c");
   Make("tree\\deep\\d.txt","d");
   Check(Found("tree\\*.txt")=="a.txt,b.txt,","texts");
   Check(Found("tree\\*")=="a.txt,b.txt,c.csv,deep\\,","all, a folder with its backslash");
   Check(Found("tree\\*.*")=="a.txt,b.txt,c.csv,deep\\,","all, as Windows reads it");
   Check(Found("tree\\?.CSV")=="c.csv,","case does not matter");
   ResetLastError();
   Check(Found("tree\\*.png")=="none" && GetLastError()==5019,"nothing is found");
   ResetLastError();
   Check(FileIsExist("tree\\a.txt") && !FileIsExist("tree\\z.txt"),"existing");
   ResetLastError();
   Check(!FileIsExist("tree\\deep") && GetLastError()==5018,"a folder is no file");
   ResetLastError();
   Check(!FileIsExist("tree\\z.txt") && GetLastError()==5019,"nothing at all");
  }

void TestMoving()
  {
   Check(FileCopy("tree\\a.txt",0,"tree\\copy\\a2.txt",0) && Content("tree\\copy\\a2.txt")=="a",
         "copied, with its folder");
   ResetLastError();
   Check(!FileCopy("tree\\b.txt",0,"tree\\copy\\a2.txt",0) && GetLastError()==5020,"not over it");
   Check(FileCopy("tree\\b.txt",0,"tree\\copy\\a2.txt",FILE_REWRITE) &&
         Content("tree\\copy\\a2.txt")=="b","but when asked to");
   Check(FileMove("tree\\b.txt",0,"tree\\moved.txt",0) && !FileIsExist("tree\\b.txt") &&
         Content("tree\\moved.txt")=="b","moved");
   ResetLastError();
   Check(!FileMove("tree\\moved.txt",0,"tree\\a.txt",0) && GetLastError()==5020,"not over it");
   Check(FileMove("tree\\moved.txt",0,"tree\\a.txt",FILE_REWRITE) && Content("tree\\a.txt")=="b",
         "moved over another");
   ResetLastError();
   Check(!FileMove("tree\\absent.txt",0,"tree\\x.txt",0) && GetLastError()==5019,"absent");
  }

void TestCommon()
  {
   FileDelete("shared\\here.txt",FILE_COMMON);
   Make("shared\\here.txt","common",FILE_COMMON);
   Check(Content("shared\\here.txt",FILE_COMMON)=="common","in the common folder");
   Check(Content("shared\\here.txt")=="absent","and only there");
   Check(FileIsExist("shared\\here.txt",FILE_COMMON),"exists there");
   Check(FileCopy("shared\\here.txt",FILE_COMMON,"tree\\own.txt",FILE_REWRITE) &&
         Content("tree\\own.txt")=="common","from common to own");
   Check(FileMove("tree\\own.txt",0,"shared\\here.txt",FILE_COMMON|FILE_REWRITE) &&
         !FileIsExist("tree\\own.txt"),"and back");
   Check(Found("shared\\*",FILE_COMMON)=="here.txt,","found there");
   Check(FileDelete("shared\\here.txt",FILE_COMMON),"deleted there");
  }

void TestFolders()
  {
   Check(FolderCreate("tree\\new\\inner"),"folders in folders");
   Check(FolderCreate("tree\\new"),"one that is there");
   ResetLastError();
   Check(!FolderDelete("tree") && GetLastError()==5024,"only empty folders are deleted");
   Check(FolderDelete("tree\\new\\inner"),"an empty one");
   ResetLastError();
   Check(!FolderDelete("tree\\new\\inner") && GetLastError()==5022,"one that is gone");
   ResetLastError();
   Check(!FolderDelete("tree\\a.txt") && GetLastError()==5023,"a file is no folder");
   int file=FileOpen("tree\\deep\\held.txt",FILE_WRITE|FILE_TXT);
   ResetLastError();
   Check(!FolderClean("tree") && GetLastError()==5025,"a file in it is open");
   FileClose(file);
   Check(FolderClean("tree") && Found("tree\\*")=="none","cleaned with what is in folders");
   Check(FolderDelete("tree"),"then deleted");
   ResetLastError();
   Check(!FileDelete("tree\\a.txt") && GetLastError()!=0,"deleted before");
  }

void OnStart()
  {
   TestSearch();
   TestMoving();
   TestCommon();
   TestFolders();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
