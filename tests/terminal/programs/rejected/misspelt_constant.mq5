// expect: 256 (4)
void OnTick(void)
  {
   if(GetLastError() == ERR_SUCESS)
      Print(1);
  }
