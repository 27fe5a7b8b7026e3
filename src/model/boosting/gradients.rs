//! How far each row is from its class.

use super::elementary::{ROUND, logarithm};
use crate::model::Class;

/// Rows per step of the vector loops.
const LANES: usize = 8;
/// Most rows of a fit: their number must leave room beside the second derivatives in a
/// [`Cell`](super::histogram::Cell).
pub(super) const MOST_ROWS: usize = (1 << 24) - 1;
/// Friedman's factor `K / (K - 1)` on the second derivatives of `K` classes: the outputs of a row
/// have a sum that nothing depends on, and one Newton step per class would go too far.
const CURVATURE: f64 = Class::COUNT as f64 / (Class::COUNT - 1) as f64;

type PerClass<T> = [T; Class::COUNT];
type Lanes = [f64; LANES];

/// Probabilities, labels and derivatives of the training rows. All lists are filled up to a
/// multiple of [`LANES`] with rows of no weight.
///
/// The sums of the trees are not kept, but their exponentials: a tree then multiplies the rows of a
/// leaf with the exponential of its output, one per leaf, instead of one exponential per row and
/// class. They are divided by their sum in every iteration, which makes them probabilities.
#[derive(Debug)]
pub(super) struct Gradients {
    rows: usize,
    /// The probabilities by class, but for a common factor of each row.
    shares: PerClass<Vec<f64>>,
    weights: Vec<f64>,
    /// The weight of a row of Up, minus the weight of a row of Down, 0 for Flat.
    leanings: Vec<f64>,
    weight: f64,
    packed: PerClass<Vec<u64>>,
    /// What first derivatives are multiplied with, a power of two.
    pub(super) first_scale: f64,
    /// What second derivatives are multiplied with, a power of two.
    pub(super) second_scale: f64,
}

/// The greatest power of two that is at most `x`, a normal number above 0.
fn power_of_two(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0x7ff0_0000_0000_0000)
}

/// First and second derivative of one row in fixed point.
#[inline(always)]
pub(super) const fn unpack(packed: u64) -> (i64, u64) {
    (packed.cast_signed() >> 32, packed & 0xffff_ffff)
}

/// What a leaf's output multiplies the shares of its rows with.
pub(super) fn factor(output: f64) -> f64 {
    // Three of the greatest factors can still be added.
    libm::exp(output.clamp(-700.0, 700.0))
}

impl Gradients {
    /// Rows with their classes and weights; all sums are `base`.
    pub(super) fn new(rows: impl Iterator<Item = (Class, f64)>, base: &PerClass<f64>) -> Self {
        let (mut weights, mut leanings) = (Vec::new(), Vec::new());
        for (class, weight) in rows {
            weights.push(weight);
            leanings.push([-weight, 0.0, weight][class as usize]);
        }
        let rows = weights.len();
        let greatest = weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let weight = weights.iter().sum();
        let padded = rows.next_multiple_of(LANES);
        weights.resize(padded, 0.0);
        leanings.resize(padded, 0.0);

        // First derivatives are within the greatest weight, second ones within 3/8 of it. One of
        // either must fit in 32 bits, the sum of the second ones in 40.
        let one = 1_073_741_824.0 / greatest;
        let all = 1_099_511_627_776.0 / (greatest * rows as f64);
        Self {
            rows,
            shares: base.map(|base| vec![factor(base); padded]),
            weights,
            leanings,
            weight,
            packed: std::array::from_fn(|_| vec![0; padded]),
            first_scale: power_of_two(one),
            second_scale: power_of_two(one.min(all)),
        }
    }

    /// Number of rows.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// The derivatives of the rows for a class; see [`unpack`].
    pub(super) fn of(&self, class: Class) -> &[u64] {
        &self.packed[class as usize][..self.rows]
    }

    /// What trees of a class multiply with the [`factor`]s of their leaves, by row.
    pub(super) fn shares_mut(&mut self, class: Class) -> &mut [f64] {
        &mut self.shares[class as usize][..self.rows]
    }

    /// Computes the derivatives, and returns the mean loss `-ln p` of the rows.
    pub(super) fn update(&mut self) -> f64 {
        let scales = (self.first_scale, self.second_scale);
        let [down, flat, up] = self.shares.each_mut().map(|list| list.as_chunks_mut().0);
        let [to_down, to_flat, to_up] = self.packed.each_mut().map(|list| list.as_chunks_mut().0);
        let weights = self.weights.as_chunks().0;
        let leanings = self.leanings.as_chunks().0;
        let shares = down.iter_mut().zip(flat).zip(up);
        let places = to_down.iter_mut().zip(to_flat).zip(to_up);
        let mut losses = [0.0; LANES];
        for (((shares, places), weights), leanings) in shares.zip(places).zip(weights).zip(leanings)
        {
            let ((down, flat), up) = shares;
            let ((to_down, to_flat), to_up) = places;
            let inverse: Lanes = std::array::from_fn(|i| 1.0 / (down[i] + flat[i] + up[i]));
            for share in [&mut *down, &mut *flat, &mut *up] {
                normalise(share, &inverse);
            }
            *to_down = pack(down, &leanings.map(|l| maximum(-l, 0.0)), weights, scales);
            let of_flat = std::array::from_fn(|i| weights[i] - leanings[i].abs());
            *to_flat = pack(flat, &of_flat, weights, scales);
            *to_up = pack(up, &leanings.map(|l| maximum(l, 0.0)), weights, scales);
            for i in 0..LANES {
                let of_side = if leanings[i] > 0.0 { up[i] } else { down[i] };
                let of_label = if leanings[i] == 0.0 { flat[i] } else { of_side };
                losses[i] -= weights[i] * logarithm(of_label);
            }
        }
        losses.iter().sum::<f64>() / self.weight
    }
}

/// The greater of two numbers, as one instruction.
#[inline(always)]
const fn maximum(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// Makes probabilities of shares; none becomes 0, from where no factor could lead back.
#[inline(always)]
fn normalise(shares: &mut Lanes, inverse: &Lanes) {
    for (share, inverse) in shares.iter_mut().zip(inverse) {
        *share = maximum(*share * inverse, 1e-300);
    }
}

/// Derivatives of the loss by the sums of one class, in fixed point: `w p - w y` and
/// `w 3/2 p (1 - p)`.
#[inline(always)]
fn pack(
    probabilities: &Lanes,
    labels: &Lanes,
    weights: &Lanes,
    (first_scale, second_scale): (f64, f64),
) -> [u64; LANES] {
    std::array::from_fn(|i| {
        let share = weights[i] * probabilities[i];
        let first = (share - labels[i]) * first_scale;
        let second = (share * (1.0 - probabilities[i])) * (CURVATURE * second_scale);
        let low_bits = (second + ROUND).to_bits() & 0xffff_ffff;
        ((first + ROUND).to_bits() << 32) | low_bits
    })
}

/// Mean loss of rows with weights, from their sums.
pub(super) fn loss(sums: &[PerClass<f64>], rows: &[(Class, f64)]) -> f64 {
    let (mut loss, mut weight) = (0.0, 0.0);
    for (sums, (class, of_row)) in sums.iter().zip(rows) {
        let greatest = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = sums.iter().map(|sum| libm::exp(sum - greatest)).sum();
        loss += of_row * (libm::log(total) - (sums[*class as usize] - greatest));
        weight += of_row;
    }
    loss / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Softmax by libm of the sums -0.3, 0.2, 1.1.
    fn probabilities() -> [f64; 3] {
        let e = [-0.3, 0.2, 1.1].map(libm::exp);
        e.map(|x| x / (e[0] + e[1] + e[2]))
    }

    #[test]
    fn derivatives_are_those_of_the_softmax_loss() {
        let rows = [(Class::Down, 1.0), (Class::Flat, 2.0), (Class::Up, 0.5)];
        let mut gradients = Gradients::new(rows.into_iter(), &[-0.3, 0.2, 1.1]);
        let mean = gradients.update();
        let p = probabilities();
        for class in Class::ALL {
            for (row, (label, weight)) in rows.into_iter().enumerate() {
                let (first, second) = unpack(gradients.of(class)[row]);
                let p = p[class as usize];
                let target = if class == label { 1.0 } else { 0.0 };
                let first = first as f64 / gradients.first_scale;
                let second = second as f64 / gradients.second_scale;
                assert!((first - weight * (p - target)).abs() < 1e-8, "{class:?} {row}");
                assert!((second - weight * 1.5 * p * (1.0 - p)).abs() < 1e-8, "{class:?} {row}");
            }
        }
        let expected: f64 = rows.iter().map(|(c, w)| -w * libm::log(p[*c as usize])).sum();
        assert!((mean - expected / 3.5).abs() < 1e-15);
        assert!((loss(&[[-0.3, 0.2, 1.1]; 3], &rows) - expected / 3.5).abs() < 1e-15);
    }

    #[test]
    fn extreme_sums_and_weights_stay_in_range() {
        for weight in [1e-12, 1.0, 1e12] {
            let rows = (0..20_000).map(|_| (Class::Down, weight));
            let mut gradients = Gradients::new(rows, &[0.0; 3]);
            gradients.shares_mut(Class::Down)[0] *= factor(-1e9);
            gradients.shares_mut(Class::Up)[0] *= factor(1e9);
            let loss = gradients.update();
            assert!(loss.is_finite());
            let total: u64 = gradients.of(Class::Up).iter().map(|&packed| unpack(packed).1).sum();
            assert!(total < 1 << 40, "{total}");
            // p (1 - p) = 2/9 for each but the first row, times 3/2 and the weight.
            let expected = 19_999.0 * weight / 3.0;
            let relative = total as f64 / gradients.second_scale / expected - 1.0;
            assert!(relative.abs() < 1e-6, "{relative:e}");
            // The first row is certain, and wrong: its first derivatives are the whole weight.
            let first = unpack(gradients.of(Class::Down)[0]).0 as f64 / gradients.first_scale;
            assert!((first / weight + 1.0).abs() < 1e-6);
        }
    }
}
