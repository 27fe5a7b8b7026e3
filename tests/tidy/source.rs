//! A Rust source file as the rules see it: code without comments and strings, tests marked.

/// One file, with its text in two layouts of identical length and line breaks.
pub(crate) struct SourceFile {
    /// Path from the repository's root, with forward slashes.
    pub(crate) path: String,
    /// Comments blanked; strings kept.
    pub(crate) without_comments: String,
    /// Comments and the contents of strings blanked.
    pub(crate) code: String,
    /// For each line, whether it belongs to test code.
    test_lines: Vec<bool>,
}

impl SourceFile {
    /// Reads the layouts off `text`.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (without_comments, code) = blank(text);
        let test_lines = test_lines(path, &code);
        Self { path: path.to_owned(), without_comments, code, test_lines }
    }

    /// One-based line of a byte offset.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.code.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// Whether a one-based line lies in a test module or a test-only file.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.test_lines.get(line - 1).copied().unwrap_or(false)
    }

    /// The first folder or file name below `src/`: the module of the crate that the file is in.
    pub(crate) fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let first = inside.split('/').next()?;
        Some(first.strip_suffix(".rs").unwrap_or(first))
    }

    /// How many modules deep the file is: `src/lib.rs` 0, `src/a/mod.rs` 1, `src/a/b.rs` 2.
    pub(crate) fn depth(&self) -> usize {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        match inside.strip_suffix("/mod.rs") {
            Some(folders) => folders.split('/').count(),
            None if inside == "lib.rs" || inside == "main.rs" => 0,
            None => inside.split('/').count(),
        }
    }
}

/// Offsets at which `word` stands in `code` with no identifier character before or after it.
pub(crate) fn find_word(code: &str, word: &str) -> Vec<usize> {
    let is_name = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let bytes = code.as_bytes();
    let starts_as_name = is_name(word.as_bytes().first());
    let ends_as_name = is_name(word.as_bytes().last());
    code.match_indices(word)
        .map(|(offset, _)| offset)
        .filter(|offset| {
            let before = offset.checked_sub(1).and_then(|at| bytes.get(at));
            let after = bytes.get(offset + word.len());
            !(starts_as_name && is_name(before) || ends_as_name && is_name(after))
        })
        .collect()
}

/// Offset of the bracket that closes the one at `open`; the end of the code when there is none.
pub(crate) fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return offset;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// Byte ranges of the bodies of inline modules, `mod name { ... }`.
pub(crate) fn inline_modules(code: &str) -> Vec<std::ops::Range<usize>> {
    find_word(code, "mod")
        .into_iter()
        .filter_map(|offset| {
            let rest = &code[offset + 3..];
            let stop =
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c.is_whitespace()))?;
            let open = offset + 3 + stop;
            code[open..].starts_with('{').then(|| open..closing(code, open))
        })
        .collect()
}

fn test_lines(path: &str, code: &str) -> Vec<bool> {
    let lines = code.lines().count();
    let whole = ["tests/", "benches/", "examples/", "fuzz/"].iter().any(|at| path.starts_with(at))
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("/testing.rs")
        || path.ends_with("_tests.rs");
    let mut marked = vec![whole; lines];
    for (offset, attribute) in code.match_indices("#[cfg(") {
        let open = offset + attribute.len() - 1;
        let condition = &code[open..closing(code, open)];
        if find_word(condition, "test").is_empty() || condition.contains("not(test") {
            continue;
        }
        let Some(item) = code[open..].find(['{', ';']).map(|at| open + at) else { continue };
        let end = if code[item..].starts_with('{') { closing(code, item) } else { item };
        let first = code[..offset].matches('\n').count();
        let last = code[..end.min(code.len())].matches('\n').count();
        marked.iter_mut().take(last + 1).skip(first).for_each(|line| *line = true);
    }
    marked
}

/// What the scanner is inside of.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Code,
    LineComment,
    BlockComment(usize),
    Text,
    RawText(usize),
}

/// The text without comments, and without comments and string contents; lengths stay the same.
fn blank(text: &str) -> (String, String) {
    let bytes = text.as_bytes();
    let mut without_comments = bytes.to_vec();
    let mut code = bytes.to_vec();
    let mut state = State::Code;
    let mut at = 0;
    while at < bytes.len() {
        let (next, length) = step(bytes, at, state);
        let end = (at + length).min(bytes.len());
        let inside = if state == State::Code { next } else { state };
        for index in at..end {
            let keep = bytes[index] == b'\n' || inside == State::Code;
            let is_text = matches!(inside, State::Text | State::RawText(_));
            if !keep {
                code[index] = b' ';
            }
            if !keep && !is_text {
                without_comments[index] = b' ';
            }
        }
        state = next;
        at = end;
    }
    let as_text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("whole characters are blanked");
    (as_text(without_comments), as_text(code))
}

/// The state after the next token, and how many bytes that token has.
fn step(bytes: &[u8], at: usize, state: State) -> (State, usize) {
    let rest = &bytes[at..];
    match state {
        State::Code => step_in_code(bytes, at),
        State::LineComment if rest[0] == b'\n' => (State::Code, 1),
        State::BlockComment(depth) if rest.starts_with(b"/*") => {
            (State::BlockComment(depth + 1), 2)
        }
        State::BlockComment(1) if rest.starts_with(b"*/") => (State::Code, 2),
        State::BlockComment(depth) if rest.starts_with(b"*/") => {
            (State::BlockComment(depth - 1), 2)
        }
        State::Text if rest[0] == b'\\' => (State::Text, 2),
        State::Text if rest[0] == b'"' => (State::Code, 1),
        State::RawText(hashes) if closes_raw(rest, hashes) => (State::Code, 1 + hashes),
        other => (other, 1),
    }
}

fn step_in_code(bytes: &[u8], at: usize) -> (State, usize) {
    let rest = &bytes[at..];
    let after_name = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    match rest[0] {
        b'/' if rest.starts_with(b"//") => (State::LineComment, 2),
        b'/' if rest.starts_with(b"/*") => (State::BlockComment(1), 2),
        b'"' => (State::Text, 1),
        b'r' if !after_name || bytes[at - 1] == b'b' => {
            let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
            if rest.get(1 + hashes) == Some(&b'"') {
                (State::RawText(hashes), 2 + hashes)
            } else {
                (State::Code, 1)
            }
        }
        b'\'' => (State::Code, character_length(rest)),
        _ => (State::Code, 1),
    }
}

fn closes_raw(rest: &[u8], hashes: usize) -> bool {
    rest[0] == b'"' && rest.len() > hashes && rest[1..=hashes].iter().all(|byte| *byte == b'#')
}

/// Length of a character literal at the start of `rest`; 1 for a lifetime's apostrophe.
fn character_length(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        let close = rest.iter().skip(3).position(|byte| *byte == b'\'');
        return close.map_or(1, |at| at + 4);
    }
    let text = String::from_utf8_lossy(&rest[1..rest.len().min(6)]);
    match text.chars().next() {
        Some(character) if text[character.len_utf8()..].starts_with('\'') => {
            character.len_utf8() + 2
        }
        _ => 1,
    }
}
