//! Types of MQL5 after names are resolved.

use std::rc::Rc;

/// Index of an enumeration in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EnumId(pub(crate) usize);

/// Index of a structure or class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ClassId(pub(crate) usize);

/// Index of a function type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypedefId(pub(crate) usize);

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    /// No value.
    Void,
    /// `bool`, one byte.
    Bool,
    /// 8 bits, signed.
    Char,
    /// 8 bits.
    UChar,
    /// 16 bits, signed.
    Short,
    /// 16 bits.
    UShort,
    /// 32 bits, signed.
    Int,
    /// 32 bits.
    UInt,
    /// 64 bits, signed.
    Long,
    /// 64 bits.
    ULong,
    /// 32-bit real.
    Float,
    /// 64-bit real.
    Double,
    /// UTF-16 text.
    Text,
    /// Seconds since 1970, 64 bits.
    DateTime,
    /// 0x00BBGGRR.
    Color,
    /// Enumeration.
    Enum(EnumId),
    /// Structure or class.
    Class(ClassId),
    /// Pointer to an object.
    Pointer(ClassId),
    /// Pointer to a function.
    Function(TypedefId),
    /// Array of an element with its dimensions; `None` for a dynamic first one.
    Array(Box<Type>, Vec<Option<u64>>),
    /// `NULL`.
    Null,
    /// A parameter of a template in the prelude.
    Parameter(Rc<str>),
    /// Pointer to a parameter of a template in the prelude.
    PointerToParameter(Rc<str>),
}

impl Type {
    /// The type of the language that has this name.
    pub(crate) fn basic(name: &str) -> Option<Self> {
        Some(match name {
            "void" => Self::Void,
            "bool" => Self::Bool,
            "char" => Self::Char,
            "uchar" => Self::UChar,
            "short" => Self::Short,
            "ushort" => Self::UShort,
            "int" => Self::Int,
            "uint" => Self::UInt,
            "long" => Self::Long,
            "ulong" => Self::ULong,
            "float" => Self::Float,
            "double" => Self::Double,
            "string" => Self::Text,
            "datetime" => Self::DateTime,
            "color" => Self::Color,
            _ => return None,
        })
    }

    /// Bytes of a plain type; 0 for the others.
    pub(crate) fn plain_size(&self) -> u64 {
        match self {
            Self::Bool | Self::Char | Self::UChar => 1,
            Self::Short | Self::UShort => 2,
            Self::Int | Self::UInt | Self::Float | Self::Color | Self::Enum(_) => 4,
            Self::Long | Self::ULong | Self::Double | Self::DateTime => 8,
            _ => 0,
        }
    }

    /// Integers proper: without bool, enumerations, datetime and color.
    pub(crate) fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Char
                | Self::UChar
                | Self::Short
                | Self::UShort
                | Self::Int
                | Self::UInt
                | Self::Long
                | Self::ULong
        )
    }

    /// `float` and `double`.
    pub(crate) fn is_real(&self) -> bool {
        matches!(self, Self::Float | Self::Double)
    }

    /// What counts as a number, enumerations and bool among them.
    pub(crate) fn is_numeric(&self) -> bool {
        self.plain_size() > 0
    }

    /// Whole numbers of any kind.
    pub(crate) fn is_integral(&self) -> bool {
        self.is_numeric() && !self.is_real()
    }

    /// Whether negative values exist.
    pub(crate) fn is_signed(&self) -> bool {
        !matches!(
            self,
            Self::Bool | Self::UChar | Self::UShort | Self::UInt | Self::ULong | Self::Color
        )
    }

    /// Smallest and largest whole number.
    pub(crate) fn range(&self) -> (i128, i128) {
        let bits = self.plain_size() * 8;
        if *self == Self::Bool {
            (0, 1)
        } else if self.is_signed() {
            (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
        } else {
            (0, (1_i128 << bits) - 1)
        }
    }

    /// The type that arithmetic computes in: small integers, bool, enumerations become int.
    pub(crate) fn promoted(&self) -> Self {
        match self {
            Self::DateTime => Self::Long,
            Self::Color => Self::UInt,
            Self::UInt | Self::Long | Self::ULong | Self::Float | Self::Double => self.clone(),
            _ => Self::Int,
        }
    }

    /// The type in which two numbers meet.
    pub(crate) fn common(&self, other: &Self) -> Self {
        let (left, right) = (self.promoted(), other.promoted());
        let order = [Self::Double, Self::Float, Self::ULong, Self::Long, Self::UInt];
        order.into_iter().find(|ty| *ty == left || *ty == right).unwrap_or(Self::Int)
    }

    /// Element type of an array after one index.
    pub(crate) fn element(&self) -> Option<Self> {
        let Self::Array(element, dimensions) = self else { return None };
        Some(match &dimensions[1..] {
            [] => (**element).clone(),
            rest => Self::Array(element.clone(), rest.to_vec()),
        })
    }

    /// Any array.
    pub(crate) fn is_array(&self) -> bool {
        matches!(self, Self::Array(..))
    }
}
