//! From bytes to a tree of keys and values with their places.

use std::io::Read;
use std::path::Path;

use toml::de::DeTable;
use toml_parser::lexer::TokenKind;

use super::problem::{ConfigProblem, Finding, MAX_PROBLEMS, Position};

/// Longest accepted text: 1 MiB. A real configuration has some thousand bytes.
pub const MAX_TEXT_BYTES: usize = 1 << 20;

/// Most dots in one key. The parser limits nesting to 80 levels and keys to 80 parts, which
/// multiply to a tree too deep to be freed on a small stack; sections need four dots.
const MAX_KEY_DOTS: usize = 7;

/// A text to load and the name that problems give it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// File name, or what the caller calls it.
    pub name: &'a str,
    /// The text; must be UTF-8.
    pub bytes: &'a [u8],
}

impl<'a> Source<'a> {
    /// A text with its name.
    #[must_use]
    pub const fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes }
    }

    /// No text: every setting keeps what lower layers gave it.
    #[must_use]
    pub const fn empty() -> Self {
        Self { name: "", bytes: &[] }
    }
}

/// Reads a configuration file, at most [`MAX_TEXT_BYTES`] and one byte of it.
///
/// # Errors
/// If it cannot be opened or read. A file that is too long is refused by [`load`](super::load).
pub fn read_file(path: &Path) -> Result<Vec<u8>, ConfigProblem> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| ConfigProblem {
            file: path.display().to_string(),
            position: None,
            path: String::new(),
            message: format!("was not readable ({error}), expected a configuration file"),
        })?;
    Ok(bytes)
}

/// A parsed text. With syntax errors the tree holds what could be recovered around them.
pub(super) struct Document<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) tree: DeTable<'a>,
    /// In the order of the text.
    pub(super) syntax_errors: Vec<Finding>,
}

impl<'a> Document<'a> {
    /// Parses a text.
    ///
    /// # Errors
    /// If it is too long or not UTF-8: then there is nothing to look at.
    pub(super) fn parse(source: Source<'a>) -> Result<Self, ConfigProblem> {
        let problem = |position, message| ConfigProblem {
            file: source.name.to_owned(),
            position,
            path: String::new(),
            message,
        };
        if source.bytes.len() > MAX_TEXT_BYTES {
            let message = format!("was longer than {MAX_TEXT_BYTES} bytes, expected at most that");
            return Err(problem(None, message));
        }
        let text = str::from_utf8(source.bytes).map_err(|error| {
            let sound = &source.bytes[..error.valid_up_to()];
            let sound = str::from_utf8(sound).unwrap_or_default();
            let message = format!(
                "was not UTF-8 at byte offset {}, expected a text saved as UTF-8{}",
                error.valid_up_to(),
                if source.bytes.starts_with(&[0xff, 0xfe]) {
                    " (this looks like UTF-16)"
                } else {
                    ""
                }
            );
            problem(Some(Position::of(sound, sound.len())), message)
        })?;
        if let Some(offset) = overlong_key(text) {
            let message =
                format!("was a key of too many parts, expected at most {}", MAX_KEY_DOTS + 1);
            return Err(problem(Some(Position::of(text, offset)), message));
        }
        let (tree, errors) = DeTable::parse_recoverable(text);
        let syntax_errors = syntax_findings(text, &errors);
        Ok(Self { name: source.name, text, tree: tree.into_inner(), syntax_errors })
    }

    /// Whether a syntax error stands in the line of `offset`: then what was recovered there says
    /// nothing about what its author meant.
    pub(super) fn is_line_broken(&self, offset: usize) -> bool {
        let start = self.text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |length| offset + length);
        let first = self.syntax_errors.partition_point(|error| error.offset < start);
        self.syntax_errors.get(first).is_some_and(|error| error.offset <= end)
    }
}

/// Where a key with more than [`MAX_KEY_DOTS`] dots begins. Everything that can stand between two
/// dots of one key is counted, so that no key is missed; a number has one dot.
fn overlong_key(text: &str) -> Option<usize> {
    let mut start = 0;
    let mut dots = 0;
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => dots += 1,
            TokenKind::Whitespace
            | TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => {}
            _ => {
                start = token.span().end();
                dots = 0;
            }
        }
        if dots > MAX_KEY_DOTS {
            return Some(start);
        }
    }
    None
}

/// One finding for each place, in the order of the text. Only the first [`MAX_PROBLEMS`] can ever
/// be printed, so the others are left without words.
fn syntax_findings(text: &str, errors: &[toml::de::Error]) -> Vec<Finding> {
    let place = |error: &toml::de::Error| error.span().map_or(text.len(), |span| span.start);
    let mut errors: Vec<(usize, &toml::de::Error)> =
        errors.iter().map(|error| (place(error), error)).collect();
    // One mistake can break several rules at one place; the first says enough.
    errors.sort_by_key(|(offset, _)| *offset);
    errors.dedup_by_key(|(offset, _)| *offset);
    let findings = errors.iter().enumerate().map(|(index, (offset, error))| {
        if index < MAX_PROBLEMS {
            syntax_finding(text, error)
        } else {
            Finding { offset: *offset, path: String::new(), message: String::new() }
        }
    });
    findings.collect()
}

/// In the words of this project, with the path of the key or section it stands in.
fn syntax_finding(text: &str, error: &toml::de::Error) -> Finding {
    let span = error.span().unwrap_or(text.len()..text.len());
    let offset = text.floor_char_boundary(span.start);
    let was = text.get(span).unwrap_or_default().trim();
    let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let is_duplicate = error.message() == "duplicate key";
    let key = match text[line_start..offset].split_once('=') {
        Some((key, _)) => key.trim(),
        None if is_duplicate => was,
        None => "",
    };
    let path = match (header_on_line(text, offset), enclosing_header(text, offset)) {
        (Some(header), _) => header.to_owned(),
        (None, Some(section)) if key.is_empty() => section.to_owned(),
        (None, Some(section)) => format!("{section}.{key}"),
        (None, None) => key.to_owned(),
    };
    let message = if is_duplicate {
        "was set before, expected each key and each section once".to_owned()
    } else if was.is_empty() || was.contains('\n') {
        format!("TOML syntax: {}", error.message())
    } else {
        format!("TOML syntax: was `{was}`: {}", error.message())
    };
    Finding { offset, path, message }
}

/// The path in the `[header]` that the line of `offset` consists of.
fn header_on_line(text: &str, offset: usize) -> Option<&str> {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?.trim();
    let (inside, rest) = line.strip_prefix('[')?.rsplit_once(']')?;
    let rest = rest.trim_start();
    let is_header = (rest.is_empty() || rest.starts_with('#')) && !inside.contains(['=', ',']);
    is_header.then(|| inside.trim_matches(['[', ']', ' ', '\t']))
}

/// The path of the section that `offset` lies in, found from the text alone: with syntax errors
/// the tree does not say. Only messages depend on it.
fn enclosing_header(text: &str, offset: usize) -> Option<&str> {
    let mut end = offset;
    loop {
        if let Some(header) = header_on_line(text, end) {
            return Some(header);
        }
        end = text[..end].rfind('\n')?;
    }
}
