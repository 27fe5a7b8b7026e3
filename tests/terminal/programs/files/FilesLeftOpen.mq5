// expect: PASS
// Leaves a file open that nobody else may open: the terminal closes it when the program ends.
#property strict

void OnStart()
  {
   int file=FileOpen("left.txt",FILE_WRITE|FILE_TXT);
   if(file!=INVALID_HANDLE)
      FileWriteString(file,"left");
   Print(file==1 ? "PASS" : "FAIL");
  }
