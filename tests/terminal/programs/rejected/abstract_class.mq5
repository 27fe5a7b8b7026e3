// expect: 383 (9)
class CShape
  {
public:
   virtual void      Draw(void) = 0;
  };
void OnTick(void)
  {
   CShape shape;
   shape.Draw();
  }
