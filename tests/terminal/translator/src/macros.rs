//! Macros and their expansion.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::lexer;
use crate::source::{Files, Problem, Step};
use crate::token::{Kind, Token};

/// Build number that programs see.
const BUILD: u64 = 5_000;
/// What `__DATETIME__` stands for, so that output does not depend on the day: 2026.01.01.
const COMPILED: i64 = 1_767_225_600;
/// Expansions inside expansions; more is a macro that grows for ever.
const EXPANSIONS_MAX: usize = 1_000_000;

/// One macro.
#[derive(Clone, Debug)]
pub(crate) struct Macro {
    /// Parameters of a function-like macro.
    parameters: Option<Vec<Rc<str>>>,
    body: Vec<Token>,
}

impl Macro {
    /// Reads what stands after the name in a `#define`.
    pub(crate) fn parse(rest: &[Token]) -> Step<Self> {
        let is_function = rest.first().is_some_and(|token| token.is_sign("(") && !token.spaced);
        if !is_function {
            return Ok(Self { parameters: None, body: rest.to_vec() });
        }
        let mut parameters = Vec::new();
        let mut at = 1;
        while let Some(token) = rest.get(at) {
            at += 1;
            match token.name() {
                Some(name) => parameters.push(Rc::clone(name)),
                None if token.is_sign(",") => {}
                None if token.is_sign(")") => {
                    let body = rest[at..].to_vec();
                    return Ok(Self { parameters: Some(parameters), body });
                }
                None => break,
            }
        }
        Err(Problem::error(rest[0].pos, 317, "parameters of a macro are not closed"))
    }

    fn same_as(&self, other: &Self) -> bool {
        let kinds =
            |own: &Self| own.body.iter().map(|token| token.kind.clone()).collect::<Vec<_>>();
        self.parameters == other.parameters && kinds(self) == kinds(other)
    }
}

/// All macros defined at some point of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Macros {
    macros: BTreeMap<Rc<str>, Macro>,
    counter: u64,
    budget: usize,
}

impl Macros {
    /// What the compiler itself defines.
    pub(crate) fn predefined() -> Self {
        let mut macros = Self { budget: EXPANSIONS_MAX, ..Self::default() };
        for name in ["__MQL__", "__MQL5__", "_RELEASE"] {
            macros.define(&Rc::from(name), Macro { parameters: None, body: Vec::new() });
        }
        macros
    }

    /// Defines a macro from the command line.
    pub(crate) fn define_text(&mut self, name: &str, value: &str, file: u32) -> Step<()> {
        let mut body = lexer::tokens(value, file)?;
        body.pop();
        self.define(&Rc::from(name), Macro { parameters: None, body });
        Ok(())
    }

    /// Adds a macro; `true` when another one of that name was there.
    pub(crate) fn define(&mut self, name: &Rc<str>, defined: Macro) -> bool {
        let differs = self.macros.get(name).is_some_and(|old| !old.same_as(&defined));
        self.macros.insert(Rc::clone(name), defined);
        differs
    }

    /// Forgets a macro.
    pub(crate) fn undefine(&mut self, name: &str) {
        self.macros.remove(name);
    }

    /// Whether there is a macro of that name.
    pub(crate) fn is_defined(&self, name: &str) -> bool {
        self.macros.contains_key(name) || is_computed(name)
    }

    /// Replaces all macros in a run of tokens.
    pub(crate) fn expand(&mut self, tokens: &[Token], files: &Files) -> Step<Vec<Token>> {
        let mut output = Vec::with_capacity(tokens.len());
        self.expand_into(tokens, &mut Vec::new(), files, &mut output)?;
        Ok(output)
    }

    fn expand_into(
        &mut self,
        tokens: &[Token],
        active: &mut Vec<Rc<str>>,
        files: &Files,
        output: &mut Vec<Token>,
    ) -> Step<()> {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let Some(name) = token.name().filter(|name| !active.contains(name)) else {
                output.push(token.clone());
                continue;
            };
            if let Some(kind) = self.computed(name, token, files) {
                output.push(Token { kind, ..token.clone() });
                continue;
            }
            let Some(found) = self.macros.get(name).cloned() else {
                output.push(token.clone());
                continue;
            };
            let arguments = match &found.parameters {
                None => Vec::new(),
                Some(_) if !tokens.get(at).is_some_and(|next| next.is_sign("(")) => {
                    output.push(token.clone());
                    continue;
                }
                Some(parameters) => {
                    let (arguments, end) = arguments(tokens, at, token)?;
                    at = end;
                    self.checked_arguments(arguments, parameters.len(), token)?
                }
            };
            self.budget = self.budget.saturating_sub(1);
            if self.budget == 0 {
                return Err(Problem::error(token.pos, 320, "too many expansions of macros"));
            }
            let body = self.substitute(&found, &arguments, token, active, files)?;
            active.push(Rc::clone(name));
            self.expand_into(&body, active, files, output)?;
            active.pop();
        }
        Ok(())
    }

    fn checked_arguments(
        &self,
        mut arguments: Vec<Vec<Token>>,
        expected: usize,
        call: &Token,
    ) -> Step<Vec<Vec<Token>>> {
        if expected == 0 && arguments.len() == 1 && arguments[0].is_empty() {
            arguments.clear();
        }
        if arguments.len() == expected {
            return Ok(arguments);
        }
        let name = call.spelling();
        let text = format!("macro '{name}' takes {expected} arguments, not {}", arguments.len());
        Err(Problem::error(call.pos, 318, text))
    }

    /// The body with arguments in the place of parameters, `#` and `##` applied.
    fn substitute(
        &mut self,
        found: &Macro,
        arguments: &[Vec<Token>],
        call: &Token,
        active: &mut Vec<Rc<str>>,
        files: &Files,
    ) -> Step<Vec<Token>> {
        let parameters = found.parameters.as_deref().unwrap_or(&[]);
        let argument_of = |token: &Token| {
            let name = token.name()?;
            parameters.iter().position(|parameter| parameter == name)
        };
        let mut body: Vec<Token> = Vec::new();
        let mut at = 0;
        while let Some(token) = found.body.get(at) {
            let next = found.body.get(at + 1);
            let joined = next.is_some_and(|next| next.is_sign("##"))
                || at > 0 && found.body[at - 1].is_sign("##");
            if token.is_sign("#")
                && let Some(index) = next.and_then(argument_of)
            {
                body.push(Token { kind: Kind::Text(spelled(&arguments[index])), ..call.clone() });
                at += 2;
                continue;
            }
            match argument_of(token) {
                Some(index) if joined => body.extend(arguments[index].iter().cloned()),
                Some(index) => self.expand_into(&arguments[index], active, files, &mut body)?,
                None => body.push(token.clone()),
            }
            at += 1;
        }
        let mut body = joined_tokens(body, call)?;
        for token in &mut body {
            token.pos = call.pos;
            token.first_on_line = false;
        }
        Ok(body)
    }

    fn computed(&mut self, name: &str, token: &Token, files: &Files) -> Option<Kind> {
        let decimal = |value| Kind::Integer { value, unsigned: false, long: false, decimal: true };
        let path = files.name(token.pos.file);
        Some(match name {
            "__LINE__" => decimal(u64::from(token.pos.line)),
            "__FILE__" => Kind::Text(Rc::from(path.rsplit('/').next().unwrap_or(""))),
            "__PATH__" => Kind::Text(Rc::from(path)),
            "__DATE__" | "__DATETIME__" => Kind::Date(COMPILED),
            "__MQLBUILD__" | "__MQL5BUILD__" => decimal(BUILD),
            "__COUNTER__" => {
                self.counter += 1;
                decimal(self.counter - 1)
            }
            _ => return None,
        })
    }
}

fn is_computed(name: &str) -> bool {
    let names = ["__LINE__", "__FILE__", "__PATH__", "__DATE__", "__DATETIME__", "__COUNTER__"];
    names.contains(&name) || ["__MQLBUILD__", "__MQL5BUILD__"].contains(&name)
}

/// The arguments of a call whose bracket stands at `open`, and where the call ends.
fn arguments(tokens: &[Token], open: usize, call: &Token) -> Step<(Vec<Vec<Token>>, usize)> {
    let mut arguments = vec![Vec::new()];
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match &token.kind {
            Kind::Sign("(" | "[" | "{") => depth += 1,
            Kind::Sign(")" | "]" | "}") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Ok((arguments, at + 1));
        }
        if depth == 1 && token.is_sign(",") {
            arguments.push(Vec::new());
        } else if at > open
            && let Some(last) = arguments.last_mut()
        {
            last.push(token.clone());
        }
    }
    Err(Problem::error(call.pos, 315, "arguments of a macro are not closed"))
}

fn spelled(tokens: &[Token]) -> Rc<str> {
    let mut text = String::new();
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && token.spaced {
            text.push(' ');
        }
        text.push_str(&token.spelling());
    }
    Rc::from(text)
}

/// Applies `##`: the tokens on both sides become one.
fn joined_tokens(tokens: Vec<Token>, call: &Token) -> Step<Vec<Token>> {
    let mut output: Vec<Token> = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        if !token.is_sign("##") {
            output.push(token);
            continue;
        }
        let (Some(left), Some(right)) = (output.pop(), tokens.next()) else {
            return Err(Problem::error(call.pos, 316, "'##' at the edge of a macro"));
        };
        let text = left.spelling() + &right.spelling();
        let joined = lexer::tokens(&text, call.pos.file)?;
        let [one, _end] = &joined[..] else {
            return Err(Problem::error(call.pos, 316, format!("'{text}' is not one token")));
        };
        output.push(Token { kind: one.kind.clone(), ..left });
    }
    Ok(output)
}
