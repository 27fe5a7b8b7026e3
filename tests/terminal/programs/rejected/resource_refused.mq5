// expect: 109 (2)
#resource "\\Images\\logo.bmp"
void OnTick(void)
  {

  }
