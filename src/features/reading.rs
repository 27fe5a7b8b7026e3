//! From the outputs of an indicator to a column: as they are, or freed of the symbol's scale.

/// Most outputs of one indicator.
pub(super) const OUTPUTS_MAX: usize = 4;

/// What an indicator answered; `None` where it has no such output, or no value yet.
pub(super) type Outputs = [Option<f64>; OUTPUTS_MAX];

/// No value at all.
pub(super) const NOTHING: Outputs = [None; OUTPUTS_MAX];

/// How a column is read from the outputs of its indicator and the close of the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// An output as it is.
    Output(usize),
    /// An output as a fraction of the close.
    Frac(usize),
    /// How far the close is above an output, as a fraction of the output.
    Distance(usize),
    /// Where the close is on the way from a lower output (0) to an upper one (1), possibly
    /// outside; in the middle where there is no way.
    Position {
        /// Number of the lower output.
        lower: usize,
        /// Number of the upper output.
        upper: usize,
    },
}

impl Reading {
    /// The value of the column.
    #[inline]
    pub(super) fn of(self, outputs: &Outputs, close: f64) -> Option<f64> {
        let output = |index: usize| outputs.get(index).copied().flatten();
        match self {
            Self::Output(index) => output(index),
            Self::Frac(index) => output(index).map(|value| value / close),
            Self::Distance(index) => output(index).map(|value| close / value - 1.0),
            Self::Position { lower, upper } => {
                let (lower, upper) = (output(lower)?, output(upper)?);
                let way = upper - lower;
                Some(if way == 0.0 { 0.5 } else { (close - lower) / way })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_worked_by_hand() {
        let outputs = [Some(2.0), Some(6.0), Some(6.0), None];
        for (reading, expected) in [
            (Reading::Output(1), Some(6.0)),
            (Reading::Output(3), None),
            (Reading::Frac(0), Some(0.5)),
            (Reading::Distance(0), Some(1.0)),
            (Reading::Position { lower: 0, upper: 1 }, Some(0.5)),
            (Reading::Position { lower: 1, upper: 0 }, Some(0.5)),
            (Reading::Position { lower: 1, upper: 2 }, Some(0.5)),
            (Reading::Position { lower: 0, upper: 3 }, None),
        ] {
            assert_eq!(reading.of(&outputs, 4.0), expected, "{reading:?}");
        }
        assert_eq!(Reading::Position { lower: 0, upper: 1 }.of(&outputs, 8.0), Some(1.5));
    }
}
