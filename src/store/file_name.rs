//! Names of files for texts that may hold characters that file names may not.

use sha2::{Digest, Sha256};

use crate::types::hex;

/// Names that Windows keeps for devices, whatever follows a dot.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// The text with `_` for all but letters and digits, and a part of its hash: two texts never share
/// a file, not even where letters of both cases are the same.
#[must_use]
pub fn tagged_name_of(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("{plain}-{}", hex(&Sha256::digest(text.as_bytes())[..4]))
}

/// The text itself where it is a safe name, which the names of most symbols are; else tagged.
#[must_use]
pub fn name_of(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if is_plain && !text.is_empty() && !is_device(text) {
        text.to_owned()
    } else {
        tagged_name_of(text)
    }
}

/// `COM1`, `LPT9` and the like are devices too.
fn is_device(name: &str) -> bool {
    let numbered = name.len() == 4 && (name.starts_with("COM") || name.starts_with("LPT"));
    DEVICES.contains(&name) || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_symbols_stand_for_themselves_and_others_never_meet() {
        assert_eq!((name_of("EURUSD"), name_of("US30")), ("EURUSD".into(), "US30".into()));
        let odd = ["CON", "COM1", "", "EURUSDm", "eurusd", "EURUSD.m", "EURUSD/m", "..", "\u{e4}"];
        let mut names: Vec<String> = odd.map(|text| name_of(text).to_lowercase()).to_vec();
        assert!(names.iter().all(|name| name.contains('-') && !name.contains(['.', '/', '\\'])));
        names.extend(["EURUSDM".to_owned(), "EURUSD".to_owned()].map(|text| text.to_lowercase()));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), odd.len() + 2);
    }
}
