//! Whom a headline concerns: currencies, coins, commodities and indices, and the symbol they move.
//!
//! | file | what |
//! |---|---|
//! | `subjects` | the list of all subjects, `data/subjects.tsv`, and sets of them |
//! | `aliases` | the words that name a subject in a headline |
//! | `symbol` | the subjects of a broker's symbol |

mod aliases;
mod subjects;
mod symbol;

pub use aliases::subjects_of_headline;
pub use subjects::{Kind, Subject, Subjects};
pub use symbol::{Concern, SymbolScope};

#[cfg(test)]
mod tests;
