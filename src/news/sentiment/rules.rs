//! VADER's rules: what surrounds a word changes its valence.
//!
//! Follows vaderSentiment 3.3.2 step by step, also where a step looks accidental: scores must be
//! equal. Such places say so.

use super::grammar::{BOOST, dampens, idiom_of_three, idiom_of_two};
use super::tokens::{Token, Tokens};
use super::words::{Booster, Mark};

/// What a word in capitals gains among words that are not.
const CAPITALS: f64 = 0.733;
/// What a negation multiplies with.
const NEGATION: f64 = -0.74;
/// What "never so" and "never this" multiply with.
const NEVER_SO: f64 = 1.25;

/// Valence of every word, in its surroundings.
pub(super) fn valences(tokens: &Tokens, out: &mut Vec<f64>) {
    out.clear();
    let contrast = tokens.has_contrast();
    let list = tokens.list.as_slice();
    for (at, token) in list.iter().enumerate() {
        let is_kind_of = token.word.mark == Mark::Kind && mark(list, at + 1) == Mark::Of;
        let counts = token.word.booster.is_none() && !is_kind_of;
        let rating = token.word.valence.filter(|_| counts);
        out.push(rating.map_or(0.0, |tenths| valence(list, at, tenths.rating(), contrast)));
    }
    weigh_around_but(list, out);
}

fn mark(list: &[Token], at: usize) -> Mark {
    list.get(at).map_or(Mark::Plain, |token| token.word.mark)
}

/// Valence of the word at `at`, which is in the lexicon with `rating`.
fn valence(list: &[Token], at: usize, rating: f64, contrast: bool) -> f64 {
    let before = |back: usize| at.checked_sub(back).map(|at| &list[at]);
    let is_no = |back| before(back).is_some_and(|token| token.word.mark == Mark::No);
    let mut valence = rating;
    let negates_next = list.get(at + 1).is_some_and(|next| next.word.valence.is_some());
    if list[at].word.mark == Mark::No && negates_next {
        valence = 0.0;
    }
    let or_before = before(1).is_some_and(|token| token.word.mark == Mark::Or);
    if is_no(1) || is_no(2) || (is_no(3) && or_before) {
        valence = rating * NEGATION;
    }
    if list[at].is_upper && contrast {
        valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
    }
    for (back, fade) in [(1, 1.0), (2, 0.95), (3, 0.9)] {
        let Some(earlier) = before(back).filter(|token| token.word.valence.is_none()) else {
            continue;
        };
        let emphasis = emphasis(earlier, valence, contrast);
        valence += if back == 1 { emphasis } else { emphasis * fade };
        valence = negated(valence, list, at, back);
        if back == 3 {
            valence = idioms(valence, list, at);
        }
    }
    least(valence, list, at)
}

/// What a booster before the word adds.
fn emphasis(earlier: &Token, valence: f64, contrast: bool) -> f64 {
    let Some(booster) = earlier.word.booster else { return 0.0 };
    let raises = booster == Booster::Raises;
    let amount = if raises == (valence < 0.0) { -BOOST } else { BOOST };
    if !(earlier.is_upper && contrast) {
        amount
    } else if valence > 0.0 {
        amount + CAPITALS
    } else {
        amount - CAPITALS
    }
}

/// The valence after the word `back` places before has had its chance to negate it.
fn negated(valence: f64, list: &[Token], at: usize, back: usize) -> f64 {
    let is = |back: usize, wanted: &[Mark]| wanted.contains(&list[at - back].word.mark);
    let so_or_this = [Mark::So, Mark::This];
    let (raises, is_without_doubt) = match back {
        1 => (false, false),
        2 => (
            is(2, &[Mark::Never]) && is(1, &so_or_this),
            is(2, &[Mark::Without]) && is(1, &[Mark::Doubt]),
        ),
        // As the original: "so" or "this" directly before raises without any "never".
        _ => (
            is(3, &[Mark::Never]) && is(2, &so_or_this) || is(1, &so_or_this),
            is(3, &[Mark::Without]) && (is(2, &[Mark::Doubt]) || is(1, &[Mark::Doubt])),
        ),
    };
    if raises {
        valence * NEVER_SO
    } else if !is_without_doubt && list[at - back].negates {
        valence * NEGATION
    } else {
        valence
    }
}

/// Idioms that the word, which has three before it, is part of or follows.
fn idioms(mut valence: f64, list: &[Token], at: usize) -> f64 {
    let [three, two, one, zero] = [3, 2, 1, 0].map(|back| list[at - back].word.mark);
    let special = idiom_of_two(one, zero)
        .or_else(|| idiom_of_three(two, one, zero))
        .or_else(|| idiom_of_two(two, one))
        .or_else(|| idiom_of_three(three, two, one))
        .or_else(|| idiom_of_two(three, two));
    valence = special.unwrap_or(valence);
    let [next, after] = [1, 2].map(|ahead| mark(list, at + ahead));
    valence = idiom_of_two(zero, next).unwrap_or(valence);
    valence = idiom_of_three(zero, next, after).unwrap_or(valence);
    for (first, second) in [(three, two), (two, one)] {
        if dampens(first, second) {
            valence -= BOOST;
        }
    }
    valence
}

/// "least" directly before negates, but not "at least" and "very least".
fn least(valence: f64, list: &[Token], at: usize) -> f64 {
    let before = |back: usize| at.checked_sub(back).map(|at| &list[at].word);
    let is_least = before(1).is_some_and(|word| word.mark == Mark::Least && word.valence.is_none());
    let is_phrase = before(2).is_some_and(|word| matches!(word.mark, Mark::At | Mark::Very));
    if is_least && !is_phrase { valence * NEGATION } else { valence }
}

/// Halves what stands before the first "but" and raises what stands behind it by half.
///
/// As the original: each step changes the *first* valence equal to the one it looks at, so equal
/// valences behind the "but" may leave one changed twice and another not at all.
fn weigh_around_but(list: &[Token], valences: &mut [f64]) {
    let Some(but) = list.iter().position(|token| token.word.mark == Mark::But) else { return };
    for at in 0..valences.len() {
        let wanted = valences[at];
        // Zero stays zero.
        if wanted == 0.0 {
            continue;
        }
        let Some(first) = valences.iter().position(|&other| other == wanted) else { continue };
        match first.cmp(&but) {
            std::cmp::Ordering::Less => valences[first] = wanted * 0.5,
            std::cmp::Ordering::Greater => valences[first] = wanted * 1.5,
            std::cmp::Ordering::Equal => {}
        }
    }
}
