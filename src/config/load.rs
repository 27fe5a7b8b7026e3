//! Loads settings in layers.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::types::settings::{SectionList, SettingProblem};

use super::apply::{SYMBOL_TABLE, apply};
use super::document::{Document, Source};
use super::effective::{EffectiveValue, Origin, ParameterHash, effective_hash};
use super::path;
use super::pattern::SymbolPattern;
use super::problem::{ConfigProblem, Finding, Position, report};

/// Most `[symbol."NAME"]` tables in one text.
const MAX_SYMBOL_TABLES: usize = 1_000;

/// Settings that passed every check.
#[derive(Clone, Debug)]
pub struct Loaded<S> {
    /// The settings.
    pub settings: S,
    /// Every value with its layer, in the order of the sections and keys.
    pub values: Vec<EffectiveValue>,
    /// Hash of the values.
    pub hash: ParameterHash,
}

/// Loads the settings of one symbol from a file's text and the caller's overrides.
///
/// Layers, each over the one before: defaults, general sections of `file`, its sections for
/// `symbol` from the least to the most specific pattern, then the same of `overrides`. Without a
/// symbol the symbol sections are checked but not used.
///
/// # Errors
/// Every problem of both texts, those of `file` first, each in the order of its text: unknown
/// sections and keys, wrong types, values out of range, keys set twice, TOML syntax, a text too
/// long or not UTF-8. Problems between values ([`SectionList::problems`]) are looked for once
/// there are no others.
pub fn load<S: SectionList>(
    file: Source<'_>,
    overrides: Source<'_>,
    symbol: Option<&str>,
) -> Result<Loaded<S>, Vec<ConfigProblem>> {
    let texts = parse_all::<S>(file, overrides)?;
    texts.effective(symbol)
}

/// Checks a file for every symbol that it has sections for, and for those it has none for.
///
/// A pattern stands for a symbol that it matches and no other pattern does.
///
/// # Errors
/// As [`load`]; a problem between values is reported once.
pub fn check<S: SectionList>(file: Source<'_>) -> Result<(), Vec<ConfigProblem>> {
    let texts = parse_all::<S>(file, Source::empty())?;
    let mut problems: Vec<ConfigProblem> = Vec::new();
    let patterns = texts.file.symbols.iter().map(|symbol| Some(symbol.pattern.as_str()));
    for symbol in std::iter::once(None).chain(patterns) {
        for problem in texts.effective::<S>(symbol).err().unwrap_or_default() {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Both texts, every single value of which has been checked.
struct Texts<'a> {
    file: Layers<'a>,
    overrides: Layers<'a>,
}

/// One text taken apart.
struct Layers<'a> {
    document: Document<'a>,
    symbols: Vec<SymbolLayer<'a>>,
}

/// One `[symbol."NAME"]` table.
struct SymbolLayer<'a> {
    pattern: SymbolPattern,
    table: DeTable<'a>,
    offset: usize,
}

fn parse_all<'a, S: SectionList>(
    file: Source<'a>,
    overrides: Source<'a>,
) -> Result<Texts<'a>, Vec<ConfigProblem>> {
    let file = parse_layers::<S>(file);
    let overrides = parse_layers::<S>(overrides);
    match (file, overrides) {
        (Ok(file), Ok(overrides)) => Ok(Texts { file, overrides }),
        (file, overrides) => {
            let problems = [file.err(), overrides.err()];
            Err(problems.into_iter().flatten().flatten().collect())
        }
    }
}

/// Parses a text and tries every value in it, whatever symbol it is for.
fn parse_layers<'a, S: SectionList>(source: Source<'a>) -> Result<Layers<'a>, Vec<ConfigProblem>> {
    let mut document = Document::parse(source).map_err(|problem| vec![problem])?;
    let mut findings = Vec::new();
    let symbols = take_symbol_layers(&mut document, &mut findings);
    let mut scratch = S::default();
    let mut sections = scratch.sections();
    apply(&document.tree, "", &mut sections, &mut findings);
    for symbol in &symbols {
        let shown = path::join(SYMBOL_TABLE, symbol.pattern.as_str());
        apply(&symbol.table, &shown, &mut sections, &mut findings);
    }
    if !document.syntax_errors.is_empty() {
        findings.retain(|finding| !document.is_line_broken(finding.offset));
        findings.append(&mut document.syntax_errors);
    }
    if findings.is_empty() {
        Ok(Layers { document, symbols })
    } else {
        Err(report(document.name, document.text, findings))
    }
}

/// Takes the symbol tables out of the document, in file order.
fn take_symbol_layers<'a>(
    document: &mut Document<'a>,
    findings: &mut Vec<Finding>,
) -> Vec<SymbolLayer<'a>> {
    let Some((key, value)) = document.tree.remove_entry(SYMBOL_TABLE) else { return Vec::new() };
    let expected = "expected tables [symbol.\"NAME\".section]";
    let DeValue::Table(tables) = value.into_inner() else {
        let message = format!("was a value, {expected}");
        findings.push(Finding { offset: key.span().start, path: SYMBOL_TABLE.into(), message });
        return Vec::new();
    };
    let mut layers = Vec::new();
    for (name, value) in tables {
        let offset = name.span().start;
        let mut find = |message: String| {
            let path = path::join(SYMBOL_TABLE, name.get_ref());
            findings.push(Finding { offset, path, message });
        };
        let Some(pattern) = SymbolPattern::new(name.get_ref()) else {
            let longest = SymbolPattern::MAX_BYTES;
            find(format!("was {} bytes, expected a name of 1 to {longest}", name.get_ref().len()));
            continue;
        };
        match value.into_inner() {
            DeValue::Table(table) => layers.push(SymbolLayer { pattern, table, offset }),
            _ => find(format!("was a value, {expected}")),
        }
    }
    layers.sort_by_key(|layer| layer.offset);
    if let Some(extra) = layers.get(MAX_SYMBOL_TABLES) {
        let message = format!("was one symbol too many, expected at most {MAX_SYMBOL_TABLES}");
        findings.push(Finding { offset: extra.offset, path: SYMBOL_TABLE.into(), message });
        layers.truncate(MAX_SYMBOL_TABLES);
    }
    layers
}

/// Where the keys were set last, by path.
type SetBy<'t, 'a> = BTreeMap<String, KeyPlace<'t, 'a>>;

/// Where one key was set. Its line is worked out for the last one only.
struct KeyPlace<'t, 'a> {
    layers: &'t Layers<'a>,
    pattern: Option<&'t SymbolPattern>,
    offset: usize,
}

impl KeyPlace<'_, '_> {
    fn position(&self) -> Position {
        Position::of(self.layers.document.text, self.offset)
    }
}

impl<'a> Texts<'a> {
    /// Puts the layers for a symbol together.
    fn effective<S: SectionList>(
        &self,
        symbol: Option<&str>,
    ) -> Result<Loaded<S>, Vec<ConfigProblem>> {
        let mut settings = S::default();
        let mut set_by = SetBy::new();
        self.file.apply(&mut settings, symbol, &mut set_by);
        self.overrides.apply(&mut settings, symbol, &mut set_by);
        let problems = settings.problems();
        if !problems.is_empty() {
            return Err(problems
                .into_iter()
                .map(|problem| self.locate(set_by.get(&problem.key), problem))
                .collect());
        }
        let hash = effective_hash(&settings);
        let values = self.effective_values(&mut settings, &set_by);
        Ok(Loaded { settings, values, hash })
    }

    /// A problem between values stands where the value it names was set.
    fn locate(&self, place: Option<&KeyPlace<'_, 'a>>, problem: SettingProblem) -> ConfigProblem {
        let layers = place.map_or(&self.file, |place| place.layers);
        ConfigProblem {
            file: layers.document.name.to_owned(),
            position: place.map(KeyPlace::position),
            path: problem.key,
            message: problem.message,
        }
    }

    fn effective_values<S: SectionList>(
        &self,
        settings: &mut S,
        set_by: &SetBy<'_, 'a>,
    ) -> Vec<EffectiveValue> {
        let mut values = Vec::new();
        for section in settings.sections() {
            let name = section.section();
            for (key, value) in section.key_values() {
                let origin = match set_by.get(&format!("{name}.{key}")) {
                    None => Origin::Default,
                    Some(place) if std::ptr::eq(place.layers, &self.overrides) => {
                        Origin::Override(place.position())
                    }
                    Some(place) => match place.pattern {
                        None => Origin::File(place.position()),
                        Some(pattern) => Origin::Symbol(pattern.clone(), place.position()),
                    },
                };
                values.push(EffectiveValue { section: name, key, value, origin });
            }
        }
        values
    }
}

impl<'a> Layers<'a> {
    /// Applies the general sections, then those for the symbol, the most specific last.
    fn apply<'t, S: SectionList>(
        &'t self,
        settings: &mut S,
        symbol: Option<&str>,
        set_by: &mut SetBy<'t, 'a>,
    ) {
        let mut matching: Vec<&SymbolLayer<'_>> = self
            .symbols
            .iter()
            .filter(|layer| symbol.is_some_and(|symbol| layer.pattern.matches(symbol)))
            .collect();
        matching.sort_by_key(|layer| layer.pattern.specificity()); // stable: file order on a tie
        let general = std::iter::once((None, &self.document.tree));
        let layers = matching.iter().map(|layer| (Some(&layer.pattern), &layer.table));
        let mut sections = settings.sections();
        for (pattern, table) in general.chain(layers) {
            // Every value was tried by `parse_layers`, so nothing can be found here.
            for (path, offset) in apply(table, "", &mut sections, &mut Vec::new()) {
                set_by.insert(path, KeyPlace { layers: self, pattern, offset });
            }
        }
    }
}
