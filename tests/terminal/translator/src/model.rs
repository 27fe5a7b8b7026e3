//! Everything that a program declares.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ast;
use crate::hir::{Code, Constant, Local, Value};
use crate::source::Pos;
use crate::types::{ClassId, EnumId, Type, TypedefId};

/// Types that stand for the parameters of a template.
pub(crate) type Bindings = BTreeMap<Rc<str>, Type>;

/// Index of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FunctionId(pub(crate) usize);

/// Index of a global variable, a static member or a static local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GlobalId(pub(crate) usize);

/// An enumeration.
#[derive(Clone, Debug)]
pub(crate) struct EnumInfo {
    /// Name with the class round it: `CFoo::ENUM_BAR`.
    pub(crate) name: Rc<str>,
    /// Name in the output, without namespace.
    pub(crate) text: String,
    /// Names and values.
    pub(crate) constants: Vec<(Rc<str>, i128)>,
    /// Declared in the prelude.
    pub(crate) is_prelude: bool,
    /// Class round it.
    pub(crate) class: Option<ClassId>,
}

/// A variable inside a structure or class.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Name.
    pub(crate) name: Rc<str>,
    /// Type.
    pub(crate) ty: Type,
    /// Who may use it.
    pub(crate) access: ast::Access,
    /// `const`.
    pub(crate) is_const: bool,
    /// Lives in the globals.
    pub(crate) global: Option<GlobalId>,
}

/// A structure or class.
#[derive(Clone, Debug)]
pub(crate) struct ClassInfo {
    /// Name as messages show it.
    pub(crate) name: Rc<str>,
    /// Name in the output, without namespace.
    pub(crate) text: String,
    /// As written.
    pub(crate) syntax: Rc<ast::Class>,
    /// Class round it.
    pub(crate) outer: Option<ClassId>,
    /// Base class and how it is inherited.
    pub(crate) base: Option<(ClassId, ast::Access)>,
    /// Variables of its own, in order.
    pub(crate) fields: Vec<Field>,
    /// Methods of its own by name; constructors under the name of the class.
    pub(crate) methods: BTreeMap<Rc<str>, Vec<FunctionId>>,
    /// Declared in the prelude.
    pub(crate) is_prelude: bool,
    /// Has a body.
    pub(crate) is_complete: bool,
    /// Types of the template's parameters.
    pub(crate) bindings: Bindings,
}

/// A parameter of a function.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Name.
    pub(crate) name: Rc<str>,
    /// Type.
    pub(crate) ty: Type,
    /// By reference.
    pub(crate) is_reference: bool,
    /// `const`.
    pub(crate) is_const: bool,
    /// Default, as written.
    pub(crate) default: Option<ast::Expr>,
    /// Where.
    pub(crate) pos: Pos,
}

/// A function or method.
#[derive(Clone, Debug)]
pub(crate) struct FunctionInfo {
    /// Name as written.
    pub(crate) name: Rc<str>,
    /// Name in the output, without namespace.
    pub(crate) text: String,
    /// As written.
    pub(crate) syntax: Rc<ast::Function>,
    /// Body and initialisers, when they stand outside the class.
    pub(crate) definition: Option<Rc<ast::Function>>,
    /// Class of a method.
    pub(crate) class: Option<ClassId>,
    /// Result.
    pub(crate) result: Type,
    /// Parameters.
    pub(crate) parameters: Vec<Parameter>,
    /// Words.
    pub(crate) words: ast::FunctionWords,
    /// Virtual here or in a base class.
    pub(crate) is_virtual: bool,
    /// Who may call it.
    pub(crate) access: ast::Access,
    /// Declared in the prelude.
    pub(crate) is_prelude: bool,
    /// Library that it is imported from.
    pub(crate) library: Option<Rc<str>>,
    /// A template: its copies are functions of their own.
    pub(crate) is_template: bool,
    /// Types of the template's parameters.
    pub(crate) bindings: Bindings,
    /// Called somewhere.
    pub(crate) is_used: bool,
    /// The checked body.
    pub(crate) body: Option<Body>,
}

/// A checked body.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Parameters first.
    pub(crate) locals: Vec<Local>,
    /// Base class and fields with their values.
    pub(crate) initialisers: Vec<(String, Vec<Value>)>,
    /// Statements.
    pub(crate) code: Vec<Code>,
}

/// A variable that outlives functions.
#[derive(Clone, Debug)]
pub(crate) struct GlobalInfo {
    /// Name as written.
    pub(crate) name: Rc<str>,
    /// Name in the output.
    pub(crate) text: String,
    /// Type.
    pub(crate) ty: Type,
    /// Storage words.
    pub(crate) storage: ast::Storage,
    /// First value.
    pub(crate) init: Option<Value>,
    /// Value, for a `const` known at compile time.
    pub(crate) constant: Option<Constant>,
    /// Declared in the prelude.
    pub(crate) is_prelude: bool,
    /// Group of an input.
    pub(crate) group: Rc<str>,
    /// Comment behind an input.
    pub(crate) comment: Rc<str>,
    /// Where.
    pub(crate) pos: Pos,
}

impl GlobalInfo {
    /// Whether it is a constant of the file rather than a member of the globals.
    pub(crate) fn is_file_constant(&self) -> bool {
        self.constant.is_some() && self.ty != Type::Text && !self.storage.is_input
    }
}

/// A type of pointers to functions.
#[derive(Clone, Debug)]
pub(crate) struct TypedefInfo {
    /// Name.
    pub(crate) name: Rc<str>,
    /// Result.
    pub(crate) result: Type,
    /// Parameters.
    pub(crate) parameters: Vec<Parameter>,
    /// Declared in the prelude.
    pub(crate) is_prelude: bool,
}

/// What a name of a type leads to.
#[derive(Clone, Debug)]
pub(crate) enum TypeSymbol {
    /// Enumeration.
    Enum(EnumId),
    /// Structure or class.
    Class(ClassId),
    /// Class template.
    Template(Rc<ast::Class>, bool),
    /// Pointer to a function.
    Typedef(TypedefId),
}

/// The whole program.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// Enumerations.
    pub(crate) enums: Vec<EnumInfo>,
    /// Structures and classes.
    pub(crate) classes: Vec<ClassInfo>,
    /// Functions and methods.
    pub(crate) functions: Vec<FunctionInfo>,
    /// Variables that outlive functions.
    pub(crate) globals: Vec<GlobalInfo>,
    /// Types of pointers to functions.
    pub(crate) typedefs: Vec<TypedefInfo>,
    /// `#property` lines of the main file.
    pub(crate) properties: Vec<(Rc<str>, Rc<str>)>,
    /// Types by full name.
    pub(crate) types: BTreeMap<Rc<str>, TypeSymbol>,
    /// Functions outside classes by name.
    pub(crate) function_names: BTreeMap<Rc<str>, Vec<FunctionId>>,
    /// Global variables by name.
    pub(crate) global_names: BTreeMap<Rc<str>, GlobalId>,
    /// Enumerators by name; nested ones as `CFoo::NAME`.
    pub(crate) enumerators: BTreeMap<Rc<str>, (EnumId, usize)>,
    /// Names that only qualify others.
    pub(crate) namespaces: BTreeSet<Rc<str>>,
}

impl Program {
    /// A class by index.
    pub(crate) fn class(&self, id: ClassId) -> &ClassInfo {
        &self.classes[id.0]
    }

    /// An enumeration by index.
    pub(crate) fn enumeration(&self, id: EnumId) -> &EnumInfo {
        &self.enums[id.0]
    }

    /// A function by index.
    pub(crate) fn function(&self, id: FunctionId) -> &FunctionInfo {
        &self.functions[id.0]
    }

    /// The class and its bases, the class first.
    pub(crate) fn lineage(&self, id: ClassId) -> Vec<ClassId> {
        let mut lineage = vec![id];
        let mut at = id;
        while let Some((base, _)) = self.class(at).base {
            if lineage.contains(&base) {
                break;
            }
            lineage.push(base);
            at = base;
        }
        lineage
    }

    /// Whether `class` is `base` or derived from it.
    pub(crate) fn is_derived(&self, class: ClassId, base: ClassId) -> bool {
        self.lineage(class).contains(&base)
    }

    /// The type as messages show it.
    pub(crate) fn describe(&self, ty: &Type) -> String {
        match ty {
            Type::Void => "void".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Char => "char".to_owned(),
            Type::UChar => "uchar".to_owned(),
            Type::Short => "short".to_owned(),
            Type::UShort => "ushort".to_owned(),
            Type::Int => "int".to_owned(),
            Type::UInt => "uint".to_owned(),
            Type::Long => "long".to_owned(),
            Type::ULong => "ulong".to_owned(),
            Type::Float => "float".to_owned(),
            Type::Double => "double".to_owned(),
            Type::Text => "string".to_owned(),
            Type::DateTime => "datetime".to_owned(),
            Type::Color => "color".to_owned(),
            Type::Enum(id) => self.enumeration(*id).name.to_string(),
            Type::Class(id) => self.class(*id).name.to_string(),
            Type::Pointer(id) => format!("{}*", self.class(*id).name),
            Type::Function(id) => self.typedefs[id.0].name.to_string(),
            Type::Null => "NULL".to_owned(),
            Type::Parameter(name) => name.to_string(),
            Type::PointerToParameter(name) => format!("{name}*"),
            Type::Array(element, dimensions) => {
                let mut text = self.describe(element);
                for dimension in dimensions {
                    let size = dimension.map(|size| size.to_string()).unwrap_or_default();
                    text.push_str(&format!("[{size}]"));
                }
                text
            }
        }
    }

    /// Bytes that a value takes in MQL5.
    pub(crate) fn size_of(&self, ty: &Type) -> u64 {
        match ty {
            Type::Class(id) => self.class_layout(*id).1,
            Type::Pointer(_) | Type::Function(_) | Type::Null => 8,
            Type::Text => 12,
            Type::Array(element, dimensions) => {
                let count: Option<u64> = dimensions.iter().copied().product::<Option<u64>>();
                count.map_or(52, |count| count * self.size_of(element))
            }
            plain => plain.plain_size(),
        }
    }

    /// Offsets of the fields and the size of a structure, bases included.
    pub(crate) fn class_layout(&self, id: ClassId) -> (Vec<(Rc<str>, u64)>, u64) {
        let info = self.class(id);
        let pack = u64::from(info.syntax.pack);
        let (mut offsets, mut size) =
            info.base.map_or((Vec::new(), 0), |(base, _)| self.class_layout(base));
        if info.base.is_none() && !info.syntax.is_struct {
            size = 16;
        }
        let mut widest = 1;
        for field in info.fields.iter().filter(|field| field.global.is_none()) {
            let align = self.alignment(&field.ty).min(pack).max(1);
            widest = widest.max(align);
            size = size.next_multiple_of(align);
            offsets.push((Rc::clone(&field.name), size));
            size += self.size_of(&field.ty);
        }
        (offsets, size.next_multiple_of(widest).max(1))
    }

    fn alignment(&self, ty: &Type) -> u64 {
        match ty {
            Type::Array(element, _) => self.alignment(element),
            Type::Class(id) => {
                let info = self.class(*id);
                let fields = info.fields.iter().map(|field| self.alignment(&field.ty));
                fields.max().unwrap_or(1).min(u64::from(info.syntax.pack))
            }
            other => self.size_of(other),
        }
    }

    /// Holds nothing but numbers: may be copied as bytes and passed to a library.
    pub(crate) fn is_plain(&self, ty: &Type) -> bool {
        match ty {
            Type::Class(id) => {
                let info = self.class(*id);
                info.syntax.is_struct
                    && info.base.is_none_or(|(base, _)| self.is_plain(&Type::Class(base)))
                    && info
                        .fields
                        .iter()
                        .all(|field| field.global.is_some() || self.is_plain(&field.ty))
            }
            Type::Array(element, dimensions) => {
                dimensions.iter().all(Option::is_some) && self.is_plain(element)
            }
            other => other.is_numeric(),
        }
    }

    /// Has a constructor of its own or of a base class.
    pub(crate) fn has_constructor(&self, id: ClassId) -> bool {
        self.lineage(id).iter().any(|class| {
            let info = self.class(*class);
            info.methods.contains_key(&info.syntax.name)
        })
    }
}
