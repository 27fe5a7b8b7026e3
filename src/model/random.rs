//! Random numbers that are the same for a seed on every system.

/// A generator of random numbers: xoshiro256++, its state filled by SplitMix64.
///
/// Only whole numbers are computed, so the sequence has the same bits everywhere. It is not for
/// secrets.
///
/// Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
/// (2021); the reference code at prng.di.unimi.it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut word = seed;
        Self { state: std::array::from_fn(|_| split_mix(&mut word)) }
    }

    /// A generator of its own for part number `part` of a work, so that parts can be done in any
    /// order.
    #[must_use]
    pub fn of_part(seed: u64, part: u64) -> Self {
        let mut word = part;
        Self::new(seed ^ split_mix(&mut word))
    }

    /// 64 random bits.
    pub const fn bits(&mut self) -> u64 {
        let state = &mut self.state;
        let sum = state[0].wrapping_add(state[3]);
        let result = sum.rotate_left(23).wrapping_add(state[0]);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        result
    }

    /// A number from 0 inclusive to 1 exclusive, a multiple of 2^-53.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// A number below `end`, each as likely; 0 when `end` is 0.
    ///
    /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
    pub const fn below(&mut self, end: usize) -> usize {
        let end = end as u64;
        if end == 0 {
            return 0;
        }
        let threshold = end.wrapping_neg() % end;
        loop {
            let product = self.bits() as u128 * end as u128;
            if product as u64 >= threshold {
                return (product >> 64) as usize;
            }
        }
    }

    /// Brings items into a random order, each order as likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

/// The next word of SplitMix64.
const fn split_mix(word: &mut u64) -> u64 {
    *word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *word;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of the authors' programs in C: SplitMix64 from 1234567, xoshiro256++ from 1, 2, 3, 4.
    #[test]
    fn gives_the_numbers_of_the_reference_programs() {
        let mut word = 1_234_567;
        let words: [u64; 3] = std::array::from_fn(|_| split_mix(&mut word));
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973];
        assert_eq!(words[..2], expected);
        assert_eq!(words[2], 9_817_491_932_198_370_423);
        let mut random = Random { state: [1, 2, 3, 4] };
        let bits: [u64; 5] = std::array::from_fn(|_| random.bits());
        let small = [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386];
        assert_eq!(bits[..4], small);
        assert_eq!(bits[4], 9_228_616_714_210_784_205);
    }

    #[test]
    fn numbers_below_an_end_are_equally_likely() {
        let mut random = Random::new(7);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[random.below(6)] += 1;
        }
        // Five degrees of freedom: chi squared above 20.5 has a chance of 0.001.
        let chi: f64 =
            counts.iter().map(|&count| (f64::from(count) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi < 20.5, "{counts:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<usize> = (0..100).collect();
        Random::new(1).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn parts_have_sequences_of_their_own() {
        let first = |part| Random::of_part(5, part).bits();
        assert_ne!(first(0), first(1));
        assert_eq!(first(1), first(1));
        let unit = Random::new(3).unit();
        assert!((0.0..1.0).contains(&unit));
    }
}
