//! The C interface as the Rust sources declare it: constants, structures, functions.
//!
//! Rust and C have pointers only; MQL5 tells references from arrays. The parameter's name decides,
//! so that the sources stay the one place of truth: a pointer is an array when there is a parameter
//! `<name>_len`, or when `count` or `capacity` comes next after it and other pointers.

use std::path::Path;

use syn::{Expr, FnArg, Item, Lit, Pat, Type};

/// The files of src/ffi that declare the interface, in the order of the C header.
const FILES: [&str; 6] =
    ["abi", "code", "library_calls", "history_calls", "engine_calls", "model_calls"];

/// Laid out by the terminal, which declares them itself.
const OF_THE_TERMINAL: [(&str, &str); 2] = [("HtMqlTick", "MqlTick"), ("HtMqlRates", "MqlRates")];

#[derive(Debug, Default)]
pub(crate) struct Api {
    pub(crate) constants: Vec<Constant>,
    pub(crate) structures: Vec<Structure>,
    pub(crate) functions: Vec<Function>,
}

#[derive(Debug)]
pub(crate) struct Constant {
    pub(crate) name: String,
    pub(crate) value: i32,
    pub(crate) doc: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Structure {
    /// As `ht_abi_check` knows it.
    pub(crate) number: i32,
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) doc: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) count: Option<usize>,
    pub(crate) doc: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) doc: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) passing: Passing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    Value,
    Reference { constant: bool },
    Array { constant: bool },
}

/// A type, by its name in MQL5.
#[derive(Clone, Debug)]
pub(crate) struct Kind(pub(crate) String);

impl Kind {
    fn of(path: &syn::TypePath) -> Self {
        let name = path.path.get_ident().expect("a plain name").to_string();
        let of_the_terminal = OF_THE_TERMINAL.iter().find(|(ours, _)| *ours == name);
        let mql5 = match name.as_str() {
            "i32" => "int",
            "u32" => "uint",
            "i64" => "long",
            "u64" => "ulong",
            "f64" => "double",
            "u8" => "uchar",
            _ if name.starts_with("Ht") => of_the_terminal.map_or(&*name, |(_, theirs)| theirs),
            _ => panic!("{name}: expected a type that MQL5 has"),
        };
        Self(mql5.to_owned())
    }

    /// Bytes it takes in MQL5.
    pub(crate) fn size(&self, api: &Api) -> usize {
        match self.0.as_str() {
            "uchar" => 1,
            "int" | "uint" => 4,
            "long" | "ulong" | "double" => 8,
            name => {
                let structure = api.structures.iter().find(|structure| structure.name == name);
                let fields = &structure.expect(name).fields;
                fields.iter().map(|field| field.kind.size(api) * field.count.unwrap_or(1)).sum()
            }
        }
    }
}

impl Api {
    /// Reads the sources.
    pub(crate) fn read() -> Self {
        let mut api = Self::default();
        for name in FILES {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/ffi/{name}.rs"));
            let text = std::fs::read_to_string(path).expect(name);
            for item in syn::parse_file(&text).expect(name).items {
                api.take(&item);
            }
        }
        api.structures.sort_by_key(|structure| structure.number);
        api
    }

    fn take(&mut self, item: &Item) {
        match item {
            Item::Const(item) if item.ident.to_string().starts_with("HT_") => {
                let (name, doc) = (item.ident.to_string(), doc(&item.attrs));
                self.constants.push(Constant { name, value: number(&item.expr), doc });
            }
            Item::Struct(item) if !is_of_the_terminal(&item.ident.to_string()) => {
                self.structures.push(structure(item));
            }
            Item::Fn(item) if item.sig.abi.is_some() && !has(&item.attrs, "cfg") => {
                let parameters = parameters(item.sig.inputs.iter());
                let (name, doc) = (item.sig.ident.to_string(), doc(&item.attrs));
                self.functions.push(Function { name, parameters, doc });
            }
            _ => {}
        }
    }
}

fn is_of_the_terminal(name: &str) -> bool {
    OF_THE_TERMINAL.iter().any(|(ours, _)| *ours == name)
}

fn structure(item: &syn::ItemStruct) -> Structure {
    let doc = doc(&item.attrs);
    let number = doc.iter().find_map(|line| {
        let (_, number) = line.split_once("Structure ")?;
        number.trim_end_matches('.').parse().ok()
    });
    let name = item.ident.to_string();
    let fields = item.fields.iter().map(field).collect();
    let number = number.unwrap_or_else(|| panic!("{name}: expected `Structure N.` in its text"));
    Structure { number, name, fields, doc }
}

fn field(field: &syn::Field) -> Field {
    let (kind, count) = match &field.ty {
        Type::Path(path) => (Kind::of(path), None),
        Type::Array(array) => {
            let Type::Path(element) = &*array.elem else { panic!("expected an array of values") };
            (Kind::of(element), usize::try_from(number(&array.len)).ok())
        }
        _ => panic!("expected a value or an array of values"),
    };
    let name = field.ident.as_ref().expect("a named field").to_string();
    Field { name, kind, count, doc: doc(&field.attrs) }
}

fn parameters<'a>(inputs: impl Iterator<Item = &'a FnArg>) -> Vec<Parameter> {
    let raw: Vec<(String, &Type)> = inputs.map(name_and_type).collect();
    let is_pointer = |kind: &Type| matches!(kind, Type::Ptr(_));
    let one = |(index, (name, kind)): (usize, &(String, &Type))| {
        let Type::Ptr(pointer) = kind else {
            let Type::Path(path) = kind else { panic!("{name}: expected a value") };
            return Parameter { name: name.clone(), kind: Kind::of(path), passing: Passing::Value };
        };
        let Type::Path(path) = &*pointer.elem else { panic!("{name}: expected a pointer") };
        let kind = Kind::of(path);
        let length = format!("{name}_len");
        let after = raw[index + 1..].iter().find(|(_, kind)| !is_pointer(kind));
        let is_array = raw.iter().any(|(other, _)| *other == length)
            || after.is_some_and(|(other, _)| other == "count" || other == "capacity");
        let constant = pointer.const_token.is_some();
        let is_plain = !kind.0.starts_with("Ht") && !kind.0.starts_with("Mql");
        assert!(
            is_array || !(constant && is_plain),
            "{name}: a pointer to plain values needs `{name}_len`, `count` or `capacity`"
        );
        let passing =
            if is_array { Passing::Array { constant } } else { Passing::Reference { constant } };
        Parameter { name: name.clone(), kind, passing }
    };
    raw.iter().enumerate().map(one).collect()
}

fn name_and_type(input: &FnArg) -> (String, &Type) {
    let FnArg::Typed(typed) = input else { panic!("expected a plain parameter") };
    let Pat::Ident(name) = &*typed.pat else { panic!("expected a plain parameter") };
    (name.ident.to_string(), &typed.ty)
}

fn number(expression: &Expr) -> i32 {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(digits) => digits.base10_parse().expect("a number of 32 bits"),
            _ => panic!("expected a whole number"),
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => -number(&unary.expr),
        _ => panic!("expected a number"),
    }
}

fn has(attributes: &[syn::Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// Lines of the documentation, without what is Rust's alone.
fn doc(attributes: &[syn::Attribute]) -> Vec<String> {
    let lines = attributes.iter().filter_map(|attribute| {
        let Ok(pair) = attribute.meta.require_name_value() else { return None };
        let Expr::Lit(literal) = &pair.value else { return None };
        match &literal.lit {
            Lit::Str(text) if pair.path.is_ident("doc") => Some(text.value()),
            _ => None,
        }
    });
    let lines = lines.map(|line| line.trim().replace('`', ""));
    lines.take_while(|line| line != "# Safety").collect()
}
