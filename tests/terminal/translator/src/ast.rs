//! The syntax tree, as written: names are not resolved.

use std::rc::Rc;

use crate::source::Pos;

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeName {
    /// Where.
    pub(crate) pos: Pos,
    /// `A::B` as its parts.
    pub(crate) path: Vec<Rc<str>>,
    /// Arguments of a class template.
    pub(crate) arguments: Vec<TypeName>,
    /// `*` after the name.
    pub(crate) is_pointer: bool,
    /// `const` before the name.
    pub(crate) is_const: bool,
}

/// One `[...]` of a declaration; `None` when empty.
pub(crate) type Dimension = Option<Expr>;

/// Expression with its place.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    /// Where.
    pub(crate) pos: Pos,
    /// What.
    pub(crate) kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    /// Integer as the token says.
    Integer { value: u64, unsigned: bool, long: bool, decimal: bool },
    /// Real; `true` for float.
    Real(f64, bool),
    /// String literal.
    Text(Rc<str>),
    /// Character literal.
    Character(u16),
    /// `D'...'`.
    Date(i64),
    /// `C'...'`.
    Color(u32),
    /// `true`, `false`.
    Bool(bool),
    /// `NULL`.
    Null,
    /// `this`.
    This,
    /// `x`, `A::x`, `::x` (first part empty).
    Name(Vec<Rc<str>>),
    /// `a.b`, `a.Base::b`.
    Member(Box<Expr>, Vec<Rc<str>>),
    /// `a[i]`.
    Index(Box<Expr>, Box<Expr>),
    /// `f(a, b)`, with explicit arguments of a template.
    Call { callee: Box<Expr>, types: Vec<TypeName>, arguments: Vec<Expr> },
    /// `-a`, `!a`, `~a`, `+a`, `&a`, `*a`.
    Unary(&'static str, Box<Expr>),
    /// `++a`, `--a`.
    Prefix(&'static str, Box<Expr>),
    /// `a++`, `a--`.
    Postfix(&'static str, Box<Expr>),
    /// `a + b`.
    Binary(&'static str, Box<Expr>, Box<Expr>),
    /// `a = b`, `a += b`; the sign is without `=`.
    Assign(&'static str, Box<Expr>, Box<Expr>),
    /// `a ? b : c`.
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a, b`.
    Comma(Box<Expr>, Box<Expr>),
    /// `(T)a`, `T(a)`.
    Cast(TypeName, Box<Expr>),
    /// `dynamic_cast<T*>(a)`.
    DynamicCast(TypeName, Box<Expr>),
    /// `new T(a)`.
    New(TypeName, Vec<Expr>),
    /// `sizeof(T)` where T is a type.
    SizeOfType(TypeName),
    /// `sizeof(a)`.
    SizeOf(Box<Expr>),
    /// `offsetof(T, member)`.
    OffsetOf(TypeName, Vec<Rc<str>>),
    /// `typename(a)` or `typename(T)`.
    TypeNameOf(Box<Expr>),
    /// `{a, b}` of an initialiser.
    List(Vec<Expr>),
    /// `(a)`.
    Paren(Box<Expr>),
}

/// Statement with its place.
#[derive(Clone, Debug)]
pub(crate) struct Stmt {
    /// Where.
    pub(crate) pos: Pos,
    /// What.
    pub(crate) kind: StmtKind,
}

/// What a statement is.
#[derive(Clone, Debug)]
pub(crate) enum StmtKind {
    /// `;`
    Empty,
    /// `a;`
    Expr(Expr),
    /// Variables of one declaration.
    Declare(Vec<Variable>),
    /// `{ }`
    Block(Vec<Stmt>),
    /// `if(a) b else c`
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    /// `while(a) b`
    While(Expr, Box<Stmt>),
    /// `do a while(b);`
    DoWhile(Box<Stmt>, Expr),
    /// `for(a; b; c) d`
    For { init: Box<Stmt>, condition: Option<Expr>, step: Option<Expr>, body: Box<Stmt> },
    /// `switch(a) { }`
    Switch(Expr, Vec<Stmt>),
    /// `case a:`
    Case(Expr),
    /// `default:`
    Default,
    /// `break;`
    Break,
    /// `continue;`
    Continue,
    /// `return a;`
    Return(Option<Expr>),
    /// `delete a;`
    Delete(Expr),
}

/// How a variable gets its first value.
#[derive(Clone, Debug)]
pub(crate) enum Init {
    /// Not at all.
    None,
    /// `= a`
    Value(Expr),
    /// `T x(a, b)`
    Arguments(Vec<Expr>),
}

/// Words before a variable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Storage {
    /// `input` or `sinput`.
    pub(crate) is_input: bool,
    /// `sinput`.
    pub(crate) is_static_input: bool,
    /// `static`.
    pub(crate) is_static: bool,
    /// `extern`.
    pub(crate) is_extern: bool,
    /// `const`.
    pub(crate) is_const: bool,
}

/// A variable, a field or a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// Where its name stands.
    pub(crate) pos: Pos,
    /// Name; empty for a parameter without one.
    pub(crate) name: Rc<str>,
    /// Type without dimensions.
    pub(crate) type_name: TypeName,
    /// Dimensions of an array.
    pub(crate) dimensions: Vec<Dimension>,
    /// `&` of a parameter.
    pub(crate) is_reference: bool,
    /// Storage words.
    pub(crate) storage: Storage,
    /// First value, or the default of a parameter.
    pub(crate) init: Init,
    /// Text of the `input group` above an input.
    pub(crate) group: Option<Rc<str>>,
    /// Comment behind an input: its label.
    pub(crate) comment: Option<Rc<str>>,
}

/// Words round a function.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FunctionWords {
    /// `virtual`.
    pub(crate) is_virtual: bool,
    /// `static`.
    pub(crate) is_static: bool,
    /// `const` behind the parameters.
    pub(crate) is_const: bool,
    /// `override`.
    pub(crate) is_override: bool,
    /// `final`.
    pub(crate) is_final: bool,
    /// `= 0` or `= NULL`.
    pub(crate) is_pure: bool,
    /// `export`.
    pub(crate) is_export: bool,
    /// `= delete`.
    pub(crate) is_deleted: bool,
}

/// One entry of a constructor's list: name, values, place.
pub(crate) type Initialiser = (Rc<str>, Vec<Expr>, Pos);

/// A function, a method, a constructor or a destructor.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// Where its name stands.
    pub(crate) pos: Pos,
    /// `T` of `template<typename T>`.
    pub(crate) type_parameters: Vec<Rc<str>>,
    /// Class before `::` of a method defined outside.
    pub(crate) scope: Vec<Rc<str>>,
    /// Name; the class's own for a constructor, with `~` for a destructor, `operator+`.
    pub(crate) name: Rc<str>,
    /// Result; `None` for a constructor or a destructor.
    pub(crate) result: Option<TypeName>,
    /// Parameters.
    pub(crate) parameters: Vec<Variable>,
    /// `...` at the end.
    pub(crate) is_variadic: bool,
    /// Words.
    pub(crate) words: FunctionWords,
    /// `: a(1), b(2)` of a constructor.
    pub(crate) initialisers: Vec<Initialiser>,
    /// Body, when there is one.
    pub(crate) body: Option<Vec<Stmt>>,
    /// Library of the `#import` block that holds the prototype.
    pub(crate) library: Option<Rc<str>>,
}

/// Who may use a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    /// Everybody.
    #[default]
    Public,
    /// The class and classes derived from it.
    Protected,
    /// The class.
    Private,
}

/// What stands in a class.
#[derive(Clone, Debug)]
pub(crate) enum Member {
    /// Variable.
    Field(Variable),
    /// Method.
    Method(Function),
    /// Nested enumeration.
    Enum(Enum),
    /// Nested structure or class.
    Class(Class),
}

/// Structure, class or interface.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// Where its name stands.
    pub(crate) pos: Pos,
    /// Name.
    pub(crate) name: Rc<str>,
    /// `T` of a template.
    pub(crate) type_parameters: Vec<Rc<str>>,
    /// `struct`.
    pub(crate) is_struct: bool,
    /// `interface`.
    pub(crate) is_interface: bool,
    /// `final`.
    pub(crate) is_final: bool,
    /// `pack(n)`; 1 when absent.
    pub(crate) pack: u32,
    /// Base class and how it is inherited.
    pub(crate) base: Option<(TypeName, Access)>,
    /// Members in order; `None` for a forward declaration.
    pub(crate) members: Option<Vec<(Access, Member)>>,
}

/// Enumeration.
#[derive(Clone, Debug)]
pub(crate) struct Enum {
    /// Where its name stands.
    pub(crate) pos: Pos,
    /// Name; empty when it has none.
    pub(crate) name: Rc<str>,
    /// Constants with their values.
    pub(crate) constants: Vec<(Rc<str>, Option<Expr>, Pos)>,
}

/// `typedef R (*Name)(parameters);`
#[derive(Clone, Debug)]
pub(crate) struct Typedef {
    /// Where its name stands.
    pub(crate) pos: Pos,
    /// Name.
    pub(crate) name: Rc<str>,
    /// Result.
    pub(crate) result: TypeName,
    /// Parameters.
    pub(crate) parameters: Vec<Variable>,
}

/// What stands at the top of a file.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// Enumeration.
    Enum(Enum),
    /// Structure or class.
    Class(Class),
    /// Function, with or without body.
    Function(Function),
    /// Global variables.
    Variables(Vec<Variable>),
    /// Pointer to a function.
    Typedef(Typedef),
    /// `#property`.
    Property(Rc<str>, Rc<str>),
}
