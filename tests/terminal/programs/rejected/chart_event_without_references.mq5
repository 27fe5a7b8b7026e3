// expect: 70 (2)
void OnChartEvent(const int id, const long lparam, const double dparam,
                  const string sparam)
  {
  }
void OnTick(void)
  {

  }
