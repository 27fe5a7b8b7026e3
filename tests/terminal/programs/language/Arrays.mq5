// expect: PASS
// Sizes, directions, copying, sorting and searching of arrays.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

string Text(const int &values[])
  {
   string text="";
   for(int i=0; i<ArraySize(values); i++)
      text+=(i==0 ? "" : " ")+(string)values[i];
   return(text);
  }

void TestSizes()
  {
   int values[];
   Check(ArraySize(values)==0 && ArrayIsDynamic(values),"empty, dynamic");
   Check(ArrayResize(values,3,10)==3 && ArraySize(values)==3,"three elements");
   Check(ArrayResize(values,-1)==-1,"no negative size");
   Check(ArrayResize(values,INT_MAX)==-1,"no endless memory");
   Check(ArraySize(values)==3,"size kept");
   Check(ArrayInitialize(values,7)==3 && values[2]==7,"all sevens");
   ArrayFill(values,1,2,4);
   Check(Text(values)=="7 4 4","part is filled");
   ZeroMemory(values);
   Check(Text(values)=="0 0 0","zeroes, size kept");
   ArrayFree(values);
   Check(ArraySize(values)==0,"freed");
   double table[][4];
   Check(ArrayResize(table,5)==20,"elements of both dimensions");
   Check(ArraySize(table)==20 && ArrayRange(table,0)==5 && ArrayRange(table,1)==4,"ranges");
   int fixed[3];
   Check(!ArrayIsDynamic(fixed) && ArraySize(fixed)==3,"of fixed size");
  }

void TestSeries()
  {
   int values[];
   ArrayResize(values,3);
   for(int i=0; i<3; i++)
      values[i]=i+1;
   Check(ArraySetAsSeries(values,true) && ArrayGetAsSeries(values),"series");
   Check(values[0]==3 && values[2]==1,"counted from the end");
   ArrayResize(values,4);
   values[0]=9;
   Check(values[1]==3 && values[3]==1,"grows at its newest end");
   ArraySetAsSeries(values,false);
   Check(Text(values)=="1 2 3 9","memory stays as it is");
   int fixed[2];
   Check(!ArraySetAsSeries(fixed,true),"not for a fixed size");
  }

void TestCopies()
  {
   int source[5]={1,2,3,4,5};
   int target[];
   Check(ArrayCopy(target,source)==5 && Text(target)=="1 2 3 4 5","all");
   Check(ArrayCopy(target,source,4,1,3)==3 && Text(target)=="1 2 3 4 2 3 4","it grows");
   Check(ArrayCopy(target,source,0,3)==2 && Text(target)=="4 5 3 4 2 3 4","the rest");
   Check(ArrayCopy(target,target,1,0,4)==4 && Text(target)=="4 4 5 3 4 3 4","over itself");
   int small[2];
   Check(ArrayCopy(small,source)==2 && Text(small)=="1 2","what fits");
   ResetLastError();
   Check(ArrayCopy(small,source,2)==0 && GetLastError()==ERR_INVALID_ARRAY,"behind the end");
   int fixed[2][4]={{1,2,3,4},{5,6,7,8}};
   int table[][4];
   Check(ArrayCopy(table,fixed,1,3)==5 && ArrayRange(table,0)==2,"rows are whole");
   Check(table[0][1]==4 && table[1][0]==7 && table[1][1]==8,"single elements are counted");
   int assigned[];
   ArrayCopy(assigned,source,0,0,2);
   Check(ArrayInsert(target,assigned,1) && Text(target)=="4 1 2 4 5 3 4 3 4","inserted");
   Check(ArrayRemove(target,6) && Text(target)=="4 1 2 4 5 3","removed to the end");
   Check(ArrayRemove(target,0,2) && Text(target)=="2 4 5 3","removed from the start");
   Check(ArrayReverse(target) && Text(target)=="3 5 4 2","reversed");
   Check(ArraySwap(target,assigned) && Text(target)=="1 2" && Text(assigned)=="3 5 4 2","swapped");
  }

void TestSearch()
  {
   int array[]={1,5,11,17,23,23,37};
   Check(ArrayBsearch(array,-1)==0,"before all");
   Check(ArrayBsearch(array,11)==2 && ArrayBsearch(array,12)==2,"found, nearest below");
   Check(ArrayBsearch(array,15)==3,"nearest above");
   Check(ArrayBsearch(array,23)==5,"one of two");
   Check(ArrayBsearch(array,50)==6,"behind all");
   int empty[];
   ResetLastError();
   Check(ArrayBsearch(empty,0)==-1 && GetLastError()==ERR_ZEROSIZE_ARRAY,"nothing to search");
   int mixed[]={3,1,2,9,9,0};
   Check(ArrayMaximum(mixed)==3 && ArrayMinimum(mixed)==5,"first of the greatest, least");
   Check(ArrayMaximum(mixed,0,3)==0 && ArrayMinimum(mixed,1,2)==1,"in a part");
   Check(ArraySort(mixed) && Text(mixed)=="0 1 2 3 9 9","sorted");
   int table[3][2]={{3,30},{1,10},{2,20}};
   Check(ArraySort(table) && table[0][1]==10 && table[2][1]==30,"rows by their first number");
   string left[3]={"abc","456","$"};
   string right[3]={"abc","456",""};
   string none[3]={"abc","456"};
   Check(ArrayCompare(left,right)==1 && ArrayCompare(right,none)==1,"text, empty, NULL");
   Check(ArrayCompare(left,right,0,0,2)==0 && ArrayCompare(left,right,1,0,1)==-1,"parts");
  }

void OnStart()
  {
   TestSizes();
   TestSeries();
   TestCopies();
   TestSearch();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
