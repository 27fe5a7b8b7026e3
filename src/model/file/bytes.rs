//! Numbers, texts and lists as bytes. A reader allocates no more than what is left to read allows.

use super::ModelError;

/// Appends to a buffer.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn i64(&mut self, value: i64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn f64(&mut self, value: f64) {
        self.u64(value.to_bits());
    }

    /// The length of a list; [`super::Model::to_bytes`] has checked that it fits.
    pub(super) fn length(&mut self, length: usize) {
        self.u32(length as u32);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn numbers(&mut self, numbers: &[f64]) {
        self.length(numbers.len());
        numbers.iter().for_each(|&number| self.f64(number));
    }
}

/// Takes from a buffer. Every error names the field.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize, what: &str) -> Result<&'a [u8], ModelError> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            let was = format!("{count} bytes long with {} bytes left", self.rest.len());
            return Err(ModelError::invalid(what, was, "a field within the file"));
        };
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N], ModelError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N, what)?);
        Ok(array)
    }

    pub(super) fn u8(&mut self, what: &str) -> Result<u8, ModelError> {
        Ok(self.array::<1>(what)?[0])
    }

    pub(super) fn u32(&mut self, what: &str) -> Result<u32, ModelError> {
        self.array(what).map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self, what: &str) -> Result<u64, ModelError> {
        self.array(what).map(u64::from_le_bytes)
    }

    pub(super) fn i64(&mut self, what: &str) -> Result<i64, ModelError> {
        self.array(what).map(i64::from_le_bytes)
    }

    pub(super) fn f64(&mut self, what: &str) -> Result<f64, ModelError> {
        self.u64(what).map(f64::from_bits)
    }

    /// The length of a list whose entries take at least `size` bytes each.
    pub(super) fn length(&mut self, size: usize, what: &str) -> Result<usize, ModelError> {
        let length = self.u32(what)? as usize;
        if length.checked_mul(size).is_none_or(|bytes| bytes > self.rest.len()) {
            let was = format!("{length} entries long with {} bytes left", self.rest.len());
            return Err(ModelError::invalid(what, was, "a list within the file"));
        }
        Ok(length)
    }

    pub(super) fn text(&mut self, what: &str) -> Result<String, ModelError> {
        let length = self.length(1, what)?;
        let bytes = self.take(length, what)?;
        let text = std::str::from_utf8(bytes);
        let text = text.map_err(|_| ModelError::invalid(what, "no text", "UTF-8"))?;
        Ok(text.to_owned())
    }

    /// A list whose entries take at least `size` bytes each.
    pub(super) fn list<T>(
        &mut self,
        size: usize,
        what: &str,
        mut entry: impl FnMut(&mut Self) -> Result<T, ModelError>,
    ) -> Result<Vec<T>, ModelError> {
        let length = self.length(size, what)?;
        (0..length).map(|_| entry(self)).collect()
    }

    pub(super) fn numbers(&mut self, what: &str) -> Result<Vec<f64>, ModelError> {
        self.list(8, what, |reader| reader.f64(what))
    }

    /// Refuses bytes that belong to no field.
    pub(super) fn finish(self) -> Result<(), ModelError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let was = format!("{} bytes longer than its fields", self.rest.len());
        Err(ModelError::invalid("file", was, "nothing after the last field"))
    }
}
