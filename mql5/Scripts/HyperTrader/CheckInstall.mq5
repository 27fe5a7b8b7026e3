//+------------------------------------------------------------------+
//|                                                 CheckInstall.mq5 |
//|            Says why hypertrader.dll cannot load or trade.        |
//+------------------------------------------------------------------+
// Nothing is imported, so this starts where programs that need the library do not. A line for each
// thing looked at (ok, note or FAIL, with what to do), and last a line with PASS or FAIL.
#property strict
#property version     "1.00"
#property description "Checks terminal, folders and permissions without the library."

// The oldest terminal that has everything the programs use.
#define BUILD_LEAST 3000
#define LIBRARY "hypertrader.dll"
#define PROBE "HyperTrader\\check-install.tmp"

int g_failures=0;
int g_notes=0;

void Ok(const string text)
  {
   Print("CheckInstall: ok    ",text);
  }

void Note(const string text)
  {
   g_notes++;
   Print("CheckInstall: note  ",text);
  }

void Fail(const string text)
  {
   g_failures++;
   Print("CheckInstall: FAIL  ",text);
  }

// What the terminal answers when it is to take a file below MQL5 as a picture. A library is none,
// but it answers otherwise when there is no such file.
int ResourceError(const string path)
  {
   ResetLastError();
   if(ResourceCreate("::HyperTraderCheck",path))
      ResourceFree("::HyperTraderCheck");
   return(GetLastError());
  }

// Below MQL5, with a backslash in front; "" when this program lies elsewhere.
string OwnPath(void)
  {
   string path=MQLInfoString(MQL_PROGRAM_PATH);
   int at=StringFind(path,"\\MQL5\\");
   return(at<0 ? "" : StringSubstr(path,at+5));
  }

void CheckTerminal(void)
  {
   string about=StringFormat("%s of %s, build %d",TerminalInfoString(TERMINAL_NAME),
                             TerminalInfoString(TERMINAL_COMPANY),
                             (int)TerminalInfoInteger(TERMINAL_BUILD));
   if(TerminalInfoInteger(TERMINAL_X64)==0)
      Fail(about+" is a 32-bit terminal, the library is a 64-bit one: install the 64-bit "
           "terminal of your broker");
   else
      Ok(about+", 64-bit");
   if(TerminalInfoInteger(TERMINAL_BUILD)<BUILD_LEAST)
      Fail(StringFormat("the build is older than %d: let the terminal update itself (Help, Check "
                        "Desktop Updates)",BUILD_LEAST));
   if(TerminalInfoInteger(TERMINAL_VPS)!=0)
      Fail("this is MetaQuotes' virtual hosting, which runs no libraries: use a Windows server "
           "of your own");
  }

// Programs may not look outside MQL5\Files. What the terminal answers for a file that is there for
// certain, this program, and for one that is not, shows whether its answers tell them apart.
void CheckLibrary(void)
  {
   string folder=TerminalInfoString(TERMINAL_DATA_PATH)+"\\MQL5\\Libraries";
   int absent=ResourceError("\\Libraries\\hypertrader-no-such-file.dll");
   string own=OwnPath();
   if(own=="" || ResourceError(own)==absent)
     {
      Note("this terminal does not tell whether a file is there, look yourself: "+LIBRARY
           +" must be in "+folder);
      return;
     }
   if(ResourceError("\\Libraries\\"+LIBRARY)!=absent)
     {
      Ok(LIBRARY+" is in "+folder);
      return;
     }
   string elsewhere="";
   string wrong[5]={"\\","\\Experts\\HyperTrader\\","\\Experts\\","\\Scripts\\HyperTrader\\",
                    "\\Libraries\\HyperTrader\\"};
   for(int i=0; i<ArraySize(wrong); i++)
      if(ResourceError(wrong[i]+LIBRARY)!=absent)
         elsewhere+=" It lies in MQL5"+wrong[i]+", move it.";
   Fail(LIBRARY+" is not in "+folder+": unpack the package onto the data folder (File, Open Data "
        "Folder) of this terminal, and look whether antivirus software took it away."+elsewhere);
  }

// State, journals and the paper account are kept in MQL5\Files\HyperTrader.
void CheckFolder(void)
  {
   string folder=TerminalInfoString(TERMINAL_DATA_PATH)+"\\MQL5\\Files\\HyperTrader";
   FolderCreate("HyperTrader");
   ResetLastError();
   int file=FileOpen(PROBE,FILE_WRITE|FILE_TXT|FILE_ANSI);
   if(file==INVALID_HANDLE)
     {
      Fail(StringFormat("%s cannot be written, error %d: is the disk full, or is the folder "
                        "protected against writing?",folder,GetLastError()));
      return;
     }
   FileWriteString(file,"check");
   FileClose(file);
   if(FileDelete(PROBE))
      Ok(folder+" can be written");
   else
      Fail(StringFormat("files in %s cannot be deleted, error %d",folder,GetLastError()));
  }

// The box of the terminal is the preset for programs that are attached from now on.
void CheckImports(void)
  {
   if(TerminalInfoInteger(TERMINAL_DLLS_ALLOWED)!=0)
      Ok("DLL imports are allowed in the terminal");
   else
      Note("DLL imports are not allowed in the terminal: tick \"Allow DLL imports\" in Tools, "
           "Options, Expert Advisors, or in the dialog of each program, tab Dependencies");
   if(TerminalInfoInteger(TERMINAL_DLLS_ALLOWED)!=0 && MQLInfoInteger(MQL_DLLS_ALLOWED)==0)
      Note("DLL imports are not allowed for this script, which needs none; look whether they are "
           "for the Expert Advisor (F7, Dependencies)");
  }

void CheckTrading(void)
  {
   if(TerminalInfoInteger(TERMINAL_CONNECTED)==0)
      Note("there is no connection to a broker: File, Login to Trade Account");
   else
      Ok(StringFormat("connected to %s",AccountInfoString(ACCOUNT_SERVER)));
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)==0)
      Note("Algo Trading is off in the toolbar: paper trading works, real orders need it on");
   if(AccountInfoInteger(ACCOUNT_LOGIN)==0)
      return;
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)==0)
      Note("the account may not trade: log in with the trading password, not the investor one");
   else
      if(AccountInfoInteger(ACCOUNT_TRADE_EXPERT)==0)
         Note("the broker does not allow Expert Advisors on this account");
  }

void OnStart(void)
  {
   CheckTerminal();
   CheckLibrary();
   CheckFolder();
   CheckImports();
   CheckTrading();
   if(g_failures>0)
      Print("CheckInstall: FAIL, see the ",g_failures,g_failures==1 ? " line" : " lines",
            " with FAIL above");
   else
      Print("CheckInstall: PASS",g_notes>0 ? ", read the notes above" : "");
  }
