//! What a feed needs of a network. [`super::Network`] is the real one.

use std::time::Duration;

use crate::http::Reply;

/// What a stream brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A message.
    Text(String),
    /// A sign of life without a message.
    Alive,
    /// Nothing within a fraction of a second.
    Quiet,
}

/// Why a stream could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectError {
    /// What happened.
    pub text: String,
    /// The server asks to wait this long, if it refused.
    pub pause: Duration,
}

/// An open stream of messages.
pub trait Stream: Send {
    /// The next frame; returns within a second.
    ///
    /// # Errors
    /// The stream has ended, and why.
    fn read(&mut self) -> Result<Frame, String>;
    /// Sends a message.
    ///
    /// # Errors
    /// The stream has ended, and why.
    fn send(&mut self, text: &str) -> Result<(), String>;
    /// Asks for a sign of life.
    ///
    /// # Errors
    /// The stream has ended, and why.
    fn ping(&mut self) -> Result<(), String>;
}

/// Ways to a venue.
pub trait Transport: Send {
    /// Gets what stands at an address. Any answer is a success, whatever its status.
    ///
    /// # Errors
    /// Why there is no answer.
    fn get(&mut self, url: &str) -> Result<Reply, String>;
    /// Opens a stream.
    ///
    /// # Errors
    /// Why it does not open.
    fn connect(&mut self, url: &str) -> Result<Box<dyn Stream>, ConnectError>;
}
