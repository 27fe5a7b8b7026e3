// expect: 109 (2)
#pragma once
void OnTick(void)
  {

  }
