//! FNV-1a: the same numbers on every system, in every run.

/// Begin of a 64-bit FNV-1a hash.
pub(super) const START: u64 = 0xCBF2_9CE4_8422_2325;

/// Continues a hash with one byte.
pub(super) const fn with_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01B3)
}

/// Hash of bytes.
pub(super) fn of(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(START, with_byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_published_vectors() {
        // Landon Curt Noll's FNV test suite, 64-bit FNV-1a.
        assert_eq!(of(*b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(of(*b"a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(of(*b"foobar"), 0x8594_4171_F739_67E8);
    }
}
