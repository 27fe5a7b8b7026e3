//! One line of separated values.

/// The fields of a line: quoted ones without their quotes. `None` when a quote does not end.
pub(super) fn fields(line: &str, separator: char) -> Option<Vec<String>> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars().peekable();
    let mut is_quoted = false;
    while let Some(character) = characters.next() {
        let last = fields.last_mut()?;
        if character == '"' && is_quoted && characters.peek() == Some(&'"') {
            characters.next();
            last.push('"');
        } else if character == '"' && (is_quoted || last.is_empty()) {
            is_quoted = !is_quoted;
        } else if character == separator && !is_quoted {
            fields.push(String::new());
        } else {
            last.push(character);
        }
    }
    (!is_quoted).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_separators_and_quotes() {
        let of = |line| fields(line, ',');
        let texts = |list: &[&str]| Some(list.iter().map(|&it| it.to_owned()).collect::<Vec<_>>());
        assert_eq!(of("a,\"b, c\",\"d \"\"e\"\"\",,"), texts(&["a", "b, c", "d \"e\"", "", ""]));
        assert_eq!(of("5\" disk,x"), texts(&["5\" disk", "x"]));
        assert_eq!(of(""), texts(&[""]));
        assert_eq!(of("a,\"b"), None);
    }
}
