//! Headlines to subjects, symbols to subjects, and both together.

use super::*;
use crate::types::Currency;

fn codes(title: &str) -> Vec<&'static str> {
    subjects_of_headline(title).codes()
}

#[test]
fn headlines_name_their_subjects() {
    let expected: &[(&str, &[&str])] = &[
        ("Fed's Powell signals patience", &["USD"]),
        ("well fed investors", &[]),
        ("ECB holds rates, euro slips against dollar", &["USD", "EUR"]),
        ("Bank of Japan surprises; yen jumps", &["JPY"]),
        ("Bitcoin, ether slide", &["BTC", "ETH"]),
        ("bitcoin cash forks again", &["BCH"]),
        ("Gold-backed token", &["XAU", "CRYPTO"]),
        ("Goldman hires", &[]),
        ("U.S. GDP beats", &["USD"]),
        ("tell us more", &[]),
        ("SOL and LINK rally", &["SOL", "LINK"]),
        ("link in bio, sol y sombra", &[]),
        ("S&P 500 ends flat", &["US500"]),
        ("OPEC+ cuts output", &["WTI", "BRENT"]),
        ("Non-farm payrolls due", &["USD"]),
        ("", &[]),
    ];
    for (title, subjects) in expected {
        assert_eq!(codes(title), *subjects, "{title}");
    }
}

#[test]
fn symbols_are_read_through_prefix_and_suffix() {
    let expected: &[(&str, &[&str], &[&str])] = &[
        ("EURUSD", &["EUR"], &["USD"]),
        ("EURUSD.m", &["EUR"], &["USD"]),
        ("eurusdpro", &["EUR"], &["USD"]),
        ("USDCNH_i", &["USD"], &["CNY"]),
        ("XAUUSDpro", &["XAU"], &["USD"]),
        ("GOLD", &["XAU"], &[]),
        ("BTCUSD#", &["BTC", "CRYPTO"], &["USD"]),
        ("BTC/USDT", &["BTC", "CRYPTO"], &["USDT"]),
        ("#US30", &["US30"], &[]),
        (".US500Cash", &["US500"], &[]),
        ("GER40", &["GER40"], &[]),
        ("DE40.cash", &["GER40"], &[]),
        ("USTEC", &["NAS100"], &[]),
        ("XTIUSD", &["WTI"], &["USD"]),
        ("USOIL", &["WTI"], &[]),
        ("UKOIL-C", &["BRENT"], &[]),
        ("TSLA", &[], &[]),
        ("", &[], &[]),
    ];
    for (symbol, base, quote) in expected {
        let scope = SymbolScope::new(symbol, None, None);
        assert_eq!(
            (scope.base.codes(), scope.quote.codes()),
            (base.to_vec(), quote.to_vec()),
            "{symbol}"
        );
    }
}

#[test]
fn a_specification_fills_what_the_name_does_not_say() {
    let currency = |code| Currency::new(code);
    let index = SymbolScope::new("GER40", currency("EUR"), currency("EUR"));
    assert_eq!((index.base.codes(), index.quote.codes()), (vec!["GER40"], vec!["EUR"]));
    let strange = SymbolScope::new("FX_1", currency("GBP"), currency("JPY"));
    assert_eq!((strange.base.codes(), strange.quote.codes()), (vec!["GBP"], vec!["JPY"]));
    let share = SymbolScope::new("TSLA", currency("USD"), currency("USD"));
    assert_eq!((share.base.codes(), share.quote.codes()), (vec!["USD"], Vec::new()));
}

#[test]
fn news_of_the_quote_currency_work_the_other_way() {
    let scope = SymbolScope::new("EURUSD.m", None, None);
    for (title, concern) in [
        ("Euro climbs", Some(Concern::Base)),
        ("Dollar climbs", Some(Concern::Quote)),
        ("Euro climbs against dollar", Some(Concern::Base)),
        ("Yen climbs", None),
    ] {
        assert_eq!(scope.concern(subjects_of_headline(title)), concern, "{title}");
    }
}

#[test]
fn the_list_fits_a_set_and_names_each_code_once() {
    let all = Subject::all();
    assert_eq!(all.len(), include_str!("data/subjects.tsv").lines().count());
    let mut codes: Vec<_> = all.iter().map(|subject| subject.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
}
