//! The text as blocks of `key=value` lines: a header, then one block per tree.

use std::str::FromStr;

use crate::model::imported::ImportError;

/// Most lines of a block; LightGBM writes about twenty.
const LINES_MAX: usize = 64;

/// The lines that are not read yet.
#[derive(Debug)]
pub(super) struct Blocks<'a> {
    rest: &'a str,
}

/// The lines of the header, or of a tree.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// How errors call it.
    name: String,
    lines: Vec<&'a str>,
}

impl<'a> Blocks<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Whether the trees have ended, as their last line says.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.starts_with("end of trees")
    }

    /// The lines to the next `Tree=`, or to the end of the trees.
    pub(super) fn next_block(&mut self) -> Result<Block<'a>, ImportError> {
        let mut lines = Vec::new();
        loop {
            let Some((line, rest)) = self.rest.split_once('\n') else {
                let was = "at its end";
                return Err(ImportError::malformed("the text", was, "\"end of trees\" before it"));
            };
            let line = line.trim();
            self.rest = rest;
            if !line.is_empty() {
                lines.push(line);
            }
            let name = || match lines.first().filter(|line| line.starts_with("Tree=")) {
                Some(line) => line.replacen("Tree=", "tree ", 1),
                None => "header".to_owned(),
            };
            if lines.len() > LINES_MAX {
                let expected = format!("at most {LINES_MAX} lines");
                return Err(ImportError::malformed(name(), "longer", expected));
            }
            if self.is_at_end() || rest.starts_with("Tree=") {
                return Ok(Block { name: name(), lines });
            }
        }
    }
}

impl<'a> Block<'a> {
    /// Where a value stands, for errors.
    pub(super) fn place(&self, key: &str) -> String {
        format!("{}, {key}", self.name)
    }

    /// Whether a line is this word alone.
    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.lines.contains(&flag)
    }

    /// The value of the first line with this key.
    pub(super) fn find(&self, key: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
    }

    pub(super) fn text(&self, key: &str) -> Result<&'a str, ImportError> {
        self.find(key).ok_or_else(|| ImportError::malformed(self.place(key), "missing", "a value"))
    }

    /// One number.
    pub(super) fn number<T: FromStr>(&self, key: &str) -> Result<T, ImportError> {
        self.parse(key, self.text(key)?)
    }

    /// `count` numbers, separated by spaces.
    pub(super) fn numbers<T: FromStr>(
        &self,
        key: &str,
        count: usize,
    ) -> Result<Vec<T>, ImportError> {
        let words = self.text(key)?.split_ascii_whitespace();
        let numbers: Vec<T> = words.map(|word| self.parse(key, word)).collect::<Result<_, _>>()?;
        if numbers.len() != count {
            let was = format!("{} numbers", numbers.len());
            return Err(ImportError::malformed(self.place(key), was, count.to_string()));
        }
        Ok(numbers)
    }

    fn parse<T: FromStr>(&self, key: &str, word: &str) -> Result<T, ImportError> {
        word.parse().map_err(|_| {
            let was = format!("{:?}", word.chars().take(40).collect::<String>());
            ImportError::malformed(self.place(key), was, "a number")
        })
    }
}
