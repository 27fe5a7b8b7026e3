//! Random sequences of events.
