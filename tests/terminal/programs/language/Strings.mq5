// expect: PASS
// Text: finding, cutting, comparing, and characters as bytes of code pages.
#property strict

int g_wrong=0;

void Check(const bool is_good,const string what)
  {
   if(is_good)
      return;
   g_wrong++;
   Print("FAIL ",what," error ",GetLastError());
  }

string Codes(const uchar &bytes[])
  {
   string text="";
   for(int i=0; i<ArraySize(bytes); i++)
      text+=(i==0 ? "" : " ")+(string)bytes[i];
   return(text);
  }

void TestFind()
  {
   string text="ABRACADABRA";
   Check(StringFind(text,"ABRA")==0 && StringFind(text,"ABRA",1)==7,"found");
   Check(StringFind(text,"E")==-1 && StringFind(text,"A",11)==-1,"not found");
   Check(StringSubstr(text,4,3)=="CAD" && StringSubstr(text,4,100)=="CADABRA","substring");
   Check(StringSubstr(text,4)=="CADABRA" && StringSubstr(text,100)=="","to the end, behind it");
   Check(StringReplace(text,"ABRA","-ABRA-")==2 && StringReplace(text,"CAD","-")==1,"replaced");
   ResetLastError();
   Check(StringReplace(text,"","XYZ")==-1 && GetLastError()==5040,"nothing to find");
   Check(text=="-ABRA---ABRA-","result");
   Check(StringReplace(text,"--","-")==1 && text=="-ABRA--ABRA-","one pass");
   string parts[];
   Check(StringSplit("--ABRA---ABRA--",'-',parts)==8,"eight parts");
   Check(parts[0]=="" && parts[2]=="ABRA" && parts[5]=="ABRA" && parts[7]=="","parts");
   Check(StringSplit("whole",';',parts)==1 && parts[0]=="whole","no separator");
   Check(StringSplit("",';',parts)==0 && StringSplit(NULL,';',parts)==0,"empty");
   string blanks=" \t\r\n x y \n";
   Check(StringTrimLeft(blanks)==5 && StringTrimRight(blanks)==2 && blanks=="x y","trimmed");
  }

void TestCompare()
  {
   Check(StringCompare("A","a")==1 && StringCompare("A","a",false)==0,"case");
   Check(StringCompare("x","y")==-1 && StringCompare("abc","aBc")==-1,"order");
   string upper="A";
   string lower="a";
   Check(!(upper>lower) && upper<lower && upper!=lower,"operators compare codes");
   string none=NULL;
   string empty="";
   Check(StringLen(none)==0 && StringLen(empty)==0 && StringLen("abc")==3,"lengths");
   Check(none==NULL && empty!=NULL,"NULL and empty differ");
   string text="Gr\x00fc\x00dfe ABC";
   string copy=text;
   Check(StringToUpper(text) && StringFind(text,"GR\x00dc")==0,"upper case");
   Check(StringToLower(text) && StringFind(text,"gr\x00fc")==0 && copy!=text,"copies are values");
  }

void TestCharacters()
  {
   string numbers="0123456789";
   Check(StringSetCharacter(numbers,7,0) && numbers=="0123456","cut by a zero");
   Check(StringSetCharacter(numbers,StringLen(numbers),'*') && numbers=="0123456*","longer");
   Check(StringGetCharacter(numbers,5)==53 && numbers[5]==53,"code");
   ResetLastError();
   Check(StringGetCharacter(numbers,8)==0 && GetLastError()==5041,"behind the end");
   Check(!StringSetCharacter(numbers,20,'x'),"not so far behind");
   Check(CharToString(0xA9)=="\x00a9" && ShortToString(0x3A3)=="\x03a3","characters");
   string text="";
   Check(StringInit(text,3,'x') && text=="xxx" && StringFill(text,'y') && text=="yyy","filled");
   Check(StringAdd(text,"z") && text=="yyyz" && StringBufferLen(text)>=4,"added");
   text+="!"+(string)1;
   Check(text=="yyyz!1","operators");
  }

//--- the terminating zero is copied unless a count says where to end
void TestShortArrays()
  {
   ushort array1[];
   ushort array2[];
   ushort fixed[5];
   string alphabet="ABCDE\x0410\x0411\x0412\x0413\x0414";
   Check(StringToShortArray(alphabet,array1)==11 && array1[10]==0 && array1[9]==1044,"with zero");
   Check(StringToShortArray(alphabet,array2,0,StringLen(alphabet))==10,"without it");
   Check(ArraySize(array2)==10,"ten elements");
   Check(StringToShortArray(alphabet,fixed)==5 && fixed[4]==69,"what fits");
   Check(StringToShortArray(alphabet,array2,20)==11 && ArraySize(array2)==31,"behind the end");
   Check(array2[0]==65 && array2[20]==65,"the rest stays");
   Check(ShortArrayToString(array1)==alphabet && ShortArrayToString(array1,1,2)=="BC","back");
   Check(StringToShortArray("xy",array1)==3 && ArraySize(array1)==11,"does not shrink");
   Check(ShortArrayToString(array1)=="xy","to the first zero");
  }

void TestCodePages()
  {
   uchar bytes[];
   string german="stra\x00dfenf\x00fchrung";
   string russian="\x0420\x0443\x0441\x0441\x043a\x0438\x0439";
   Check(StringToCharArray(german,bytes,0,WHOLE_ARRAY,1252)==15,"Western");
   Check(Codes(bytes)=="115 116 114 97 223 101 110 102 252 104 114 117 110 103 0","bytes");
   Check(CharArrayToString(bytes,0,WHOLE_ARRAY,1252)==german,"and back");
   Check(CharArrayToString(bytes,0,4)=="stra" && CharArrayToString(bytes,5,2)=="en","parts");
   ArrayFree(bytes);
   Check(StringToCharArray(russian,bytes)==8 && Codes(bytes)=="63 63 63 63 63 63 63 0","lost");
   ArrayFree(bytes);
   Check(StringToCharArray(german,bytes,0,WHOLE_ARRAY,CP_UTF8)==17,"two bytes a letter");
   Check(Codes(bytes)=="115 116 114 97 195 159 101 110 102 195 188 104 114 117 110 103 0","UTF-8");
   Check(CharArrayToString(bytes,0,WHOLE_ARRAY,CP_UTF8)==german,"from UTF-8");
   ArrayFree(bytes);
   Check(StringToCharArray(russian,bytes,0,WHOLE_ARRAY,CP_UTF8)==15 && bytes[14]==0,"Cyrillic");
   Check(CharArrayToString(bytes,0,14,CP_UTF8)==russian,"by a count of bytes");
   ArrayFree(bytes);
   Check(StringToCharArray("abc",bytes,0,3)==3 && ArraySize(bytes)==3,"no zero");
   Check(CharArrayToString(bytes)=="abc","to the end of the array");
   Check(StringToCharArray("",bytes)==1 && bytes[0]==0,"of nothing the zero alone");
  }

void OnStart()
  {
   TestFind();
   TestCompare();
   TestCharacters();
   TestShortArrays();
   TestCodePages();
   Print(g_wrong==0 ? "PASS" : "FAIL");
  }
