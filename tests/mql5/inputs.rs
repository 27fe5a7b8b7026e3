//! The inputs of an MQL5 program, as the terminal's dialog shows them, and the document of them.
//!
//! The house style is asked for, not all of MQL5: one declaration a line, its meaning in a comment
//! behind it, every input in a group.

use std::fmt::Write as _;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) inputs: Vec<Input>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) default: String,
    pub(crate) meaning: String,
    /// `sinput`: not offered for optimisation.
    pub(crate) is_static: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Enumeration {
    pub(crate) name: String,
    /// Name and meaning, in order.
    pub(crate) values: Vec<(String, String)>,
}

/// Groups of a program text. Errors name the line.
pub(crate) fn inputs(text: &str) -> Result<Vec<Group>, String> {
    let mut groups: Vec<Group> = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let at = |problem: &str| format!("line {number}: {problem}: {line}");
        let (code, comment) = split_comment(line);
        let mut words = code.split_whitespace();
        let keyword = words.next();
        if !matches!(keyword, Some("input" | "sinput")) {
            continue;
        }
        if words.next() == Some("group") {
            let title = code.split('"').nth(1).ok_or_else(|| at("expected a group's title"))?;
            groups.push(Group { title: title.to_owned(), inputs: Vec::new() });
            continue;
        }
        let declaration = code.trim().strip_suffix(';').ok_or_else(|| at("expected one line"))?;
        let (head, default) = declaration.split_once('=').ok_or_else(|| at("has no default"))?;
        let mut head = head.split_whitespace().skip(1);
        let (kind, name) = (head.next(), head.next());
        let (Some(kind), Some(name), None) = (kind, name, head.next()) else {
            return Err(at("expected a type and a name"));
        };
        if comment.is_empty() {
            return Err(at("expected what it means in a comment"));
        }
        let group = groups.last_mut().ok_or_else(|| at("expected `input group` before it"))?;
        group.inputs.push(Input {
            name: name.to_owned(),
            kind: kind.to_owned(),
            default: default.trim().to_owned(),
            meaning: comment.to_owned(),
            is_static: keyword == Some("sinput"),
        });
    }
    Ok(groups)
}

/// The enumeration of a name, if the text declares it.
pub(crate) fn enumeration(text: &str, name: &str) -> Option<Enumeration> {
    let is_head = |line: &str| {
        let (code, _) = split_comment(line);
        let mut words =
            code.split(|c: char| c.is_whitespace() || c == '{').filter(|w| !w.is_empty());
        words.next() == Some("enum") && words.next() == Some(name)
    };
    let head = text.lines().find(|line| is_head(line))?;
    if head.contains('}') {
        return None; // not in the house style
    }
    let mut values = Vec::new();
    for line in text.lines().skip_while(|line| !is_head(line)).skip(1) {
        let (code, comment) = split_comment(line);
        let value: String =
            code.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if !value.is_empty() {
            values.push((value, comment.to_owned()));
        }
        if code.contains('}') {
            return Some(Enumeration { name: name.to_owned(), values });
        }
    }
    None
}

/// Code and comment of a line; a `//` inside a text is not a comment.
fn split_comment(line: &str) -> (&str, &str) {
    let mut in_text = false;
    let bytes = line.as_bytes();
    for at in 0..bytes.len() {
        match bytes[at] {
            b'"' if at == 0 || bytes[at - 1] != b'\\' => in_text = !in_text,
            b'/' if !in_text && bytes.get(at + 1) == Some(&b'/') => {
                return (&line[..at], line[at + 2..].trim());
            }
            _ => {}
        }
    }
    (line, "")
}

/// The document: a table per group, then the values of every enumeration.
pub(crate) fn document(groups: &[Group], enumerations: &[Enumeration]) -> String {
    let mut text = String::from(
        "# Inputs of the Expert Advisor\n\n\
         As the terminal shows them on the tab Inputs. Everything that is not here stands in the\n\
         configuration file: see [configuration](configuration.md). Inputs marked *fixed* are not \
         offered to\nthe optimiser. Written from `mql5/Experts/HyperTrader/HyperTrader.mq5` by\n\
         `HT_BLESS=1 cargo test --test mql5_inputs`.\n",
    );
    for group in groups {
        let title = &group.title;
        line(&mut text, format_args!("\n## {title}\n"));
        text.push_str("| input | type | default | meaning |\n|---|---|---|---|\n");
        for input in &group.inputs {
            let Input { name, kind, default, meaning, is_static } = input;
            let fixed = if *is_static { " (fixed)" } else { "" };
            let (default, meaning) = (cell(default), cell(meaning));
            line(&mut text, format_args!("| `{name}` | {kind}{fixed} | `{default}` | {meaning} |"));
        }
    }
    for Enumeration { name, values } in enumerations {
        line(&mut text, format_args!("\n## Values of {name}\n"));
        text.push_str("| value | shown as |\n|---|---|\n");
        for (value, meaning) in values {
            line(&mut text, format_args!("| `{value}` | {} |", cell(meaning)));
        }
    }
    text
}

/// Writing to a `String` cannot fail.
fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{content}");
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
