//! Paths of keys, as messages print them and as sections are found by.

/// `key` as it stands in a path: bare where TOML allows it, else quoted. A quoted key with a dot
/// in it can therefore not be mistaken for a section.
pub(super) fn segment(key: &str) -> String {
    let bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare {
        key.to_owned()
    } else {
        crate::types::settings::SettingValue::Text(key.to_owned()).to_string()
    }
}

/// `parent.key`; only `key` at the top.
pub(super) fn join(parent: &str, key: &str) -> String {
    if parent.is_empty() { segment(key) } else { format!("{parent}.{}", segment(key)) }
}

/// Whether `path` is `section` or a table on the way to it.
pub(super) fn leads_to(path: &str, section: &str) -> bool {
    section.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
