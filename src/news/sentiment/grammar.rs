//! VADER's words of emphasis and negation, and the idioms that override a rating.
//!
//! From vaderSentiment 3.3.2 (MIT, C.J. Hutto); see `data/LICENSE-vaderSentiment.txt`.

use super::words::{Booster, Mark, Words};

/// What a booster adds, and a dampener takes away.
pub(super) const BOOST: f64 = 0.293;

const NEGATIONS: &str = "aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't \
    couldn't daren't didn't doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't \
    hadn't hasn't haven't isn't mightn't mustn't neednt needn't never none nope nor not nothing \
    nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't \
    weren't without wont wouldnt won't wouldn't rarely seldom despite";

const BOOSTERS: &str = "absolutely amazingly awfully completely considerable considerably \
    decidedly deeply effing enormous enormously entirely especially exceptional exceptionally \
    extreme extremely fabulously flipping flippin frackin fracking fricking frickin frigging \
    friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible \
    incredibly intensely major majorly more most particularly purely quite really remarkably so \
    substantially thoroughly total totally tremendous tremendously uber unbelievably unusually \
    utter utterly very";

const DAMPENERS: &str = "almost barely hardly kinda kindof kind-of less little marginal \
    marginally occasional occasionally partly scarce scarcely slight slightly somewhat sorta \
    sortof sort-of";

const MARKS: &[(&str, Mark)] = &[
    ("no", Mark::No),
    ("or", Mark::Or),
    ("nor", Mark::Or),
    ("but", Mark::But),
    ("kind", Mark::Kind),
    ("of", Mark::Of),
    ("sort", Mark::Sort),
    ("just", Mark::Just),
    ("enough", Mark::Enough),
    ("least", Mark::Least),
    ("at", Mark::At),
    ("very", Mark::Very),
    ("never", Mark::Never),
    ("so", Mark::So),
    ("this", Mark::This),
    ("without", Mark::Without),
    ("doubt", Mark::Doubt),
    ("the", Mark::The),
    ("shit", Mark::Shit),
    ("bomb", Mark::Bomb),
    ("bad", Mark::Bad),
    ("ass", Mark::Ass),
    ("bus", Mark::Bus),
    ("stop", Mark::Stop),
    ("yeah", Mark::Yeah),
    ("right", Mark::Right),
    ("kiss", Mark::Kiss),
    ("death", Mark::Death),
    ("to", Mark::To),
    ("die", Mark::Die),
    ("for", Mark::For),
    ("beating", Mark::Beating),
    ("heart", Mark::Heart),
];

/// Adds emphasis, negation and marks to the words of the lexicon.
pub(super) fn add_to(words: &mut Words) {
    for text in NEGATIONS.split_ascii_whitespace() {
        if let Some(word) = words.entry(text) {
            word.negates = true;
        }
    }
    for (list, booster) in [(BOOSTERS, Booster::Raises), (DAMPENERS, Booster::Dampens)] {
        for text in list.split_ascii_whitespace() {
            if let Some(word) = words.entry(text) {
                word.booster = Some(booster);
            }
        }
    }
    for &(text, mark) in MARKS {
        if let Some(word) = words.entry(text) {
            word.mark = mark;
        }
    }
}

/// The valence of an idiom of two words.
pub(super) const fn idiom_of_two(first: Mark, second: Mark) -> Option<f64> {
    Some(match (first, second) {
        (Mark::The, Mark::Shit | Mark::Bomb) => 3.0,
        (Mark::Bad, Mark::Ass) => 1.5,
        (Mark::Bus, Mark::Stop) => 0.0,
        (Mark::Yeah, Mark::Right) => -2.0,
        (Mark::Beating, Mark::Heart) => 3.5,
        _ => return None,
    })
}

/// The valence of an idiom of three words.
pub(super) const fn idiom_of_three(first: Mark, second: Mark, third: Mark) -> Option<f64> {
    Some(match (first, second, third) {
        (Mark::Kiss, Mark::Of, Mark::Death) => -1.5,
        (Mark::To, Mark::Die, Mark::For) => 3.0,
        _ => return None,
    })
}

/// Whether two words dampen together: "kind of", "sort of", "just enough".
pub(super) const fn dampens(first: Mark, second: Mark) -> bool {
    matches!((first, second), (Mark::Kind | Mark::Sort, Mark::Of) | (Mark::Just, Mark::Enough))
}
