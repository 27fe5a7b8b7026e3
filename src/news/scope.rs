//! Whom a headline concerns: currencies, coins, commodities and indices; and which of them a
//! broker's symbol stands for.

use std::sync::LazyLock;

const ASSETS: &str = include_str!("data/assets.tsv");

/// Longest name in headlines, in words.
const NAME_WORDS_MAX: usize = 4;
/// Longest suffix that brokers put behind a name, without its mark.
const SUFFIX_BYTES_MAX: usize = 5;

/// A set of assets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope(u128);

impl Scope {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// Whether both hold something in common.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The asset of a code such as `BTC` or `EUR`; nothing if it is not known.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        let at = table().assets.iter().position(|asset| {
            asset.code.eq_ignore_ascii_case(code)
                || asset.symbols.iter().any(|symbol| symbol.eq_ignore_ascii_case(code))
        });
        at.map_or(Self::NONE, |index| Self(1 << index))
    }

    /// Whom a headline concerns.
    #[must_use]
    pub fn of_headline(title: &str) -> Self {
        let words: Vec<&str> = title.split_whitespace().map(bare).collect();
        let mut scope = Self::NONE;
        let mut start = 0;
        while start < words.len() {
            // The longest name counts: an "Australian dollar" is no dollar.
            let most = NAME_WORDS_MAX.min(words.len() - start);
            let found = (1..=most).rev().find_map(|count| {
                let named = table().named(&words[start..start + count].join(" "));
                (!named.is_empty()).then_some((named, count))
            });
            let (named, count) = found.unwrap_or((Self::NONE, 1));
            scope = scope.with(named);
            start += count;
        }
        scope
    }

    /// The codes in it, in the table's order.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        let assets = table().assets.iter().enumerate();
        assets.filter(move |(index, _)| self.0 >> index & 1 == 1).map(|(_, asset)| asset.code)
    }
}

/// What a symbol is: news of `base` move its price along, news of `quote` against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SymbolScope {
    /// What is traded.
    pub base: Scope,
    /// What it is priced in.
    pub quote: Scope,
}

impl SymbolScope {
    /// What a broker's symbol stands for: `EURUSD.m`, `XAUUSDpro`, `BTCUSD#`, `#GER40`; empty if it
    /// is not known for sure.
    ///
    /// Behind the name may stand what brokers add: at most five letters or digits after a mark, or
    /// small letters at once.
    #[must_use]
    pub fn of_symbol(symbol: &str) -> Self {
        let name = symbol.trim_start_matches(['#', '.', '_', '!']);
        let mut best = (0, Self::default());
        for (base, currency, prefix) in table().symbols() {
            let Some(rest) = name.strip_prefix(prefix) else { continue };
            let rest = rest.strip_prefix(['/', '-', '_', '.']).unwrap_or(rest);
            for (quote, _, end) in table().symbols() {
                let suffix = rest.strip_prefix(end).filter(|suffix| is_suffix(suffix));
                let len = prefix.len() + end.len();
                if base != quote && suffix.is_some() && len > best.0 {
                    best = (len, Self { base, quote });
                }
            }
            let alone = !currency.is_empty() && is_suffix(&name[prefix.len()..]);
            if alone && prefix.len() > best.0 {
                best = (prefix.len(), Self { base, quote: Scope::of_code(currency) });
            }
        }
        best.1
    }

    /// The same with the markets that the base belongs to: news of all coins concern each.
    #[must_use]
    pub fn with_markets(self) -> Self {
        let assets = table().assets.iter().enumerate();
        let members = assets.filter(|(index, _)| self.base.0 >> index & 1 == 1);
        let base = members.fold(self.base, |base, (_, asset)| {
            if asset.market.is_empty() { base } else { base.with(Scope::of_code(asset.market)) }
        });
        Self { base, ..self }
    }

    /// Everything in it.
    #[must_use]
    pub const fn all(self) -> Scope {
        self.base.with(self.quote)
    }
}

/// Without punctuation around it, but with the marks that belong to names.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '+');
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
    // "U.S." keeps its last point in the table's names.
    word
}

/// What may stand behind a name: nothing, small letters, or a mark and a little more.
fn is_suffix(text: &str) -> bool {
    let marked = text.trim_start_matches(['.', '#', '-', '_', '+', '!', '^', '$', '*']);
    let plain = marked.len() == text.len();
    marked.len() <= SUFFIX_BYTES_MAX
        && text.len() - marked.len() <= 2
        && marked
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || (!plain && byte.is_ascii_alphanumeric()))
}

struct Asset {
    code: &'static str,
    /// Code of the market whose news concern it too; empty if there is none.
    market: &'static str,
    /// Empty for a currency.
    currency: &'static str,
    symbols: Vec<&'static str>,
}

struct Table {
    assets: Vec<Asset>,
    /// Names in headlines, sorted, with the points of "U.S." taken off the ends of words.
    names: Vec<(String, Scope)>,
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(Table::new);
    &TABLE
}

/// Rows of the table: code, currency, names in symbols, names in headlines, market.
fn rows() -> impl Iterator<Item = [&'static str; 5]> {
    ASSETS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let mut field = || fields.next();
        Some([field()?, field()?, field()?, field()?, field().unwrap_or("")])
    })
}

impl Table {
    fn new() -> Self {
        let mut assets = Vec::new();
        let mut names: Vec<(String, Scope)> = Vec::new();
        for (index, [code, currency, symbols, titles, market]) in rows().enumerate() {
            let currency = if currency == "-" { "" } else { currency };
            let symbols = symbols.split('|').collect();
            assets.push(Asset { code, market, currency, symbols });
            for title in titles.split('|') {
                let words: Vec<&str> = title.split(' ').map(bare).collect();
                names.push((words.join(" "), Scope(1 << index)));
            }
        }
        names.sort_by(|a, b| a.0.cmp(&b.0));
        names.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.with(later.1);
            }
            same
        });
        Self { assets, names }
    }

    /// Whom a name stands for, as it is written or in lower case.
    fn named(&self, name: &str) -> Scope {
        let find = |name: &str| {
            let at = self.names.binary_search_by(|(known, _)| known.as_str().cmp(name));
            at.map_or(Scope::NONE, |index| self.names[index].1)
        };
        find(name).with(find(&name.to_lowercase()))
    }

    /// Every name in symbols: whom it stands for, in what it is priced, the name.
    fn symbols(&self) -> impl Iterator<Item = (Scope, &'static str, &'static str)> {
        self.assets.iter().enumerate().flat_map(|(index, asset)| {
            let symbols = asset.symbols.iter();
            symbols.map(move |symbol| (Scope(1 << index), asset.currency, *symbol))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(scope: Scope) -> String {
        scope.codes().collect::<Vec<_>>().join(" ")
    }

    fn symbol(name: &str) -> String {
        let scope = SymbolScope::of_symbol(name);
        format!("{}/{}", codes(scope.base), codes(scope.quote))
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(rows().count(), ASSETS.lines().filter(|line| !line.starts_with('#')).count());
        assert!(table().assets.len() <= 128, "more assets than bits");
        for asset in &table().assets {
            assert!(asset.currency.is_empty() || !Scope::of_code(asset.currency).is_empty());
            assert_eq!(codes(Scope::of_code(asset.code)), asset.code);
        }
        let longest = table().names.iter().map(|(name, _)| name.split(' ').count()).max();
        assert!(longest.unwrap() <= NAME_WORDS_MAX);
    }

    #[test]
    fn headlines_name_their_subjects() {
        for (title, expected) in [
            ("Fed holds rates; gold slips", "USD XAU"),
            ("BITCOIN, Ether fall as SEC sues exchange", "BTC ETH"),
            ("Eurozone inflation: ECB's Lagarde warns", "EUR"),
            ("U.S. stock futures rise", "US500"),
            ("OPEC+ cuts output", "WTI BRENT"),
            ("S&P 500 and Nasdaq end higher", "US500 US100"),
            ("He can sell a link near the dot", ""),
            ("LINK and SOL rally", "SOL LINK"),
            ("Golden days for fedoras", ""),
            ("Bank of England\u{2019}s vote lifts the pound", "GBP"),
            ("Australian dollar slips against yen", "JPY AUD"),
            ("Bitcoin cash rises", "BCH"),
            ("", ""),
        ] {
            assert_eq!(codes(Scope::of_headline(title)), expected, "{title}");
        }
    }

    #[test]
    fn news_of_all_coins_concern_each() {
        let scope = SymbolScope::of_symbol("ETHUSD").with_markets();
        assert_eq!(codes(scope.base), "ETH CRYPTO");
        assert_eq!(codes(SymbolScope::of_symbol("XAUUSD").with_markets().base), "XAU");
    }

    #[test]
    fn symbols_of_brokers_are_understood() {
        for (name, expected) in [
            ("EURUSD", "EUR/USD"),
            ("EURUSD.m", "EUR/USD"),
            ("EURUSDm", "EUR/USD"),
            ("#EURUSD_i", "EUR/USD"),
            ("XAUUSDpro", "XAU/USD"),
            ("GOLD", "XAU/USD"),
            ("GOLD.ecn", "XAU/USD"),
            ("XAUEUR", "XAU/EUR"),
            ("BTCUSD#", "BTC/USD"),
            ("BTCUSDT", "BTC/USDT"),
            ("ETHBTC", "ETH/BTC"),
            ("BTC/USD", "BTC/USD"),
            ("GER40", "GER40/EUR"),
            ("GER40.cash", "GER40/EUR"),
            ("US500.f", "US500/USD"),
            ("USOIL", "WTI/USD"),
            ("USDJPY-ECN", "USD/JPY"),
            ("AAPL", "/"),
            ("EURUSDX", "/"),
            ("EUR", "/"),
            ("GOLDMAN", "/"),
            ("", "/"),
        ] {
            assert_eq!(symbol(name), expected, "{name}");
        }
    }
}
