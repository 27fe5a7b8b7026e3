//! Protocol Buffers, as far as ONNX needs them: fields in, fields out.
//!
//! A reader of our own, for a bound that general decoders do not give: they turn every two bytes of
//! a hostile file into a structure of hundreds. Here a message stays a slice of the file until one
//! of its fields is asked for. Groups, which ONNX does not use, are refused.
//!
//! Source: protobuf.dev/programming-guides/encoding.

use crate::model::imported::ImportError;

/// Most numbers of one list: nodes of the largest ensemble, with room.
pub(super) const NUMBERS_MAX: usize = 1 << 22;

/// A value as it stands on the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Fixed64([u8; 8]),
    Bytes(&'a [u8]),
    Fixed32([u8; 4]),
}

/// A message: the fields in its bytes, in their order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a>(pub(super) &'a [u8]);

/// Walks through the fields of a message.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

fn damaged(was: &str) -> ImportError {
    ImportError::malformed("the ONNX file", was, "fields as Protocol Buffers write them")
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8], ImportError> {
    let (taken, left) =
        rest.split_at_checked(count).ok_or_else(|| damaged("cut short within a field"))?;
    *rest = left;
    Ok(taken)
}

fn take_array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], ImportError> {
    let mut array = [0; N];
    array.copy_from_slice(take(rest, N)?);
    Ok(array)
}

fn take_varint(rest: &mut &[u8]) -> Result<u64, ImportError> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(rest, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(damaged("with a number of more than ten bytes"))
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Result<(u64, Value<'a>), ImportError> {
        let rest = &mut self.rest;
        let tag = take_varint(rest)?;
        let value = match tag & 7 {
            0 => Value::Varint(take_varint(rest)?),
            1 => Value::Fixed64(take_array(rest)?),
            2 => {
                let length = usize::try_from(take_varint(rest)?).unwrap_or(usize::MAX);
                Value::Bytes(take(rest, length)?)
            }
            5 => Value::Fixed32(take_array(rest)?),
            _ => return Err(damaged("with a group or an unknown kind of field")),
        };
        Ok((tag >> 3, value))
    }
}

impl<'a> Message<'a> {
    pub(super) const fn fields(self) -> Fields<'a> {
        Fields { rest: self.0 }
    }

    /// Every value of the field `number`.
    pub(super) fn all(self, number: u64) -> impl Iterator<Item = Result<Value<'a>, ImportError>> {
        self.fields().filter_map(move |field| match field {
            Ok((found, value)) => (found == number).then_some(Ok(value)),
            Err(error) => Some(Err(error)),
        })
    }

    /// Every message, text or byte string in the field `number`.
    pub(super) fn all_bytes(
        self,
        number: u64,
    ) -> impl Iterator<Item = Result<&'a [u8], ImportError>> {
        self.all(number).map(|value| match value? {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(damaged("with a number in the place of a text")),
        })
    }

    /// The last message or byte string in the field, as the format prescribes; empty if none.
    pub(super) fn bytes(self, number: u64) -> Result<&'a [u8], ImportError> {
        self.all_bytes(number).try_fold(&[][..], |_, bytes| bytes)
    }

    /// The text in the field; empty if none.
    pub(super) fn text(self, number: u64) -> Result<&'a str, ImportError> {
        std::str::from_utf8(self.bytes(number)?).map_err(|_| damaged("with a text not in UTF-8"))
    }

    /// The last integer in the field, if any.
    pub(super) fn integer(self, number: u64) -> Result<Option<i64>, ImportError> {
        let mut last = None;
        for value in self.all(number) {
            match value? {
                Value::Varint(value) => last = Some(value.cast_signed()),
                _ => return Err(damaged("with a text in the place of a number")),
            }
        }
        Ok(last)
    }

    /// All integers of the field, packed or one by one.
    pub(super) fn integers(self, number: u64) -> Result<Vec<i64>, ImportError> {
        self.numbers(number, |value, list| match value {
            Value::Varint(value) => push(list, value.cast_signed()),
            Value::Bytes(mut packed) => {
                while !packed.is_empty() {
                    push(list, take_varint(&mut packed)?.cast_signed())?;
                }
                Ok(())
            }
            _ => Err(damaged("with a list of the wrong kind")),
        })
    }

    /// All singles of the field, packed or one by one.
    pub(super) fn singles(self, number: u64) -> Result<Vec<f64>, ImportError> {
        self.numbers(number, |value, list| match value {
            Value::Fixed32(bytes) => push(list, f64::from(f32::from_le_bytes(bytes))),
            Value::Bytes(packed) => singles_of(packed, list),
            _ => Err(damaged("with a list of the wrong kind")),
        })
    }

    /// All doubles of the field, packed or one by one.
    pub(super) fn doubles(self, number: u64) -> Result<Vec<f64>, ImportError> {
        self.numbers(number, |value, list| match value {
            Value::Fixed64(bytes) => push(list, f64::from_le_bytes(bytes)),
            Value::Bytes(packed) => doubles_of(packed, list),
            _ => Err(damaged("with a list of the wrong kind")),
        })
    }

    fn numbers<T>(
        self,
        number: u64,
        add: impl Fn(Value<'_>, &mut Vec<T>) -> Result<(), ImportError>,
    ) -> Result<Vec<T>, ImportError> {
        let mut list = Vec::new();
        for value in self.all(number) {
            add(value?, &mut list)?;
        }
        Ok(list)
    }
}

/// Singles as bytes, such as a tensor's.
pub(super) fn singles_of(bytes: &[u8], list: &mut Vec<f64>) -> Result<(), ImportError> {
    let (entries, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return Err(damaged("with half a number"));
    }
    entries.iter().try_for_each(|&bytes| push(list, f64::from(f32::from_le_bytes(bytes))))
}

/// Doubles as bytes, such as a tensor's.
pub(super) fn doubles_of(bytes: &[u8], list: &mut Vec<f64>) -> Result<(), ImportError> {
    let (entries, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return Err(damaged("with half a number"));
    }
    entries.iter().try_for_each(|&bytes| push(list, f64::from_le_bytes(bytes)))
}

fn push<T>(list: &mut Vec<T>, entry: T) -> Result<(), ImportError> {
    if list.len() >= NUMBERS_MAX {
        let expected = format!("at most {NUMBERS_MAX} numbers in a list");
        return Err(ImportError::unsupported("the ONNX file", "too large", expected));
    }
    list.push(entry);
    Ok(())
}

/// Appends fields to a message.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(super) fn integer(&mut self, number: u64, value: i64) {
        self.varint(number << 3);
        self.varint(value.cast_unsigned());
    }

    pub(super) fn bytes(&mut self, number: u64, bytes: &[u8]) {
        self.varint(number << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, number: u64, text: &str) {
        self.bytes(number, text.as_bytes());
    }

    /// A message within this one.
    pub(super) fn message(&mut self, number: u64, build: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        build(&mut inner);
        self.bytes(number, &inner.0);
    }

    pub(super) fn integers(&mut self, number: u64, values: &[i64]) {
        let mut packed = Self::default();
        values.iter().for_each(|value| packed.varint(value.cast_unsigned()));
        self.bytes(number, &packed.0);
    }

    pub(super) fn single(&mut self, number: u64, value: f32) {
        self.varint(number << 3 | 5);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn singles(&mut self, number: u64, values: &[f32]) {
        let packed: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.bytes(number, &packed);
    }
}
