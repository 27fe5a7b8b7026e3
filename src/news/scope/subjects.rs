//! All subjects, and sets of them.

use std::sync::LazyLock;

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A state's money.
    Currency,
    /// A metal or a fuel.
    Commodity,
    /// A cryptocurrency.
    Coin,
    /// A stock index.
    Index,
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "currency" => Self::Currency,
            "commodity" => Self::Commodity,
            "coin" => Self::Coin,
            "index" => Self::Index,
            _ => return None,
        })
    }
}

/// Something that headlines are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its code, such as `EUR`, `XAU`, `BTC`, `US30`.
    pub code: &'static str,
    /// What it is.
    pub kind: Kind,
    /// How else brokers begin a symbol of it, separated by commas.
    pub(super) symbols: &'static str,
    /// What headlines call it, separated by commas; `=` before a name whose capitals matter.
    pub(super) names: &'static str,
}

impl Subject {
    /// All subjects; a set has one bit for each.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The set of this one alone.
    pub(super) fn set(&self) -> Subjects {
        Subjects::of_codes(&[self.code])
    }

    /// Position in the list of all, by code.
    pub(super) fn index_of(code: &str) -> Option<usize> {
        ALL.iter().position(|subject| subject.code == code)
    }
}

static ALL: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let rows = include_str!("data/subjects.tsv").lines();
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        Some(Subject {
            code: fields.next()?,
            kind: Kind::parse(fields.next()?)?,
            symbols: fields.next()?,
            names: fields.next()?,
        })
    })
    .take(128)
    .collect()
});

/// A set of subjects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subjects(u128);

impl Subjects {
    /// No subject.
    pub const NONE: Self = Self(0);

    /// The set of these codes; unknown ones are left out.
    #[must_use]
    pub fn of_codes(codes: &[&str]) -> Self {
        let mut set = Self::NONE;
        for index in codes.iter().filter_map(|code| Subject::index_of(code)) {
            set.insert(index);
        }
        set
    }

    pub(super) const fn insert(&mut self, index: usize) {
        self.0 |= 1 << index;
    }

    /// Everything in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a subject.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The subjects, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = &'static Subject> {
        ALL.iter().enumerate().filter_map(move |(at, it)| (self.0 >> at & 1 == 1).then_some(it))
    }

    /// The codes, in the order of the list.
    #[must_use]
    pub fn codes(self) -> Vec<&'static str> {
        self.iter().map(|subject| subject.code).collect()
    }
}
