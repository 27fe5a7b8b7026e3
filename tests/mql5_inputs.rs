//! docs/mt5-inputs.md is what the inputs of the Expert Advisor say.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "mql5/inputs.rs"]
mod inputs;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use inputs::{Enumeration, Group, Input, document, enumeration};

const PROGRAM: &str = "mql5/Experts/HyperTrader/HyperTrader.mq5";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a readable file").replace("\r\n", "\n")
}

/// The program, then everything it may include.
fn sources() -> Vec<String> {
    let includes = std::fs::read_dir(path("mql5/Include/HyperTrader")).expect("includes");
    let mut files: Vec<PathBuf> = includes.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files.insert(0, path(PROGRAM));
    files.iter().map(|file| read(file)).collect()
}

/// Enumerations of the inputs, in the order in which they are first used.
fn enumerations(groups: &[Group], sources: &[String]) -> Vec<Enumeration> {
    let mut seen = BTreeSet::new();
    let kinds = groups.iter().flat_map(|group| &group.inputs).map(|input| &input.kind);
    let own = kinds.filter(|kind| kind.starts_with("ENUM_HT_") && seen.insert(kind.as_str()));
    let find = |kind: &String| sources.iter().find_map(|text| enumeration(text, kind));
    own.map(|kind| find(kind).expect(kind)).collect()
}

#[test]
fn the_document_is_up_to_date() {
    let sources = sources();
    let groups = inputs::inputs(&sources[0]).expect("inputs in the house style");
    let fresh = document(&groups, &enumerations(&groups, &sources));
    let place = path("docs/mt5-inputs.md");
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::write(&place, &fresh).expect("writing docs/mt5-inputs.md");
    }
    assert!(
        read(&place) == fresh,
        "docs/mt5-inputs.md differs from {PROGRAM}: run HT_BLESS=1 cargo test --test mql5_inputs"
    );
}

#[test]
fn every_input_has_a_name_of_its_own_and_every_value_a_meaning() {
    let sources = sources();
    let groups = inputs::inputs(&sources[0]).expect("inputs in the house style");
    let inputs: Vec<&Input> = groups.iter().flat_map(|group| &group.inputs).collect();
    let names: BTreeSet<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    assert!(names.len() > 10, "the inputs were found");
    assert_eq!(names.len(), inputs.len(), "a name is declared twice");
    assert!(groups.iter().all(|group| !group.inputs.is_empty()), "a group is empty");
    for Enumeration { name, values } in enumerations(&groups, &sources) {
        assert!(values.len() > 1, "{name} has no choice");
        for (value, meaning) in values {
            assert!(!meaning.is_empty(), "{name}: {value} has no comment");
        }
    }
}

#[test]
fn inputs_are_read_as_the_terminal_shows_them() {
    let text = "\
#property strict
input group \"Trading // rules\"
input  bool   InpTrade = false;      // Trade: open positions
sinput string InpUrl   = \"http://x\"; // Address
input group           \"Panel\"
input ENUM_HT_COLOR InpColor=HT_RED; // Colour
//input int InpOld = 1;              // Gone
";
    let input = |name: &str, kind: &str, default: &str, meaning: &str, is_static| Input {
        name: name.to_owned(),
        kind: kind.to_owned(),
        default: default.to_owned(),
        meaning: meaning.to_owned(),
        is_static,
    };
    let expected = [
        Group {
            title: "Trading // rules".to_owned(),
            inputs: vec![
                input("InpTrade", "bool", "false", "Trade: open positions", false),
                input("InpUrl", "string", "\"http://x\"", "Address", true),
            ],
        },
        Group {
            title: "Panel".to_owned(),
            inputs: vec![input("InpColor", "ENUM_HT_COLOR", "HT_RED", "Colour", false)],
        },
    ];
    assert_eq!(inputs::inputs(text), Ok(expected.into()));
    for bad in [
        "input int InpA = 1; // before a group",
        "input group \"G\"\ninput int InpA = 1;",
        "input group \"G\"\ninput int InpA; // no default",
        "input group \"G\"\ninput int InpA = // on two lines\n 1;",
        "input group \"G\"\ninput InpA = 1; // no type",
        "input group G",
    ] {
        assert!(inputs::inputs(bad).is_err(), "{bad}");
    }
}

#[test]
fn enumerations_are_read_with_what_their_values_are_shown_as() {
    let text = "\
enum ENUM_HT_SHAPES { HT_NONE };
enum ENUM_HT_SHAPE   // of the panel
  {
   HT_ROUND=1,       // Round
   HT_SQUARE         // Square | sharp
  };
int HT_AFTER;        // not a value
";
    let shape = enumeration(text, "ENUM_HT_SHAPE").expect("the enumeration");
    let pair = |value: &str, meaning: &str| (value.to_owned(), meaning.to_owned());
    assert_eq!(shape.values, [pair("HT_ROUND", "Round"), pair("HT_SQUARE", "Square | sharp")]);
    assert_eq!(enumeration(text, "ENUM_HT_COLOR"), None);
    assert_eq!(enumeration(text, "ENUM_HT_SHAPES"), None, "values on one line have no comments");
    let document = document(&[], &[shape]);
    assert!(document.contains("| `HT_SQUARE` | Square \\| sharp |"), "{document}");
}
