//! Directives: `#include`, `#define`, `#ifdef`, `#import`, `#property`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::lexer;
use crate::macros::{Macro, Macros};
use crate::source::{Files, Pos, Problem, Step};
use crate::token::{Kind, Token};

/// Includes may not nest deeper; an including circle is cut by include-once before.
const DEPTH_MAX: usize = 64;

/// `#property` names that MQL5 knows; those in `NUMBERED` end in a number.
const PROPERTIES: &[&str] = &[
    "icon",
    "link",
    "copyright",
    "version",
    "description",
    "stacksize",
    "library",
    "strict",
    "indicator_applied_price",
    "indicator_chart_window",
    "indicator_separate_window",
    "indicator_height",
    "indicator_buffers",
    "indicator_plots",
    "indicator_minimum",
    "indicator_maximum",
    "indicator_levelcolor",
    "indicator_levelwidth",
    "indicator_levelstyle",
    "script_show_confirm",
    "script_show_inputs",
    "service",
    "tester_indicator",
    "tester_file",
    "tester_library",
    "tester_set",
    "tester_no_cache",
    "tester_everytick_calculate",
    "optimization_chart_mode",
];

const NUMBERED: &[&str] = &[
    "indicator_label",
    "indicator_color",
    "indicator_width",
    "indicator_style",
    "indicator_type",
    "indicator_level",
];

/// One open `#ifdef`.
struct Condition {
    /// The branch being read is taken.
    active: bool,
    /// The code around it is.
    outer_active: bool,
    seen_else: bool,
    pos: Pos,
}

/// Reads a program with everything that it includes.
pub(crate) struct Preprocessor {
    files: Files,
    include_folders: Vec<PathBuf>,
    included: BTreeSet<PathBuf>,
    /// Macros defined so far.
    pub(crate) macros: Macros,
    conditions: Vec<Condition>,
    tokens: Vec<Token>,
    /// Warnings.
    pub(crate) problems: Vec<Problem>,
}

impl Preprocessor {
    /// Starts with the macros that the compiler defines.
    pub(crate) fn new(files: Files, include_folders: Vec<PathBuf>) -> Self {
        Self {
            files,
            include_folders,
            included: BTreeSet::new(),
            macros: Macros::predefined(),
            conditions: Vec::new(),
            tokens: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// All tokens of `path` and of the files that it includes.
    pub(crate) fn read_file(&mut self, path: &Path) -> Step<Vec<Token>> {
        self.file(path, Pos::default(), 0)?;
        if let Some(condition) = self.conditions.pop() {
            return Err(Problem::error(condition.pos, 372, "#endif expected"));
        }
        Ok(std::mem::take(&mut self.tokens))
    }

    fn file(&mut self, path: &Path, from: Pos, depth: usize) -> Step<()> {
        let identity = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if !self.included.insert(identity) {
            return Ok(());
        }
        if depth > DEPTH_MAX {
            return Err(Problem::error(from, 106, "includes are nested too deeply"));
        }
        let text = read_text(path).map_err(|error| {
            Problem::error(from, 106, format!("can't open '{}': {error}", path.display()))
        })?;
        let file = self.files.add(&path.display().to_string());
        let tokens = lexer::tokens(&text, file)?;
        let mut at = 0;
        while tokens[at].kind != Kind::End {
            if tokens[at].is_sign("#") && tokens[at].first_on_line {
                let end = line_end(&tokens, at + 1);
                self.directive(&tokens[at + 1..end], tokens[at].pos, path, depth)?;
                at = end;
            } else {
                let end = next_directive(&tokens, at);
                if self.is_active() {
                    let expanded = self.macros.expand(&tokens[at..end], &self.files)?;
                    self.tokens.extend(expanded);
                }
                at = end;
            }
        }
        Ok(())
    }

    fn is_active(&self) -> bool {
        self.conditions.last().is_none_or(|condition| condition.active)
    }

    fn directive(&mut self, line: &[Token], pos: Pos, path: &Path, depth: usize) -> Step<()> {
        let Some(name) = line.first().and_then(Token::name).cloned() else {
            return if line.is_empty() {
                Ok(())
            } else {
                Err(Problem::error(pos, 109, "name of a directive expected after '#'"))
            };
        };
        let rest = &line[1..];
        match &*name {
            "ifdef" | "ifndef" | "else" | "endif" => self.condition(&name, rest, pos),
            _ if !self.is_active() => Ok(()),
            "include" => self.include(rest, pos, path, depth),
            "define" => self.define(rest, pos),
            "undef" => {
                let Some(name) = rest.first().and_then(Token::name) else {
                    return Err(Problem::error(pos, 108, "name expected after #undef"));
                };
                self.macros.undefine(name);
                Ok(())
            }
            "import" => self.import(rest, pos),
            "property" => self.property(rest, pos, depth),
            _ => Err(Problem::error(pos, 109, format!("#{name} - unknown or refused directive"))),
        }
    }

    fn condition(&mut self, name: &str, rest: &[Token], pos: Pos) -> Step<()> {
        if name == "ifdef" || name == "ifndef" {
            let Some(macro_name) = rest.first().and_then(Token::name) else {
                return Err(Problem::error(pos, 108, format!("name expected after #{name}")));
            };
            let outer_active = self.is_active();
            let holds = self.macros.is_defined(macro_name) == (name == "ifdef");
            let active = outer_active && holds;
            self.conditions.push(Condition { active, outer_active, seen_else: false, pos });
            return Ok(());
        }
        let unexpected = || Problem::error(pos, 372, format!("unexpected #{name}"));
        if name == "endif" {
            return self.conditions.pop().map(|_| ()).ok_or_else(unexpected);
        }
        let condition = self.conditions.last_mut().filter(|condition| !condition.seen_else);
        let condition = condition.ok_or_else(unexpected)?;
        condition.active = condition.outer_active && !condition.active;
        condition.seen_else = true;
        Ok(())
    }

    fn include(&mut self, rest: &[Token], pos: Pos, path: &Path, depth: usize) -> Step<()> {
        let (name, in_folders) = match rest.first().map(|token| &token.kind) {
            Some(Kind::IncludePath(name)) => (name.replace('\\', "/"), true),
            Some(Kind::Text(name)) => (name.replace('\\', "/"), false),
            _ => return Err(Problem::error(pos, 105, "<file> or \"file\" expected")),
        };
        let beside = path.parent().unwrap_or(Path::new("")).join(&name);
        let found = if in_folders {
            self.include_folders.iter().map(|folder| folder.join(&name)).find(|path| path.is_file())
        } else {
            Some(beside).filter(|path| path.is_file())
        };
        let Some(found) = found else {
            return Err(Problem::error(pos, 106, format!("file '{name}' not found")));
        };
        self.file(&found, pos, depth + 1)
    }

    fn define(&mut self, rest: &[Token], pos: Pos) -> Step<()> {
        let Some(name) = rest.first().and_then(Token::name).cloned() else {
            return Err(Problem::error(pos, 108, "name expected after #define"));
        };
        let defined = Macro::parse(&rest[1..])?;
        if self.macros.define(&name, defined) {
            let text = format!("macro '{name}' redefinition");
            self.problems.push(Problem::warning(pos, 30, text));
        }
        Ok(())
    }

    fn import(&mut self, rest: &[Token], pos: Pos) -> Step<()> {
        let library = match rest.first().map(|token| &token.kind) {
            Some(Kind::Text(name)) => Some(Rc::clone(name)),
            None => None,
            Some(_) => return Err(Problem::error(pos, 174, "name of a library expected")),
        };
        self.tokens.push(Token::new(Kind::Import(library), pos));
        Ok(())
    }

    fn property(&mut self, rest: &[Token], pos: Pos, depth: usize) -> Step<()> {
        let Some(name) = rest.first().and_then(Token::name).cloned() else {
            return Err(Problem::error(pos, 108, "name expected after #property"));
        };
        let is_numbered = NUMBERED.iter().any(|stem| {
            name.strip_prefix(stem).is_some_and(|number| number.parse::<u32>().is_ok())
        });
        if !PROPERTIES.contains(&&*name) && !is_numbered {
            let text = format!("unknown property '{name}'");
            self.problems.push(Problem::error(pos, 288, text));
        }
        if depth == 0 {
            let value = self.macros.expand(&rest[1..], &self.files)?;
            let value: Vec<String> = value.iter().map(property_word).collect();
            let value = Rc::from(value.join(" "));
            self.tokens.push(Token::new(Kind::Property(name, value), pos));
        }
        Ok(())
    }
}

fn property_word(token: &Token) -> String {
    match &token.kind {
        Kind::Text(text) => text.to_string(),
        _ => token.spelling(),
    }
}

/// MetaEditor saves UTF-8 or UTF-16.
fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    if let [0xFF, 0xFE, rest @ ..] = &bytes[..] {
        let units = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return text.map_err(|error| error.to_string());
    }
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn line_end(tokens: &[Token], from: usize) -> usize {
    let stops = |token: &Token| token.first_on_line || token.kind == Kind::End;
    from + tokens[from..].iter().position(stops).unwrap_or(0)
}

fn next_directive(tokens: &[Token], from: usize) -> usize {
    let stops =
        |token: &Token| token.is_sign("#") && token.first_on_line || token.kind == Kind::End;
    from + tokens[from..].iter().position(stops).unwrap_or(0)
}
