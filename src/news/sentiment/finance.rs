//! The words of markets: what a headline says of a price, not of a mood.
//!
//! Before VADER's rules weigh a text, phrases become one word ("record high"), and a direction is
//! turned around beside something that is better when it falls ("loss narrows", "costs rise").
//! Negation, boosters, capitals and "but" then work on the result as in plain VADER.

use super::lexicon::{Lexicon, Word};
use super::text::Seen;

/// How many words away a burden may stand from the direction that it turns around.
const REACH: usize = 3;

/// Rewrites the words.
pub(super) fn rewrite(lexicon: &Lexicon, words: &mut Vec<Seen>) {
    if lexicon.market_phrases.is_empty() {
        return;
    }
    let (mut from, mut to) = (0, 0);
    while from < words.len() {
        let (seen, len) = joined(lexicon, &words[from..]);
        words[to] = seen;
        from += len;
        to += 1;
    }
    words.truncate(to);
    for at in 0..words.len() {
        if words[at].word.is_move {
            turn(words, at);
        }
    }
}

/// The longest phrase at the start as one word, or the first word; and how many words it was.
fn joined(lexicon: &Lexicon, words: &[Seen]) -> (Seen, usize) {
    let first = words[0].word.id;
    if first == 0 {
        return (words[0], 1);
    }
    let start = lexicon.market_phrases.partition_point(|phrase| phrase.ids[0] < first);
    let same = lexicon.market_phrases[start..].iter().take_while(|phrase| phrase.ids[0] == first);
    let fits = |ids: &[u16]| {
        ids.len() <= words.len() && ids.iter().zip(words).all(|(&id, seen)| seen.word.id == id)
    };
    let longest = same.filter(|phrase| fits(&phrase.ids)).max_by_key(|phrase| phrase.ids.len());
    let Some(phrase) = longest else { return (words[0], 1) };
    let valence = Some(phrase.value).filter(|&value| value != 0.0);
    let joined = Seen {
        word: Word { valence, ..Word::default() },
        is_upper: words[..phrase.ids.len()].iter().all(|seen| seen.is_upper),
        negates: false,
    };
    (joined, phrase.ids.len())
}

/// Turns a direction around if a burden is near; the burden then says nothing by itself.
fn turn(words: &mut [Seen], at: usize) {
    let near = (1..=REACH).flat_map(|distance| [at.checked_sub(distance), Some(at + distance)]);
    let burden =
        near.flatten().find(|&index| words.get(index).is_some_and(|seen| seen.word.is_burden));
    if let Some(index) = burden {
        words[index].word.valence = None;
        words[at].word.valence = words[at].word.valence.map(|valence| -valence);
    }
}

#[cfg(test)]
mod tests {
    use crate::news::sentiment::Scorer;

    fn sign(text: &str) -> i32 {
        let compound = Scorer::finance().score(text).compound;
        i32::from(compound >= 0.05) - i32::from(compound <= -0.05)
    }

    #[test]
    fn what_is_better_when_it_falls_turns_a_direction_around() {
        for (text, expected) in [
            ("Quarterly loss narrows at the carmaker", 1),
            ("Quarterly profit narrows at the carmaker", -1),
            ("Unemployment rose in May", -1),
            ("Output rose in May", 1),
            ("Group debt is reduced", 1),
            ("Loss widens at the lender", -1),
        ] {
            assert_eq!(sign(text), expected, "{text}");
        }
    }

    #[test]
    fn phrases_are_worth_something_else_than_their_words() {
        for (text, expected) in [
            ("Gold hits record high", 1),
            ("Gold hits record low", -1),
            ("Central bank plans rate cut", 1),
            ("Broker trims stop loss", 0),
            ("Lender shares interest in credit trust", 0),
            ("Exchange hacked, tokens stolen", -1),
            ("Exchange was not hacked", 1),
            ("Index is not at a record high", -1),
        ] {
            assert_eq!(sign(text), expected, "{text}");
        }
    }
}
