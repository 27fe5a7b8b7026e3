//! Arguments that several commands share.

use clap::ValueEnum;

use hypertrader::store::OnBad;

/// What to do with bad rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnBadRows {
    /// Stop at the first one and name its line and column.
    #[default]
    Fail,
    /// Leave them out and count them by kind.
    Skip,
}

impl From<OnBadRows> for OnBad {
    fn from(policy: OnBadRows) -> Self {
        match policy {
            OnBadRows::Fail => Self::Fail,
            OnBadRows::Skip => Self::Skip,
        }
    }
}
