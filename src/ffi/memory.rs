//! The only place where the host's pointers are touched.
//!
//! Every function checks before it reads or writes, in the order NULL, size, content. A zero count
//! never touches the pointer. What the host must guarantee is stated once, in the header: pointers
//! that are not NULL point to as many bytes as the structure or the count says, for the duration of
//! the call, and nobody else writes to them meanwhile.

#![expect(unsafe_code, reason = "reads and writes the host's memory at the C boundary")]

use std::mem::size_of;

use super::code::{HT_E_COUNT, HT_E_NULL, HT_E_SIZE, HT_E_UTF8};
use super::failure::Failure;

/// Most elements in one call.
pub(super) const COUNT_MAX: i32 = 1 << 24;

/// Copies a structure in. Alignment does not matter.
///
/// # Safety
/// `pointer`, unless NULL, is valid for reading a `T`.
pub(super) unsafe fn read<T: Copy>(pointer: *const T, name: &str) -> Result<T, Failure> {
    if pointer.is_null() {
        return Err(Failure::new(HT_E_NULL, format_args!("{name} was NULL")));
    }
    // SAFETY: not NULL, and the caller guarantees a readable T.
    Ok(unsafe { pointer.read_unaligned() })
}

/// Copies a structure in that begins with its own size, which must be ours.
///
/// # Safety
/// `pointer`, unless NULL, is valid for reading as many bytes as its first four say, and a `T`
/// begins with its size.
pub(super) unsafe fn read_sized<T: Copy>(pointer: *const T, name: &str) -> Result<T, Failure> {
    // SAFETY: the caller guarantees at least the four bytes of the size.
    let found = unsafe { read(pointer.cast::<u32>(), name) }?;
    check_struct_size::<T>(found, name)?;
    // SAFETY: the size is that of T, and the caller guarantees as many readable bytes.
    unsafe { read(pointer, name) }
}

/// Checks where a structure that begins with its size is to be written.
///
/// # Safety
/// As [`read_sized`], for writing.
pub(super) unsafe fn check_out<T: Copy>(pointer: *mut T, name: &str) -> Result<(), Failure> {
    // SAFETY: the caller guarantees at least the four bytes of the size.
    let found = unsafe { read(pointer.cast_const().cast::<u32>(), name) }?;
    check_struct_size::<T>(found, name)
}

fn check_struct_size<T>(found: u32, name: &str) -> Result<(), Failure> {
    if found as usize == size_of::<T>() {
        return Ok(());
    }
    Err(Failure::new(
        HT_E_SIZE,
        format_args!("{name}.struct_size was {found}, expected {}", size_of::<T>()),
    ))
}

/// Copies a value out. Alignment does not matter.
///
/// # Safety
/// `pointer`, unless NULL, is valid for writing a `T`.
pub(super) unsafe fn write<T: Copy>(pointer: *mut T, value: T, name: &str) -> Result<(), Failure> {
    if pointer.is_null() {
        return Err(Failure::new(HT_E_NULL, format_args!("{name} was NULL")));
    }
    // SAFETY: not NULL, and the caller guarantees a writable T.
    unsafe { pointer.write_unaligned(value) };
    Ok(())
}

/// The host's array of byte-aligned records.
///
/// # Safety
/// `pointer`, unless NULL, is valid for reading `count` elements for as long as the slice is used.
pub(super) unsafe fn records<'a, T: Copy>(
    pointer: *const T,
    count: i32,
    name: &str,
) -> Result<&'a [T], Failure> {
    const { assert!(align_of::<T>() == 1, "use `copies` for aligned records") };
    let Some(count) = check_count(pointer, count, name)? else { return Ok(&[]) };
    // SAFETY: not NULL, alignment 1, and the caller guarantees `count` readable elements.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// Copies the host's array of records of any alignment.
///
/// # Safety
/// `pointer`, unless NULL, is valid for reading `count` elements.
pub(super) unsafe fn copies<T: Copy>(
    pointer: *const T,
    count: i32,
    name: &str,
) -> Result<Vec<T>, Failure> {
    let Some(count) = check_count(pointer, count, name)? else { return Ok(Vec::new()) };
    let read = |index| {
        // SAFETY: index < count, and the caller guarantees `count` elements.
        let element = unsafe { pointer.add(index) };
        // SAFETY: within the host's array.
        unsafe { element.read_unaligned() }
    };
    Ok((0..count).map(read).collect())
}

fn check_count<T>(pointer: *const T, count: i32, name: &str) -> Result<Option<usize>, Failure> {
    if count == 0 {
        return Ok(None);
    }
    if pointer.is_null() {
        return Err(Failure::new(HT_E_NULL, format_args!("{name} was NULL with count {count}")));
    }
    match usize::try_from(count) {
        Ok(valid) if count <= COUNT_MAX => Ok(Some(valid)),
        _ => Err(Failure::new(
            HT_E_COUNT,
            format_args!("count of {name} was {count}, expected 0 to {COUNT_MAX}"),
        )),
    }
}

/// The host's text.
///
/// # Safety
/// `pointer`, unless NULL, is valid for reading `len` bytes for as long as the text is used.
pub(super) unsafe fn text<'a>(
    pointer: *const u8,
    len: i32,
    name: &str,
) -> Result<&'a str, Failure> {
    // SAFETY: the caller's guarantee is handed on.
    let bytes = unsafe { records(pointer, len, name) }?;
    std::str::from_utf8(bytes).map_err(|error| {
        Failure::new(
            HT_E_UTF8,
            format_args!("{name} was not UTF-8 at byte {}", error.valid_up_to()),
        )
    })
}

/// Copies text out, always terminated, cut between characters when it does not fit.
///
/// Returns the length of the whole text in bytes, terminator not counted: what was written is cut
/// if that is not below `capacity`.
///
/// # Safety
/// `buffer`, unless NULL, is valid for writing `capacity` bytes.
pub(super) unsafe fn write_text(
    buffer: *mut u8,
    capacity: i32,
    text: &str,
) -> Result<i32, Failure> {
    let required = i32::try_from(text.len()).unwrap_or(i32::MAX);
    let Ok(capacity_bytes) = usize::try_from(capacity) else {
        return Err(Failure::new(
            HT_E_SIZE,
            format_args!("capacity was {capacity}, expected 0 or more"),
        ));
    };
    if capacity_bytes == 0 {
        return Ok(required);
    }
    if buffer.is_null() {
        return Err(Failure::new(HT_E_NULL, "buffer was NULL with a capacity above 0"));
    }
    let room = (capacity_bytes - 1).min(text.len());
    let end = (0..=room).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    // SAFETY: end < capacity; the host's buffer does not overlap the library's text.
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), buffer, end) };
    // SAFETY: end <= capacity - 1.
    let terminator = unsafe { buffer.add(end) };
    // SAFETY: within the host's buffer.
    unsafe { terminator.write(0) };
    Ok(required)
}

/// Copies numbers out, all or nothing. Returns how many there are.
///
/// # Safety
/// `buffer`, unless NULL, is valid for writing `capacity` elements.
pub(super) unsafe fn write_all<T: Copy>(
    buffer: *mut T,
    capacity: i32,
    values: &[T],
    name: &str,
) -> Result<i32, Failure> {
    let required = i32::try_from(values.len()).unwrap_or(i32::MAX);
    if capacity < 0 {
        return Err(Failure::new(
            HT_E_SIZE,
            format_args!("capacity was {capacity}, expected 0 or more"),
        ));
    }
    if capacity < required {
        return Ok(required);
    }
    if buffer.is_null() && required > 0 {
        return Err(Failure::new(HT_E_NULL, format_args!("{name} was NULL")));
    }
    for (index, value) in values.iter().enumerate() {
        // SAFETY: index < required <= capacity.
        let element = unsafe { buffer.add(index) };
        // SAFETY: within the host's buffer.
        unsafe { element.write_unaligned(*value) };
    }
    Ok(required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_out_is_terminated_and_truncation_is_visible() {
        let mut buffer = [9_u8; 6];
        // SAFETY: the buffer has six bytes.
        assert_eq!(unsafe { write_text(buffer.as_mut_ptr(), 6, "hello") }.unwrap(), 5);
        assert_eq!(&buffer, b"hello\0");
        // SAFETY: as above; "h\u{e4}" must not be cut inside its second character.
        assert_eq!(unsafe { write_text(buffer.as_mut_ptr(), 3, "h\u{e4}llo") }.unwrap(), 6);
        assert_eq!(&buffer[..2], b"h\0");
        // SAFETY: capacity 0 touches nothing.
        assert_eq!(unsafe { write_text(std::ptr::null_mut(), 0, "abc") }.unwrap(), 3);
        // SAFETY: the error comes before any write.
        let failure = unsafe { write_text(std::ptr::null_mut(), 4, "abc") }.unwrap_err();
        assert_eq!(failure.code, HT_E_NULL);
    }

    #[test]
    fn absurd_counts_and_null_are_refused_before_reading() {
        for (count, code) in [(-1, HT_E_COUNT), (i32::MAX, HT_E_COUNT), (i32::MIN, HT_E_COUNT)] {
            // SAFETY: the count is refused before the pointer is used.
            let failure = unsafe { records(b"x".as_ptr(), count, "bytes") }.unwrap_err();
            assert_eq!(failure.code, code);
        }
        // SAFETY: NULL is refused before it is used.
        let failure = unsafe { records(std::ptr::null::<u8>(), 1, "bytes") }.unwrap_err();
        assert_eq!(failure.code, HT_E_NULL);
        // SAFETY: count 0 never touches the pointer.
        assert!(unsafe { records(std::ptr::null::<u8>(), 0, "bytes") }.unwrap().is_empty());
    }
}
