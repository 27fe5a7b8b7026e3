//! When two headlines are one story: their words as sets, their addresses in one form.

/// Headlines with fewer different words are one story only if their words are the same.
const WORDS_MIN: usize = 4;
/// Most words that are looked at.
const WORDS_MAX: usize = 48;
/// Parameters of an address that say where a reader came from.
const TRACKING: [&str; 7] = ["fbclid", "gclid", "ref", "cmpid", "ocid", "mc_cid", "mc_eid"];

/// The different words of a headline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordSet {
    /// Hashes in rising order; the lowest bit tells a number.
    hashes: Vec<u64>,
    /// One bit a hash: an upper bound of what two sets share, before they are walked.
    bits: u128,
}

impl WordSet {
    /// The words of a headline without the name of its source at the end.
    pub(super) fn new(title: &str, source: &str) -> Self {
        let words = words(title);
        let tail = |mark: &str| {
            let (head, name) = title.rsplit_once(mark)?;
            let name: Vec<String> = self::words(name).collect();
            (!name.is_empty() && name.iter().cloned().eq(self::words(source))).then_some(head)
        };
        let head = tail(" - ").or_else(|| tail(" | "));
        let mut hashes: Vec<u64> = match head {
            Some(head) => self::words(head).map(|word| hash(&word)).collect(),
            None => words.map(|word| hash(&word)).collect(),
        };
        hashes.truncate(WORDS_MAX);
        hashes.sort_unstable();
        hashes.dedup();
        let bits = hashes.iter().fold(0, |bits, hash| bits | 1 << (hash >> 57));
        Self { hashes, bits }
    }

    /// Whether both headlines tell the same: the same words, or at least this share of all their
    /// words. Never if each has a number of its own.
    pub(super) fn is_same(&self, other: &Self, share: f64) -> bool {
        if self == other {
            return !self.hashes.is_empty();
        }
        let (own, others) = (self.hashes.len(), other.hashes.len());
        if own.min(others) < WORDS_MIN {
            return false;
        }
        let is_enough = |common: usize| common as f64 >= share * (own + others - common) as f64;
        // Each bit that the other lacks is at least one word that it lacks.
        if !is_enough(own.saturating_sub((self.bits & !other.bits).count_ones() as usize)) {
            return false;
        }
        let lacks = |set: &Self, hash: &u64| set.hashes.binary_search(hash).is_err();
        let is_number = |hash: &&u64| **hash & 1 == 1;
        let own_number = self.hashes.iter().filter(is_number).any(|hash| lacks(other, hash));
        let other_number = other.hashes.iter().filter(is_number).any(|hash| lacks(self, hash));
        let common = self.hashes.iter().filter(|hash| !lacks(other, hash)).count();
        is_enough(common) && !(own_number && other_number)
    }
}

/// Words in lower case, without punctuation; points and commas within numbers stay out too.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|mark: char| mark.is_whitespace() || "-/|:;\u{2013}\u{2014}".contains(mark))
        .map(|word| {
            let kept = word.chars().filter(|character| character.is_alphanumeric());
            kept.flat_map(char::to_lowercase).collect::<String>()
        })
        .filter(|word| !word.is_empty())
}

/// FNV-1a with a last mix; the lowest bit tells whether the word has a digit.
fn hash(word: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed & !1 | u64::from(word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// The host of an address, in lower case, without `www.`.
pub(super) fn host(url: &str) -> String {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("").to_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

/// One form of an address: no scheme, no `www.`, nothing after `#`, no parameters that track, no
/// slash at the end. Empty if there is none.
pub(super) fn canonical(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.find('/').map_or("", |at| &path[at..]).trim_end_matches('/');
    let is_kept = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or("").to_lowercase();
        !key.is_empty() && !key.starts_with("utm_") && !TRACKING.contains(&key.as_str())
    };
    let mut kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    kept.sort_unstable();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{}{path}{mark}{}", host(rest), kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(a: &str, b: &str) -> bool {
        let (a, b) = (WordSet::new(a, "The Desk"), WordSet::new(b, "Other"));
        assert_eq!(a.is_same(&b, 0.6), b.is_same(&a, 0.6));
        a.is_same(&b, 0.6)
    }

    #[test]
    fn addresses_have_one_form() {
        for (given, expected) in [
            ("https://www.X.example/A/b/?utm_source=rss&id=7#top", "x.example/A/b?id=7"),
            ("http://x.example/A/b?b=2&a=1&fbclid=9", "x.example/A/b?a=1&b=2"),
            ("https://x.example", "x.example"),
            ("", ""),
        ] {
            assert_eq!(canonical(given), expected, "{given}");
        }
    }

    #[test]
    fn headlines_of_one_story_are_recognised() {
        for (a, b, same) in [
            ("Gold hits record high - The Desk", "GOLD HITS RECORD-HIGH!", true),
            ("Gold up", "gold, up", true),
            ("Gold up", "gold down", false),
            ("Miner halts output at its largest mine", "Miner halts output at largest mine", true),
            (
                "Bank lifts rate to 5% in surprise move",
                "Bank lifts rate to 6% in surprise move",
                false,
            ),
            ("Bank lifts rate in surprise move", "Bank lifts rate to 6% in surprise move", true),
            ("Coin falls after exchange fails", "Bank lifts rate in surprise move", false),
            ("", "", false),
        ] {
            assert_eq!(is_same(a, b), same, "{a} / {b}");
        }
    }
}
