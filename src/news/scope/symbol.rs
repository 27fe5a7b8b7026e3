//! What a broker's symbol is made of, whatever prefix and suffix it carries.

use super::subjects::{Kind, Subject, Subjects};
use crate::types::Currency;

/// How a headline concerns a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Good news raise the price.
    Base,
    /// Only about the money that the price is in: good news lower the price.
    Quote,
}

/// The subjects of a symbol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SymbolScope {
    /// What is bought: a currency, a coin, a commodity, an index.
    pub base: Subjects,
    /// What the price is in.
    pub quote: Subjects,
}

impl SymbolScope {
    /// From the symbol's name and, where known, the currencies of its specification.
    ///
    /// An index or a commodity is found by its name; of its specification only the profit currency
    /// counts, since brokers give it the same as base currency. Coins also listen to news about
    /// coins in general.
    #[must_use]
    pub fn new(symbol: &str, base: Option<Currency>, profit: Option<Currency>) -> Self {
        let mut scope = Self::of_name(symbol);
        let one = |currency: Option<Currency>| {
            currency.map_or(Subjects::NONE, |currency| Subjects::of_codes(&[code(&currency)]))
        };
        let (base, profit) = (one(base), one(profit));
        if scope.base.is_empty() {
            scope.base = base;
        }
        if !profit.is_empty() {
            scope.quote = profit;
        }
        if scope.base == scope.quote {
            scope.quote = Subjects::NONE;
        }
        if scope.base.iter().any(|subject| subject.kind == Kind::Coin) {
            scope.base = scope.base.union(Subjects::of_codes(&["CRYPTO"]));
        }
        scope
    }

    fn of_name(symbol: &str) -> Self {
        let plain = symbol.trim_start_matches(|first: char| !first.is_ascii_alphanumeric());
        let upper = plain.to_ascii_uppercase();
        let is_money = |subject: &Subject| matches!(subject.kind, Kind::Currency | Kind::Coin);
        // The longest that money follows, as in USD CNH, which is no USDC; else the longest, if a
        // thing may stand alone: "EURX" is no pair that is known here.
        let pair = beginnings(&upper).find_map(|(base, rest)| {
            let rest = rest.trim_start_matches(['/', '_', '-', '.']);
            let mut quotes = beginnings(rest).map(|(quote, _)| quote);
            Some((base, quotes.find(|quote| is_money(quote))?))
        });
        let alone = || {
            let (base, _) = beginnings(&upper).next()?;
            (base.kind != Kind::Currency).then_some(base)
        };
        if let Some((base, quote)) = pair {
            Self { base: base.set(), quote: quote.set() }
        } else {
            let base = alone().map_or(Subjects::NONE, Subject::set);
            Self { base, quote: Subjects::NONE }
        }
    }

    /// Whether and how a headline about these subjects concerns the symbol.
    #[must_use]
    pub const fn concern(&self, of_headline: Subjects) -> Option<Concern> {
        if of_headline.meets(self.base) {
            Some(Concern::Base)
        } else if of_headline.meets(self.quote) {
            Some(Concern::Quote)
        } else {
            None
        }
    }
}

/// `CNH` is the yuan that trades abroad.
fn code(currency: &Currency) -> &str {
    match currency.0.as_str() {
        "CNH" => "CNY",
        code => code,
    }
}

/// The subjects whose code or other symbol the text begins with, and what follows; longest first.
fn beginnings(upper: &str) -> impl Iterator<Item = (&'static Subject, &str)> {
    let mut found: Vec<_> = Subject::all()
        .iter()
        .flat_map(|subject| {
            let names = std::iter::once(subject.code).chain(subject.symbols.split(','));
            let names = names.filter(|name| !name.is_empty());
            names.filter_map(move |name| Some((name.len(), subject, upper.strip_prefix(name)?)))
        })
        .collect();
    found.sort_by_key(|(length, ..)| std::cmp::Reverse(*length));
    found.into_iter().map(|(_, subject, rest)| (subject, rest))
}
