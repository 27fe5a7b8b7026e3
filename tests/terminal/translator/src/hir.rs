//! Programs after checking: names resolved, every conversion written out.

use std::rc::Rc;

use crate::source::Pos;
use crate::types::{ClassId, Type};

/// Value known at compile time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constant {
    /// Whole number of any type, bool and enumerations among them.
    Integer(i128),
    /// Real number.
    Real(f64),
    /// Text.
    Text(Rc<str>),
}

/// Why something may not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Not a variable.
    None,
    /// May be changed.
    Variable,
    /// Declared `const`.
    Constant,
    /// An input.
    Input,
    /// A member seen from a method that is `const`.
    ConstMethod,
}

/// Index of a local variable in its function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LocalId(pub(crate) usize);

/// An expression with its type.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// Where.
    pub(crate) pos: Pos,
    /// Type.
    pub(crate) ty: Type,
    /// What.
    pub(crate) kind: ValueKind,
    /// The value, when known.
    pub(crate) constant: Option<Constant>,
    /// Whether it can be assigned to.
    pub(crate) place: Place,
}

/// What an expression is. Names are those of the output.
#[derive(Clone, Debug)]
pub(crate) enum ValueKind {
    /// Written from `constant`.
    Literal,
    /// Something outside the function: a global, an enumerator, a function.
    Name(String),
    /// Local variable.
    Local(LocalId, String),
    /// The object of a method.
    This,
    /// `a.b`; `true` when `a` is a pointer.
    Field(Box<Value>, String, bool),
    /// `a[i]`.
    Index(Box<Value>, Box<Value>),
    /// `-a`, `!a`, `~a`.
    Unary(&'static str, Box<Value>),
    /// `a + b`: both of the type computed in.
    Binary(&'static str, Box<Value>, Box<Value>),
    /// `a = b` or, with a sign, `a += b`.
    Assign(&'static str, Box<Value>, Box<Value>),
    /// `++a`, `a++`: sign, whether before.
    Step(&'static str, bool, Box<Value>),
    /// `a ? b : c`.
    Conditional(Box<Value>, Box<Value>, Box<Value>),
    /// `a, b`.
    Comma(Box<Value>, Box<Value>),
    /// A function with its arguments.
    Call(String, Vec<Value>),
    /// A method: object, whether it is a pointer, name.
    MethodCall(Box<Value>, bool, String, Vec<Value>),
    /// A pointer to a function, called.
    Invoke(Box<Value>, Vec<Value>),
    /// The conversion of a number, text or pointer to `ty`.
    Cast(Box<Value>),
    /// `new C(a)`.
    New(ClassId, Vec<Value>),
    /// `GetPointer(a)`, `&a`.
    AddressOf(Box<Value>),
    /// The object behind a pointer.
    Target(Box<Value>),
    /// `dynamic_cast<T*>(a)`.
    DynamicCast(Box<Value>),
    /// `{a, b}`.
    List(Vec<Value>),
    /// Arguments for `...`.
    Variadic(Vec<Value>),
    /// An object made in place: `T(a, b)`; `T()` sets all to zero.
    Construct(Vec<Value>),
    /// An argument that the function may change.
    ByReference(Box<Value>),
}

impl Value {
    /// A value that is neither constant nor assignable.
    pub(crate) fn new(pos: Pos, ty: Type, kind: ValueKind) -> Self {
        Self { pos, ty, kind, constant: None, place: Place::None }
    }

    /// A literal.
    pub(crate) fn literal(pos: Pos, ty: Type, constant: Constant) -> Self {
        let constant = Some(constant);
        Self { pos, ty, kind: ValueKind::Literal, constant, place: Place::None }
    }

    /// The whole number, when it is known.
    pub(crate) fn integer(&self) -> Option<i128> {
        if let Some(Constant::Integer(value)) = self.constant { Some(value) } else { None }
    }
}

/// A local variable.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    /// Name as written, for messages.
    pub(crate) name: Rc<str>,
    /// Name in the output.
    pub(crate) text: String,
    /// Type.
    pub(crate) ty: Type,
    /// Where it is declared.
    pub(crate) pos: Pos,
    /// A parameter.
    pub(crate) is_parameter: bool,
    /// `const`.
    pub(crate) is_const: bool,
    /// `static`: lives in the globals, under this name.
    pub(crate) static_name: Option<String>,
    /// Value, for a `const` known at compile time.
    pub(crate) constant: Option<Constant>,
}

/// Statement of a checked function.
#[derive(Clone, Debug)]
pub(crate) enum Code {
    /// Nothing.
    Empty,
    /// An expression.
    Value(Value),
    /// A variable; the value, if it has one.
    Declare(LocalId, Option<Value>),
    /// `{ }`
    Block(Vec<Code>),
    /// `if(a) b else c`
    If(Value, Box<Code>, Option<Box<Code>>),
    /// `while(a) b`
    While(Value, Box<Code>),
    /// `do a while(b);`
    DoWhile(Box<Code>, Value),
    /// `for(a; b; c) d`
    For(Vec<Code>, Option<Value>, Option<Value>, Box<Code>),
    /// `switch(a) { }`
    Switch(Value, Vec<Code>),
    /// `case a:` with its value
    Case(Value),
    /// `default:`
    Default,
    /// `break;`
    Break,
    /// `continue;`
    Continue,
    /// `return a;`
    Return(Option<Value>),
    /// `delete a;`
    Delete(Value),
}
