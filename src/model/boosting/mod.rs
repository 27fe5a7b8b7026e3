//! Gradient boosting of the three classes: softmax over trees that are grown on histograms.
//!
//! One iteration looks at all rows, computes for each class how far its probability is from the
//! truth, and grows one small tree per class that reduces the difference (Friedman, "Greedy
//! function approximation", 2001, algorithm 6, with the second-order gain of Chen and Guestrin,
//! "XGBoost", 2016, and the histograms of Ke et al., "LightGBM", 2017).
//!
//! ```text
//! Table ── Bins ──► PackedRows ──► Gradients ──► Histogram ──► best Split ──► Tree
//!        (u8, once)  (of one fit)      ▲                                       │
//!                                      └──────────── probabilities ◄───────────┘
//! ```
//!
//! Gradients are rounded to fixed point once per iteration and added as integers. Integer sums are
//! exact in any order, so a histogram minus that of one child is exactly that of the other, and the
//! same input gives the same bits on every system. A fit is single threaded; fits run side by side.
//!
//! Start with [`boost`], or with [`Boosting`] for the trait [`Learner`](super::Learner).

mod binned_tree;
mod bins;
mod boosted;
mod elementary;
mod fit;
mod gradients;
mod grow;
mod histogram;
mod learner;
mod packed_rows;
mod sampling;
mod settings;
mod split;

#[cfg(test)]
mod tests;

pub use bins::Bins;
pub use boosted::Boosted;
pub use fit::boost;
pub use learner::Boosting;
pub use settings::BoostSettings;
