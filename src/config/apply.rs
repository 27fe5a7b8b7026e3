//! Puts one layer of a parsed text into the sections of a bundle.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::types::Secret;
use crate::types::settings::{AnySettings, SettingSpec, SettingValue};

use super::path;
use super::problem::Finding;
use super::suggest::hint;

/// Name of the table that holds the sections of single symbols.
pub(super) const SYMBOL_TABLE: &str = "symbol";

/// Where one layer's keys were set: byte offset of the value by path.
pub(super) type SetKeys = BTreeMap<String, usize>;

/// Sets every key below `table`, which is the top of a text or one symbol's table.
/// `shown` is the path of that table in messages. Findings come in no particular order.
pub(super) fn apply(
    table: &DeTable<'_>,
    shown: &str,
    sections: &mut [&mut dyn AnySettings],
    findings: &mut Vec<Finding>,
) -> SetKeys {
    let names = sections.iter().map(|section| section.section()).collect();
    let specs = sections.iter().map(|section| section.key_specs()).collect();
    let mut layer = Layer { sections, names, specs, findings, set_keys: SetKeys::new() };
    layer.walk(table, "", shown);
    layer.set_keys
}

struct Layer<'a, 'b> {
    sections: &'a mut [&'b mut dyn AnySettings],
    names: Vec<&'static str>,
    specs: Vec<Vec<SettingSpec>>,
    findings: &'a mut Vec<Finding>,
    set_keys: SetKeys,
}

impl Layer<'_, '_> {
    /// Goes through a table that is a section or leads to one. Tables that lead nowhere are not
    /// entered, so that the depth is bounded by the sections' names.
    fn walk(&mut self, table: &DeTable<'_>, section: &str, shown: &str) {
        let index = self.names.iter().position(|&name| name == section);
        for (key, value) in table {
            let entry = Entry {
                name: key.get_ref(),
                key_offset: key.span().start,
                path: path::join(section, key.get_ref()),
                shown: path::join(shown, key.get_ref()),
                value,
            };
            if let Some(index) = index
                && self.set(index, section, &entry)
            {
                continue;
            }
            let leads_on = self.names.iter().any(|name| path::leads_to(&entry.path, name));
            match value.get_ref() {
                DeValue::Table(inner) if leads_on => self.walk(inner, &entry.path, &entry.shown),
                DeValue::Table(_) => self.unknown_section(&entry),
                _ if leads_on => {
                    let message = format!(
                        "was {}, expected a section [{}]",
                        describe(value.get_ref()),
                        entry.shown
                    );
                    self.find(entry.value_offset(), &entry, message);
                }
                _ => self.unknown_key(index, section, &entry),
            }
        }
    }

    /// Sets a key of the section; `false` if the section does not have it.
    fn set(&mut self, index: usize, section: &str, entry: &Entry<'_, '_>) -> bool {
        let spec = self.specs[index].iter().find(|spec| spec.key == entry.name);
        let Some(spec) = spec else { return false };
        let offset = entry.value_offset();
        match setting_value(entry.value.get_ref()) {
            Err(was) => {
                // A secret is not repeated, whatever it was taken for.
                let was = if Secret::is_name(spec.key) { "no text" } else { &was };
                let message = format!("was {was}, expected {}", spec.accepts);
                self.find(offset, entry, message);
            }
            Ok(value) => match self.sections[index].set_key(spec.key, &value) {
                None => return false,
                Some(Ok(())) => {
                    self.set_keys.insert(format!("{section}.{}", spec.key), offset);
                }
                Some(Err(problem)) => self.find(offset, entry, problem.message),
            },
        }
        true
    }

    fn unknown_section(&mut self, entry: &Entry<'_, '_>) {
        let message = format!(
            "was an unknown section, expected a known one{}",
            hint(&entry.path, self.names.iter().copied())
        );
        self.find(entry.key_offset, entry, message);
    }

    fn unknown_key(&mut self, index: Option<usize>, section: &str, entry: &Entry<'_, '_>) {
        let message = match index {
            Some(index) => {
                let known = hint(entry.name, self.specs[index].iter().map(|spec| spec.key));
                format!("was an unknown key, expected one of section [{section}]{known}")
            }
            None if section.is_empty() => {
                "was a key outside of any section, expected it below a [section]".to_owned()
            }
            None => {
                let inside: Vec<&str> = self
                    .names
                    .iter()
                    .copied()
                    .filter(|name| path::leads_to(section, name))
                    .collect();
                format!("was a key of [{section}], expected it in one of: {}", inside.join(", "))
            }
        };
        self.find(entry.key_offset, entry, message);
    }

    fn find(&mut self, offset: usize, entry: &Entry<'_, '_>, message: String) {
        self.findings.push(Finding { offset, path: entry.shown.clone(), message });
    }
}

/// One key of a table and what stands behind it.
struct Entry<'t, 'i> {
    name: &'t str,
    key_offset: usize,
    /// Path without the symbol.
    path: String,
    /// Path with the symbol.
    shown: String,
    value: &'t Spanned<DeValue<'i>>,
}

impl Entry<'_, '_> {
    /// Where the value stands; the key if the parser could recover none.
    fn value_offset(&self) -> usize {
        let span = self.value.span();
        if span.is_empty() { self.key_offset } else { span.start }
    }
}

/// A value of a parsed text as a setting.
///
/// # Errors
/// What it is, if no setting can hold it: a table, a date, a number beyond its range.
pub fn setting_value(value: &DeValue<'_>) -> Result<SettingValue, String> {
    match value {
        DeValue::String(text) => Ok(SettingValue::Text(text.clone().into_owned())),
        DeValue::Boolean(on) => Ok(SettingValue::Switch(*on)),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(SettingValue::Integer)
            .map_err(|_| format!("{number}, which does not fit 64 bits")),
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(parsed) if parsed.is_finite() => Ok(SettingValue::Float(parsed)),
            _ => Err(number.to_string()),
        },
        DeValue::Array(values) => values
            .iter()
            .map(|value| match value.get_ref() {
                // No setting is a list of lists: not entering them bounds the depth.
                nested @ DeValue::Array(_) => Err(describe(nested)),
                other => setting_value(other),
            })
            .collect::<Result<Vec<_>, _>>()
            .map(SettingValue::List)
            .map_err(|was| format!("a list with {was} in it")),
        DeValue::Datetime(_) | DeValue::Table(_) => Err(describe(value)),
    }
}

fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Datetime(_) => "a date or time".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        other => setting_value(other).map_or_else(|was| was, |value| value.to_string()),
    }
}
