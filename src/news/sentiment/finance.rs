//! Words and phrases of markets over VADER's: what rises or falls decides whether that is good.
//!
//! Written for this project; `data/finance.tsv` holds text, valence and role. A role tells what a
//! word does to its neighbours:
//!
//! | role | example | meaning |
//! |---|---|---|
//! | `rise`, `fall` | "jumps", "slips" | good or bad by itself |
//! | `asset` | "profit" | its own valence is void beside a rise or fall |
//! | `burden` | "costs", "loss" | the same, and a rise beside it is bad, a fall good |
//! | `negator` | "rules out" | negates what follows, as "not" does |

use super::tokens::Token;
use super::words::{Mark, Tenths, Words};

const LEXICON: &str = include_str!("data/finance.tsv");
/// Most words of a phrase.
const PHRASE_WORDS: usize = 4;
/// How many words away a rise or fall looks for what rises or falls.
const REACH: usize = 4;

/// VADER's ratings closer to 0 than this do not count: the headlines' companies, products and
/// courtesies. Chosen on the half of the labelled texts that is not held out.
const MILD: Tenths = Tenths(16);

/// What a word does to its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    None,
    Rise,
    Fall,
    Asset,
    Burden,
    Negator,
}

impl Role {
    fn parse(text: &str) -> Self {
        match text {
            "rise" => Self::Rise,
            "fall" => Self::Fall,
            "asset" => Self::Asset,
            "burden" => Self::Burden,
            "negator" => Self::Negator,
            _ => Self::None,
        }
    }

    const fn is_move(self) -> bool {
        matches!(self, Self::Rise | Self::Fall)
    }

    const fn is_thing(self) -> bool {
        matches!(self, Self::Asset | Self::Burden)
    }
}

/// A phrase: its words by number, padded with 0, and what it means.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    words: [u16; PHRASE_WORDS],
    valence: Option<Tenths>,
    role: Role,
}

/// All phrases, sorted by their words.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases(Vec<Phrase>);

impl Phrases {
    /// The longest phrase that begins at `at`, and how many words it has.
    fn longest(&self, list: &[Token], at: usize) -> Option<(usize, &Phrase)> {
        let first = list[at].word.id;
        let begin = self.0.partition_point(|phrase| phrase.words[0] < first);
        let same = self.0[begin..].iter().take_while(|phrase| phrase.words[0] == first);
        let fitting = same.filter_map(|phrase| {
            let length = phrase.words.iter().take_while(|&&word| word != 0).count();
            let tokens = list.get(at..at + length)?;
            let fits = tokens.iter().zip(phrase.words).all(|(token, word)| token.word.id == word);
            fits.then_some((length, phrase))
        });
        fitting.max_by_key(|(length, _)| *length)
    }
}

/// Puts the lexicon of finance on top of the words.
pub(super) fn add_to(words: &mut Words) {
    words.each(|word| word.valence = word.valence.filter(|valence| valence.0.abs() >= MILD.0));
    for line in LEXICON.lines() {
        let mut fields = line.split('\t');
        let (Some(text), Some(valence), Some(role)) =
            (fields.next(), fields.next(), fields.next().map(Role::parse))
        else {
            continue;
        };
        // A zero stands for a word without feeling: not in the lexicon, so that it hides nothing.
        let valence = Tenths::parse(valence).filter(|valence| valence.0 != 0);
        if text.contains(' ') {
            add_phrase(words, text, valence, role);
        } else if let Some(word) = words.entry(text) {
            word.valence = valence;
            word.role = role;
            word.negates |= role == Role::Negator;
        }
    }
    words.phrases.0.sort_by_key(|phrase| phrase.words);
}

fn add_phrase(words: &mut Words, text: &str, valence: Option<Tenths>, role: Role) {
    let mut ids = [0; PHRASE_WORDS];
    for (at, (id, text)) in ids.iter_mut().zip(text.split(' ')).enumerate() {
        let Some(word) = words.entry(text) else { return };
        word.begins_phrase |= at == 0;
        *id = word.id;
    }
    words.phrases.0.push(Phrase { words: ids, valence, role });
}

/// Changes what is known about the words of a text before VADER's rules look at them.
pub(super) fn prepare(list: &mut [Token], phrases: &Phrases) {
    join_phrases(list, phrases);
    judge_moves(list);
}

/// A phrase becomes its last word; the others fall silent.
fn join_phrases(list: &mut [Token], phrases: &Phrases) {
    let mut at = 0;
    while at < list.len() {
        let found = if list[at].word.begins_phrase { phrases.longest(list, at) } else { None };
        let Some((length, phrase)) = found else {
            at += 1;
            continue;
        };
        for token in &mut list[at..at + length] {
            token.word.valence = None;
            token.word.booster = None;
            token.word.mark = Mark::Plain;
            token.word.role = Role::None;
            token.negates = false;
        }
        let last = &mut list[at + length - 1];
        last.word.role = phrase.role;
        last.word.valence = phrase.valence;
        last.negates = phrase.role == Role::Negator;
        at += length;
    }
}

/// Turns a rise of a burden to bad and a fall of one to good.
fn judge_moves(list: &mut [Token]) {
    for at in 0..list.len() {
        if !list[at].word.role.is_move() {
            continue;
        }
        let Some(thing) = nearest_thing(list, at) else { continue };
        if list[thing].word.role == Role::Burden {
            list[at].word.valence = list[at].word.valence.map(|Tenths(tenths)| Tenths(-tenths));
        }
        list[thing].word.valence = None;
    }
}

/// The nearest word that can rise or fall; before the move wins over behind it.
fn nearest_thing(list: &[Token], at: usize) -> Option<usize> {
    let is_thing = |&at: &usize| list.get(at).is_some_and(|token| token.word.role.is_thing());
    (1..=REACH).find_map(|away| {
        at.checked_sub(away).filter(is_thing).or_else(|| Some(at + away).filter(is_thing))
    })
}
