//! A text that is never printed.

use std::fmt;

use super::settings::{SettingField, SettingValue};

/// What is printed instead.
const MASK: &str = "***";

/// A token, a key or a password. `Debug` and `Display` write `***`; only [`Secret::reveal`] gives
/// it out. As a setting it is shown as `***`, and no error repeats it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text secret.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a setting of this name has to be a secret.
    #[must_use]
    pub fn is_name(key: &str) -> bool {
        ["token", "key", "password", "secret"].iter().any(|end| {
            key.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
        })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl SettingField for Secret {
    /// Longest accepted text in bytes.
    type Limit = usize;

    fn from_value(value: &SettingValue, limit: &usize) -> Result<Self, String> {
        match value {
            SettingValue::Text(text) if text == MASK => {
                Err(format!("was the mask {MASK}, expected the secret itself"))
            }
            SettingValue::Text(text) if text.len() <= *limit => Ok(Self(text.clone())),
            SettingValue::Text(text) => {
                Err(format!("was {} bytes, expected {}", text.len(), Self::accepts(limit)))
            }
            _ => Err(format!("was no text, expected {}", Self::accepts(limit))),
        }
    }

    fn to_value(&self) -> SettingValue {
        SettingValue::Text(if self.is_empty() { "" } else { MASK }.to_owned())
    }

    fn accepts(limit: &usize) -> String {
        format!("a secret text of at most {limit} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_stars() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(
            format!("{secret} {secret:?} {:#?}", Some(&secret)),
            "*** *** Some(\n    ***,\n)"
        );
        assert_eq!(secret.reveal(), "hunter2");
        assert_eq!(secret.to_value(), SettingValue::Text("***".to_owned()));
        assert_eq!(Secret::default().to_value(), SettingValue::Text(String::new()));
    }

    #[test]
    fn errors_do_not_repeat_it_and_the_mask_is_no_secret() {
        for value in [
            SettingValue::Integer(1_234_567),
            SettingValue::Text("1234567890".to_owned()),
            SettingValue::List(vec![SettingValue::Text("1234567".to_owned())]),
        ] {
            let error = Secret::from_value(&value, &8).unwrap_err();
            assert!(!error.contains("1234567"), "{error}");
        }
        assert!(Secret::from_value(&SettingValue::Text("***".to_owned()), &8).is_err());
    }

    #[test]
    fn names_of_secrets_are_known_by_their_last_word() {
        assert!(["bearer_token", "api_key", "password", "key"].into_iter().all(Secret::is_name));
        assert!(!["monkey", "tokens", "key_columns"].into_iter().any(Secret::is_name));
    }
}
