//! What the lexicon of finance changes, and what holds in both modes.

use super::*;

#[test]
fn what_moves_decides_whether_a_move_is_good() {
    let mut finance = Analyzer::new(Mode::Finance);
    for (text, good) in [
        ("Net profit rises in third quarter", true),
        ("Net profit falls in third quarter", false),
        ("Operating loss narrows", true),
        ("Operating loss widens", false),
        ("Unemployment falls to 4 percent", true),
        ("Inflation jumps again", false),
        ("Miner cuts costs", true),
        ("Bitcoin slips below support", false),
        ("Exchange halts withdrawals", false),
        ("Retailer beats estimates", true),
        ("Retailer misses estimates", false),
        ("Company denies fraud", true),
        ("Bank not insolvent", true),
        ("Shares did not rise", false),
    ] {
        let compound = finance.score(text).compound;
        assert_eq!(compound > 0.05, good, "{text}: {compound}");
        assert_eq!(compound < -0.05, !good, "{text}: {compound}");
    }
}

#[test]
fn words_without_feeling_in_markets_are_neutral_there() {
    let (mut plain, mut finance) = (Analyzer::new(Mode::Plain), Analyzer::new(Mode::Finance));
    let text = "Trust appoints head of securities and interest products";
    assert!(plain.score(text).compound > 0.05);
    assert_eq!(finance.score(text).compound, 0.0);
}

#[test]
fn a_text_without_words_has_no_sentiment() {
    for mode in [Mode::Plain, Mode::Finance] {
        for text in ["", "   ", "\u{a0}\u{3000}\x1c"] {
            assert_eq!(Analyzer::new(mode).score(text), Scores::default(), "{text:?}");
        }
    }
}

#[test]
fn buffers_carry_nothing_from_one_text_to_the_next() {
    let mut used = Analyzer::new(Mode::Finance);
    for text in ["GREAT gains! \u{1f600} but not good?", "losses", "", "\u{1f600}\u{1f600}"] {
        assert_eq!(used.score(text), Analyzer::new(Mode::Finance).score(text), "{text}");
    }
}
