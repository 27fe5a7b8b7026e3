//! Tokens to the syntax tree, by recursive descent. The first syntax error ends the reading.

mod class;
mod expr;
mod item;
mod stmt;
mod types;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::ast::Item;
use crate::source::{Pos, Problem, Step};
use crate::token::{Kind, Token};

/// Expressions and statements may not nest deeper: the reader must not run out of stack.
const DEPTH_MAX: usize = 200;

/// Words that cannot name anything.
const RESERVED: &[&str] = &[
    "bool",
    "float",
    "uint",
    "char",
    "int",
    "ulong",
    "class",
    "long",
    "union",
    "color",
    "short",
    "ushort",
    "datetime",
    "string",
    "void",
    "double",
    "struct",
    "enum",
    "uchar",
    "const",
    "private",
    "virtual",
    "delete",
    "protected",
    "override",
    "public",
    "extern",
    "input",
    "sinput",
    "static",
    "break",
    "dynamic_cast",
    "operator",
    "case",
    "else",
    "pack",
    "continue",
    "for",
    "return",
    "default",
    "if",
    "sizeof",
    "do",
    "new",
    "switch",
    "offsetof",
    "while",
    "this",
    "true",
    "false",
    "template",
    "typename",
    "namespace",
    "interface",
    "typedef",
    "final",
    "export",
    "NULL",
    "__FUNCTION__",
    "__FUNCSIG__",
    "complex",
    "matrix",
    "vector",
];

/// Types that the language itself has.
const BASIC_TYPES: &[&str] = &[
    "void", "bool", "char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "float",
    "double", "string", "datetime", "color",
];

/// Reads all items of a program.
pub(crate) fn items(
    mut tokens: Vec<Token>,
    known_types: &mut BTreeSet<Rc<str>>,
) -> Step<Vec<Item>> {
    let pos = tokens.last().map(|token| token.pos).unwrap_or_default();
    tokens.push(Token::new(Kind::End, pos));
    collect_type_names(&tokens, known_types);
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        types: std::mem::take(known_types),
        library: None,
        import_pos: Pos::default(),
        group: None,
    };
    let items = parser.all_items();
    *known_types = parser.types;
    items
}

/// Names of types may be used before the place that declares them, so all are gathered first.
fn collect_type_names(tokens: &[Token], types: &mut BTreeSet<Rc<str>>) {
    types.extend(BASIC_TYPES.iter().map(|name| Rc::from(*name)));
    for (at, token) in tokens.iter().enumerate() {
        let Some(word) = token.name() else { continue };
        let mut next = at + 1;
        match &**word {
            "struct" if tokens.get(next).is_some_and(|token| token.is_name("pack")) => next += 4,
            "class" | "struct" | "enum" | "interface" | "union" | "typename" => {}
            "typedef" => next = typedef_name(tokens, at),
            _ => continue,
        }
        if let Some(name) = tokens.get(next).and_then(Token::name) {
            types.insert(Rc::clone(name));
        }
    }
}

/// Index of the name in `typedef R (*Name)(...)`.
fn typedef_name(tokens: &[Token], at: usize) -> usize {
    let open = tokens[at..].iter().position(|token| token.is_sign("("));
    open.map_or(at, |open| at + open + 2)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    types: BTreeSet<Rc<str>>,
    /// Of the open `#import` block.
    library: Option<Rc<str>>,
    import_pos: Pos,
    /// Of the inputs that follow.
    group: Option<Rc<str>>,
}

impl Parser {
    fn token(&self) -> &Token {
        self.ahead(0)
    }

    /// A token further on; the end repeats.
    fn ahead(&self, count: usize) -> &Token {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.at + count).min(last)]
    }

    fn pos(&self) -> Pos {
        self.token().pos
    }

    fn is_sign(&self, sign: &str) -> bool {
        self.token().is_sign(sign)
    }

    fn is_word(&self, word: &str) -> bool {
        self.token().is_name(word)
    }

    fn advance(&mut self) -> Token {
        let token = self.token().clone();
        self.at += 1;
        token
    }

    fn accept(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        if found {
            self.at += 1;
        }
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, sign: &'static str) -> Step<()> {
        if self.accept(sign) {
            return Ok(());
        }
        let number = match sign {
            ";" => 154,
            "," => 155,
            "(" => 132,
            ")" => 145,
            "{" => 141,
            "}" => 133,
            ":" => 123,
            _ => 149,
        };
        self.error(number, format!("'{}' - '{sign}' expected", self.token().spelling()))
    }

    fn error<T>(&self, number: u16, text: impl Into<String>) -> Step<T> {
        Err(Problem::error(self.pos(), number, text))
    }

    fn unexpected<T>(&self) -> Step<T> {
        if self.token().kind == Kind::End {
            return self.error(161, "unexpected end of program");
        }
        self.error(149, format!("'{}' - unexpected token", self.token().spelling()))
    }

    /// A name that the program may give to something.
    fn new_name(&mut self) -> Step<Rc<str>> {
        let Some(name) = self.token().name().cloned() else {
            let text = format!("'{}' - name expected", self.token().spelling());
            return self.error(228, text);
        };
        if RESERVED.contains(&&*name) {
            return self.error(149, format!("'{name}' - reserved word cannot be a name"));
        }
        self.at += 1;
        Ok(name)
    }

    fn is_type_name(&self, token: &Token) -> bool {
        token.name().is_some_and(|name| self.types.contains(name))
    }

    /// Runs `read` one level deeper.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        if self.depth >= DEPTH_MAX {
            return self.error(134, "too much nesting");
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Runs `read`; when it gives nothing, the place stays where it was.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let result = read(self);
        if result.is_none() {
            self.at = start;
        }
        result
    }
}
