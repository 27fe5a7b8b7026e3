//! Short text of fixed capacity, so that records can be copied without allocating; hashes as text.

use std::fmt;

/// UTF-8 text of at most `N` bytes, without allocation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FixedText<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> FixedText<N> {
    /// No text.
    pub const EMPTY: Self = Self { bytes: [0; N], len: 0 };

    /// Copies `text`; `None` if it is longer than `N` bytes or `N` exceeds 255.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let len = u8::try_from(text.len()).ok().filter(|_| text.len() <= N)?;
        let mut bytes = [0; N];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self { bytes, len })
    }

    /// Reads a zero-terminated or full field of a C structure.
    ///
    /// # Errors
    /// If the bytes before the terminator are not UTF-8.
    pub fn from_c(bytes: &[u8; N]) -> Result<Self, std::str::Utf8Error> {
        let end = bytes.iter().position(|&b| b == 0).unwrap_or(N).min(255);
        std::str::from_utf8(&bytes[..end])?;
        let mut copy = [0; N];
        copy[..end].copy_from_slice(&bytes[..end]);
        Ok(Self { bytes: copy, len: end as u8 })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Both constructors checked the bytes, so the fallback is never taken.
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or("")
    }

    /// The bytes, zero-filled to capacity.
    #[must_use]
    pub const fn to_c(&self) -> [u8; N] {
        self.bytes
    }

    /// Whether there is no text.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<const N: usize> Default for FixedText<N> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<const N: usize> fmt::Debug for FixedText<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl<const N: usize> fmt::Display for FixedText<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
/// Two lower-case hexadecimal digits for each byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
