//! VADER's rules: emphasis, boosters, negation, idioms, "but".
//!
//! Python's order of operations is kept to the letter, since sums in another order differ in their
//! last digits. Where its code does something else than it says, the code is followed.

use super::Sentiment;
use super::lexicon::{Cue, Lexicon, Phrase};
use super::round::round;
use super::text::Seen;

/// What capitals add to a word.
const CAPITALS: f64 = 0.733;
/// What a negation makes of a word.
const NEGATION: f64 = -0.74;
/// Score at which `compound` is 1 / sqrt(2), squared.
const ALPHA: f64 = 15.0;

/// The valence of each word, before "but".
pub(super) fn weigh(lexicon: &Lexicon, words: &[Seen], valences: &mut Vec<f64>) {
    valences.clear();
    let capitals = words.iter().filter(|seen| seen.is_upper).count();
    let some_capitals = capitals > 0 && capitals < words.len();
    for (at, seen) in words.iter().enumerate() {
        let is_modifier = seen.word.boost.is_some()
            || (seen.is(Cue::Kind) && words.get(at + 1).is_some_and(|next| next.is(Cue::Of)));
        valences.push(match seen.word.valence {
            Some(valence) if !is_modifier => valence_at(lexicon, words, at, valence, some_capitals),
            _ => 0.0,
        });
    }
}

/// The valence of the word at `at`, which is worth `listed` alone.
fn valence_at(
    lexicon: &Lexicon,
    words: &[Seen],
    at: usize,
    listed: f64,
    some_capitals: bool,
) -> f64 {
    let before = |distance: usize| at.checked_sub(distance).map(|index| &words[index]);
    let is_before = |distance, cue| before(distance).is_some_and(|seen: &Seen| seen.is(cue));
    let mut valence = listed;
    let next_is_listed = words.get(at + 1).is_some_and(|next| next.word.valence.is_some());
    if words[at].is(Cue::No) && next_is_listed {
        valence = 0.0;
    }
    let neither = is_before(3, Cue::No) && (is_before(1, Cue::Or) || is_before(1, Cue::Nor));
    if is_before(1, Cue::No) || is_before(2, Cue::No) || neither {
        valence = listed * NEGATION;
    }
    if words[at].is_upper && some_capitals {
        valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    for distance in 1..=3 {
        let Some(seen) = before(distance).filter(|seen| seen.word.valence.is_none()) else {
            continue;
        };
        valence += boost(seen, valence, some_capitals) * [1.0, 0.95, 0.9][distance - 1];
        valence = negate(words, at, distance, valence);
        if distance == 3 {
            valence = idioms(lexicon, words, at, valence);
        }
    }
    least(words, at, valence)
}

/// What a word adds to a valence after it.
fn boost(seen: &Seen, valence: f64, some_capitals: bool) -> f64 {
    let Some(boost) = seen.word.boost else { return 0.0 };
    let mut boost = if valence < 0.0 { -boost } else { boost };
    if seen.is_upper && some_capitals {
        boost += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    boost
}

/// Negation by the word `distance` before.
fn negate(words: &[Seen], at: usize, distance: usize, valence: f64) -> f64 {
    let is = |distance: usize, cue| words[at - distance].is(cue);
    let stresses = |distance: usize| is(distance, Cue::So) || is(distance, Cue::This);
    let (is_stressed, is_certain) = match distance {
        1 => (false, false),
        2 => (is(2, Cue::Never) && stresses(1), is(2, Cue::Without) && is(1, Cue::Doubt)),
        // "and" binds before "or" in Python: a "so" or "this" right before is enough.
        _ => (
            (is(3, Cue::Never) && stresses(2)) || stresses(1),
            is(3, Cue::Without) && (is(2, Cue::Doubt) || is(1, Cue::Doubt)),
        ),
    };
    if is_stressed {
        valence * 1.25
    } else if is_certain || !words[at - distance].negates {
        valence
    } else {
        valence * NEGATION
    }
}

/// Phrases around the word; three words stand before it.
fn idioms(lexicon: &Lexicon, words: &[Seen], at: usize, valence: f64) -> f64 {
    let id = |index: usize| words[index].word.id;
    let ids = [id(at - 3), id(at - 2), id(at - 1), id(at)];
    let [earlier, pair] = [&ids[..3], &ids[1..3]];
    let mut valence = valence;
    let sequences = [&ids[2..], &ids[1..], pair, earlier, &ids[..2]];
    if let Some(worth) = sequences.iter().find_map(|ids| Phrase::find(&lexicon.phrases, ids)) {
        valence = worth;
    }
    for len in [2, 3] {
        let Some(after) = words.get(at..at + len) else { break };
        let ids = [after[0].word.id, after[1].word.id, after[len - 1].word.id];
        valence = Phrase::find(&lexicon.phrases, &ids[..len]).unwrap_or(valence);
    }
    for ids in [earlier, &ids[..2], pair] {
        valence += Phrase::find(&lexicon.boosts, ids).unwrap_or(0.0);
    }
    valence
}

/// "least" right before turns around, "at least" and "very least" do not.
fn least(words: &[Seen], at: usize, valence: f64) -> f64 {
    let Some(seen) = at.checked_sub(1).map(|index| &words[index]) else { return valence };
    let spared = at > 1 && (words[at - 2].is(Cue::At) || words[at - 2].is(Cue::Very));
    if seen.is(Cue::Least) && seen.word.valence.is_none() && !spared {
        valence * NEGATION
    } else {
        valence
    }
}

/// Words before the first "but" count half, words after it half as much again.
///
/// Python walks over the list that it changes and looks each value up from the start: of equal
/// values the first is changed once more, the later not at all.
pub(super) fn contrast(words: &[Seen], valences: &mut [f64]) {
    let Some(but) = words.iter().position(|seen| seen.is(Cue::But)) else { return };
    for at in 0..valences.len() {
        let value = valences[at];
        // Halves of zero are zero.
        if value == 0.0 {
            continue;
        }
        let first = valences.iter().position(|other| *other == value).unwrap_or(at);
        if first < but {
            valences[first] = value * 0.5;
        } else if first > but {
            valences[first] = value * 1.5;
        }
    }
}

/// What exclamation and question marks add.
fn emphasis(text: &str) -> f64 {
    let count = |mark| text.bytes().filter(|&byte| byte == mark).count();
    let exclamations = count(b'!').min(4) as f64 * 0.292;
    let questions = match count(b'?') {
        0 | 1 => 0.0,
        few @ (2 | 3) => few as f64 * 0.18,
        _ => 0.96,
    };
    exclamations + questions
}

/// The sentiment of a text with these valences.
pub(super) fn sum_up(text: &str, valences: &[f64]) -> Sentiment {
    if valences.is_empty() {
        return Sentiment::default();
    }
    let emphasis = emphasis(text);
    let mut sum = 0.0;
    let (mut good, mut bad, mut neutral) = (0.0, 0.0, 0.0);
    for &valence in valences {
        sum += valence;
        // One more each, since a word without sentiment counts one.
        if valence > 0.0 {
            good += valence + 1.0;
        } else if valence < 0.0 {
            bad += valence - 1.0;
        } else {
            neutral += 1.0;
        }
    }
    if sum > 0.0 {
        sum += emphasis;
    } else if sum < 0.0 {
        sum -= emphasis;
    }
    let compound = (sum / (sum * sum + ALPHA).sqrt()).clamp(-1.0, 1.0);
    if good > f64::abs(bad) {
        good += emphasis;
    } else if good < f64::abs(bad) {
        bad -= emphasis;
    }
    let total = good + f64::abs(bad) + neutral;
    Sentiment {
        compound: round(compound, 4),
        negative: round(f64::abs(bad / total), 3),
        neutral: round(neutral / total, 3),
        positive: round(good / total, 3),
    }
}
