//! Text to tokens.

use std::rc::Rc;

use crate::literal;
use crate::source::{Pos, Problem, Step};
use crate::token::{Kind, Token};

/// Operators and brackets, longest first.
const SIGNS: &[&str] = &[
    "<<=", ">>=", "...", "##", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=",
    "-=", "*=", "/=", "%=", "&=", "|=", "^=", "->", "::", "{", "}", "(", ")", "[", "]", ";", ",",
    ".", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "?", ":", "=", "#", "@",
];

/// Longest identifier that MQL5 allows.
const IDENTIFIER_MAX: usize = 63;

struct Lexer {
    text: Vec<char>,
    at: usize,
    pos: Pos,
    first_on_line: bool,
    spaced: bool,
    tokens: Vec<Token>,
}

/// Reads all tokens of one file.
pub(crate) fn tokens(text: &str, file: u32) -> Step<Vec<Token>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lexer = Lexer {
        text: text.chars().filter(|character| *character != '\r').collect(),
        at: 0,
        pos: Pos { file, line: 1, column: 1 },
        first_on_line: true,
        spaced: true,
        tokens: Vec::new(),
    };
    while lexer.token()? {}
    lexer.push(Kind::End, lexer.pos);
    Ok(lexer.tokens)
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.text.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn advance(&mut self) -> char {
        let character = self.peek(0);
        self.at += 1;
        if character == '\n' {
            self.pos.line += 1;
            self.pos.column = 1;
        } else {
            self.pos.column += 1;
        }
        character
    }

    fn push(&mut self, kind: Kind, pos: Pos) {
        let (first_on_line, spaced) = (self.first_on_line, self.spaced);
        self.tokens.push(Token { kind, pos, first_on_line, spaced, comment: None });
        self.first_on_line = false;
        self.spaced = false;
    }

    fn error<T>(&self, number: u16, text: impl Into<String>) -> Step<T> {
        Err(Problem::error(self.pos, number, text))
    }

    /// Skips spaces, line breaks and comments.
    fn skip_blanks(&mut self) -> Step<()> {
        loop {
            match (self.peek(0), self.peek(1)) {
                ('\n', _) => {
                    self.advance();
                    self.first_on_line = true;
                }
                ('\\', '\n') => {
                    self.advance();
                    self.advance();
                }
                (' ' | '\t' | '\u{c}', _) => {
                    self.advance();
                }
                ('/', '/') => self.skip_line_comment(),
                ('/', '*') => self.skip_block_comment()?,
                _ => return Ok(()),
            }
            self.spaced = true;
        }
    }

    /// Keeps the comment with the token before it on the line.
    fn skip_line_comment(&mut self) {
        let line = self.pos.line;
        let mut text = String::new();
        while self.at < self.text.len() && self.peek(0) != '\n' {
            text.push(self.advance());
        }
        let before = self.tokens.last_mut().filter(|token| token.pos.line == line);
        if let Some(token) = before {
            token.comment = Some(Rc::from(text.trim_start_matches('/').trim()));
        }
    }

    fn skip_block_comment(&mut self) -> Step<()> {
        while !(self.peek(0) == '*' && self.peek(1) == '/') {
            if self.at >= self.text.len() {
                return self.error(161, "unexpected end of file in a comment");
            }
            self.advance();
        }
        self.advance();
        self.advance();
        Ok(())
    }

    /// Reads one token; `false` at the end.
    fn token(&mut self) -> Step<bool> {
        self.skip_blanks()?;
        if self.at >= self.text.len() {
            return Ok(false);
        }
        let pos = self.pos;
        let kind = match (self.peek(0), self.peek(1)) {
            ('D', '\'') => self.quoted_literal(literal::date).map(Kind::Date)?,
            ('C', '\'') => self.quoted_literal(literal::color).map(Kind::Color)?,
            ('"', _) => Kind::Text(self.text_literal()?),
            ('\'', _) => Kind::Character(self.character()?),
            ('<', _) if self.is_after_include() => self.include_path()?,
            (first, _) if first.is_ascii_alphabetic() || first == '_' => self.name()?,
            (first, second)
                if first.is_ascii_digit() || first == '.' && second.is_ascii_digit() =>
            {
                self.number()?
            }
            _ => self.sign()?,
        };
        self.push(kind, pos);
        Ok(true)
    }

    fn is_after_include(&self) -> bool {
        let count = self.tokens.len();
        count >= 2
            && self.tokens[count - 1].is_name("include")
            && self.tokens[count - 2].is_sign("#")
            && self.tokens[count - 2].first_on_line
    }

    fn include_path(&mut self) -> Step<Kind> {
        self.advance();
        let mut path = String::new();
        while self.peek(0) != '>' {
            if matches!(self.peek(0), '\n' | '\0') {
                return self.error(115, "'>' expected after the name of an included file");
            }
            path.push(self.advance());
        }
        self.advance();
        Ok(Kind::IncludePath(Rc::from(path)))
    }

    fn name(&mut self) -> Step<Kind> {
        let mut name = String::new();
        while self.peek(0).is_ascii_alphanumeric() || self.peek(0) == '_' {
            name.push(self.advance());
        }
        if name.len() > IDENTIFIER_MAX {
            return self.error(126, format!("'{name}' - identifier is too long, 63 at most"));
        }
        Ok(Kind::Name(Rc::from(name)))
    }

    fn sign(&mut self) -> Step<Kind> {
        let rest: String = self.text[self.at..].iter().take(3).collect();
        let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else {
            return self.error(110, format!("'{}' - unexpected character", self.peek(0)));
        };
        for _ in 0..sign.len() {
            self.advance();
        }
        Ok(Kind::Sign(sign))
    }

    /// The text between the quotes of `D'...'` or `C'...'`, through `read`.
    fn quoted_literal<T>(&mut self, read: fn(&str) -> Result<T, String>) -> Step<T> {
        let pos = self.pos;
        self.advance();
        self.advance();
        let mut text = String::new();
        while self.peek(0) != '\'' {
            if matches!(self.peek(0), '\n' | '\0') {
                return self.error(114, "single quote omitted");
            }
            text.push(self.advance());
        }
        self.advance();
        read(&text).map_err(|message| Problem::error(pos, 287, message))
    }

    fn text_literal(&mut self) -> Step<Rc<str>> {
        self.advance();
        let mut units: Vec<u16> = Vec::new();
        loop {
            match self.peek(0) {
                '"' => break,
                '\n' | '\0' => return self.error(112, "double quote omitted"),
                '\\' => {
                    let unit = self.escape()?;
                    units.push(unit);
                }
                _ => {
                    let character = self.advance();
                    units.extend(character.encode_utf16(&mut [0; 2]).iter());
                }
            }
        }
        self.advance();
        match String::from_utf16(&units) {
            Ok(text) => Ok(Rc::from(text)),
            Err(_) => self.error(85, "half of a surrogate pair in a string"),
        }
    }

    fn character(&mut self) -> Step<u16> {
        self.advance();
        let code = match self.peek(0) {
            '\\' => self.escape()?,
            '\n' | '\0' | '\'' => return self.error(114, "empty or unclosed character"),
            _ => {
                let character = self.advance();
                let Ok(code) = u16::try_from(u32::from(character)) else {
                    return self.error(114, "character does not fit 16 bits");
                };
                code
            }
        };
        if self.advance() != '\'' {
            return self.error(114, "character constant of more than one character");
        }
        Ok(code)
    }

    fn escape(&mut self) -> Step<u16> {
        self.advance();
        let code = match self.advance() {
            'n' => 10,
            'r' => 13,
            't' => 9,
            '0' => 0,
            '\\' => 92,
            '\'' => 39,
            '"' => 34,
            'x' | 'X' => {
                let mut code = 0_u32;
                let mut digits = 0;
                while let Some(digit) = self.peek(0).to_digit(16).filter(|_| digits < 4) {
                    code = code * 16 + digit;
                    digits += 1;
                    self.advance();
                }
                if digits == 0 {
                    return self.error(114, "hexadecimal digits expected after '\\x'");
                }
                code
            }
            other => return self.error(240, format!("'\\{other}' - unknown escape")),
        };
        Ok(u16::try_from(code).unwrap_or(0))
    }

    fn number(&mut self) -> Step<Kind> {
        let mut digits = String::new();
        loop {
            let character = self.peek(0);
            let exponent_sign = matches!(character, '+' | '-')
                && digits.ends_with(['e', 'E'])
                && !digits.starts_with("0x")
                && !digits.starts_with("0X");
            if !(character.is_ascii_alphanumeric() || character == '.' || exponent_sign) {
                break;
            }
            digits.push(self.advance());
        }
        literal::number(&digits).map_or_else(|message| self.error(239, message), Ok)
    }
}
