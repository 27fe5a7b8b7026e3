//! Documentation, example and print-out of settings, all made from their declarations.

use std::fmt::Write as _;

use crate::types::settings::SectionList;

use super::effective::{EffectiveValue, Origin};

const INTRODUCTION: &str = "\
# Configuration

A configuration is a TOML text of sections and keys. Everything has a default; a default never
permits more than the owner of the account asked for. A text is applied as a whole or not at all:
unknown sections, unknown keys, wrong types and values out of range are all reported, with file,
line and column, and then nothing is changed. Check a file with `hypertrader config validate FILE`,
see the values in effect and where each came from with `hypertrader config show FILE --symbol S`.

## Layers

Each layer overrides the one before:

1. the defaults listed below;
2. the general sections of the file: `[risk]`;
3. its sections for single symbols: `[symbol.\"EURUSD\".risk]`, with the same keys;
4. the caller's overrides: a text in the same form.

The name of a symbol may be a pattern: `*` stands for any characters, also none, `?` for exactly
one. `[symbol.\"EURUSD*\".risk]` covers the suffixes of all brokers. Letters must match in case.
Where several match, the more specific is applied later and wins: a plain name before any pattern,
then the pattern with more literal characters, then the one that stands later in the file.

Values are numbers, `true` or `false`, text in quotes, or lists. Where a number is expected a whole
number will do. A text has at most 1 MiB.

The hash of the values in effect (`config show`) is SHA-256 over the lines `section.key = value`,
values as TOML writes them, in byte order. Equal values give an equal hash, whatever layer set them.
Sections that change no decision (`log`, `serve`) are left out. Secrets are shown as `***`.

";

/// The reference of every section and key, as Markdown.
#[must_use]
pub fn render_reference<S: SectionList>() -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str("## Sections\n\n");
    text.push_str(&render_sections::<S>());
    text
}

/// The same without the introduction.
#[must_use]
pub fn render_sections<S: SectionList>() -> String {
    let mut settings = S::default();
    let sections = settings.sections();
    let mut text = String::new();
    for section in &sections {
        // GitHub builds a heading's anchor from its text without brackets and dots.
        let name = section.section();
        line(&mut text, format_args!("- [`{name}`](#{})", name.replace('.', "")));
    }
    for section in &sections {
        line(&mut text, format_args!("\n## {}\n", section.section()));
        line(&mut text, format_args!("{}\n", paragraph(section.section_doc())));
        text.push_str("| key | accepts | unit | default | meaning |\n|---|---|---|---|---|\n");
        for spec in section.key_specs() {
            line(
                &mut text,
                format_args!(
                    "| `{}` | {} | {} | `{}` | {} |",
                    spec.key,
                    cell(&spec.accepts),
                    cell(spec.unit),
                    cell(&spec.default.to_string()),
                    cell(spec.doc)
                ),
            );
        }
    }
    text
}

/// A configuration file with every key at its default, commented out.
#[must_use]
pub fn render_example<S: SectionList>() -> String {
    let mut settings = S::default();
    let mut text = String::from(
        "# Every key with its default. Remove the `#` before a key to change it.\n\
         # Meaning, unit and range of each: docs/configuration.md.\n\
         # For one symbol: the same sections below [symbol.\"EURUSD*\".risk], for example.\n",
    );
    for section in settings.sections() {
        line(&mut text, format_args!("\n# {}", paragraph(section.section_doc())));
        line(&mut text, format_args!("[{}]", section.section()));
        for spec in section.key_specs() {
            let unit =
                if spec.unit.is_empty() { String::new() } else { format!(" {};", spec.unit) };
            line(
                &mut text,
                format_args!("# {} = {} #{unit} {}", spec.key, spec.default, spec.accepts),
            );
        }
    }
    text
}

/// Values in effect as a TOML text that loads to the same values, each with its layer in a comment.
#[must_use]
pub fn render_effective(values: &[EffectiveValue], file: &str) -> String {
    let mut text = String::new();
    let mut section = "";
    for value in values {
        if value.section != section {
            let gap = if section.is_empty() { "" } else { "\n" };
            line(&mut text, format_args!("{gap}[{}]", value.section));
            section = value.section;
        }
        let origin = match &value.origin {
            Origin::Default => "default".to_owned(),
            Origin::File(position) => format!("{file}:{position}"),
            Origin::Symbol(pattern, position) => {
                format!("{file}:{position} for {:?}", pattern.as_str())
            }
            Origin::Override(position) => format!("override {position}"),
        };
        line(&mut text, format_args!("{} = {} # {origin}", value.key, value.value));
    }
    text
}

/// Writing to a `String` cannot fail.
fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{content}");
}

/// Lines of a documentation comment as one line.
fn paragraph(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As the cell of a Markdown table.
fn cell(text: &str) -> String {
    paragraph(text).replace('|', "\\|")
}
