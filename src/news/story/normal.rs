//! One spelling for titles and addresses that differ in nothing that matters.

/// Longest title in bytes; what is behind is cut.
const TITLE_BYTES: usize = 512;

const NAMED_ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("rsquo", '\''),
    ("lsquo", '\''),
    ("rdquo", '"'),
    ("ldquo", '"'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("hellip", '\u{2026}'),
    ("euro", '\u{20ac}'),
    ("pound", '\u{a3}'),
    ("yen", '\u{a5}'),
];

/// A headline with entities decoded, typographic quotes and dashes as on a keyboard, single spaces,
/// without the name of its source at the end, at most 512 bytes.
#[must_use]
pub fn normal_title(title: &str, source: &str) -> String {
    let mut normal = String::new();
    let mut rest = title;
    while let Some(character) = rest.chars().next() {
        let (character, length) = entity(rest).unwrap_or((character, character.len_utf8()));
        rest = &rest[length..];
        let character = plain(character);
        if !character.is_whitespace() {
            normal.push(character);
        } else if !normal.is_empty() && !normal.ends_with(' ') {
            normal.push(' ');
        }
        if normal.len() > TITLE_BYTES {
            normal.pop();
            break;
        }
    }
    let kept = without_source(normal.trim_end(), source).len();
    normal.truncate(kept);
    normal
}

/// The character that an entity at the beginning of the text stands for, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let (name, _) = text.strip_prefix('&')?.split_once(';').filter(|(name, _)| name.len() <= 8)?;
    let character = if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code = hexadecimal
            .map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok())?;
        char::from_u32(code)?
    } else {
        NAMED_ENTITIES.iter().find(|(known, _)| *known == name)?.1
    };
    Some((character, name.len() + 2))
}

const fn plain(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        // Invisible: joiners, direction marks, byte order marks.
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => ' ',
        other if (other as u32) < 32 => ' ',
        other => other,
    }
}

/// Without " - Source" or " | Source" at the end.
fn without_source<'a>(title: &'a str, source: &str) -> &'a str {
    let at = title
        .rfind([' ', '|'])
        .and_then(|_| [" - ", " | "].iter().filter_map(|mark| title.rfind(mark)).max());
    match at {
        Some(at) if title[at + 3..].eq_ignore_ascii_case(source.trim()) => &title[..at],
        _ => title,
    }
}

/// Parameters that tell where a reader came from and not what is read.
fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or("").to_ascii_lowercase();
    let prefixes = ["utm_", "at_", "mc_", "pk_", "fb_"];
    let names = ["fbclid", "gclid", "ref", "cmpid", "cmp", "source", "src", "ocid", "guccounter"];
    prefixes.iter().any(|prefix| name.starts_with(prefix)) || names.contains(&name.as_str())
}

/// An address without scheme, `www.`, `m.` or `amp.`, fragment, tracking parameters and the last
/// slash; the host in small letters, parameters sorted. Empty for an empty address.
#[must_use]
pub fn canonical_url(url: &str) -> String {
    let url = url.trim();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.split('#').next().unwrap_or("");
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let mut host = host.to_ascii_lowercase();
    for prefix in ["www.", "m.", "amp."] {
        if let Some(rest) = host.strip_prefix(prefix) {
            host = rest.to_owned();
        }
    }
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/amp").unwrap_or(path);
    let mut parameters: Vec<&str> =
        query.split('&').filter(|it| !it.is_empty() && !is_tracking(it)).collect();
    parameters.sort_unstable();
    let mut canonical = host;
    for (mark, part) in [("/", path), ("?", &parameters.join("&"))] {
        if !part.is_empty() {
            canonical.push_str(mark);
            canonical.push_str(part);
        }
    }
    canonical
}
