//! mql5/Include/HyperTrader/Native.mqh is what the sources generate, and agrees with the C header
//! and with the list of exported functions.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "mql5/api.rs"]
mod api;
#[path = "mql5/native.rs"]
mod native;

use std::path::{Path, PathBuf};

use api::Api;
use hypertrader::ffi::abi::layout;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).expect(name).replace("\r\n", "\n")
}

#[test]
fn the_committed_file_is_up_to_date() {
    let fresh = native::generate(&Api::read());
    let name = "mql5/Include/HyperTrader/Native.mqh";
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        std::fs::write(path(name), &fresh).unwrap();
    }
    assert!(fresh.is_ascii(), "MetaEditor takes files without a mark for the local code page");
    assert!(
        read(name) == fresh,
        "{name} differs from the sources: run HT_BLESS=1 cargo test --test mql5_native"
    );
}

#[test]
fn every_exported_function_is_imported() {
    let listed = include_str!("data/exported_symbols.txt").lines();
    let mut listed: Vec<&str> =
        listed.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let text = read("mql5/Include/HyperTrader/Native.mqh");
    let mut imported: Vec<String> = prototypes(imports(&text)).map(|(name, _)| name).collect();
    listed.sort_unstable();
    imported.sort_unstable();
    assert_eq!(imported, listed);
}

/// The `#import` block of the generated file.
fn imports(text: &str) -> &str {
    let (_, rest) = text.split_once("#import \"hypertrader.dll\"").expect("an #import block");
    rest.split_once("#import").expect("the end of the #import block").0
}

/// Name and parameters of every function of an MQL5 or C text.
fn prototypes(text: &str) -> impl Iterator<Item = (String, Vec<String>)> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join(" ");
    let statements: Vec<String> = code.split(';').map(str::to_owned).collect();
    statements.into_iter().filter_map(|statement| {
        let (head, parameters) = statement.split_once('(')?;
        let name = head.split_whitespace().last()?;
        let parameters = parameters.trim_end().strip_suffix(')')?;
        let parameters = parameters.split(',').map(|one| words(one).join(" "));
        name.starts_with("ht_").then(|| (name.to_owned(), parameters.collect()))
    })
}

/// Words of a parameter, signs apart.
fn words(parameter: &str) -> Vec<String> {
    let apart = parameter.replace('*', " * ").replace('&', " & ").replace("[]", " [] ");
    apart.split_whitespace().map(str::to_owned).collect()
}

/// The ways in which MQL5 may write a parameter of C.
fn allowed_in_mql5(c_parameter: &str) -> Vec<String> {
    let mql5_type = |name: &str| match name {
        "int32_t" => "int",
        "int64_t" => "long",
        "uint32_t" => "uint",
        "uint64_t" => "ulong",
        "uint8_t" => "uchar",
        "double" => "double",
        "HtMqlTick" => "MqlTick",
        "HtMqlRates" => "MqlRates",
        _ => panic!("{name}: expected a type that MQL5 has"),
    };
    let type_of = |name: &String| match name.strip_prefix("Ht") {
        Some(rest) if !rest.starts_with("Mql") => name.clone(),
        _ => mql5_type(name).to_owned(),
    };
    let words = words(c_parameter);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["void"] => vec!["void".to_owned()],
        [_, name] => vec![format!("{} {name}", type_of(&words[0]))],
        ["const", _, "*", name] => {
            let kind = type_of(&words[1]);
            vec![format!("const {kind} & {name}"), format!("const {kind} & {name} []")]
        }
        [_, "*", name] => {
            let kind = type_of(&words[0]);
            vec![format!("{kind} & {name}"), format!("{kind} & {name} []")]
        }
        other => panic!("{other:?}: expected a parameter"),
    }
}

/// The C header comes from cbindgen, the MQL5 file from a parser of our own: where both say the
/// same, neither misread the sources.
#[test]
fn prototypes_agree_with_the_c_header() {
    let header: Vec<_> = prototypes(&read("include/hypertrader.h")).collect();
    let native = read("mql5/Include/HyperTrader/Native.mqh");
    let native: std::collections::BTreeMap<_, _> = prototypes(imports(&native)).collect();
    assert_eq!(header.len(), native.len());
    for (name, c_parameters) in header {
        let mql5_parameters = &native[&name];
        assert_eq!(c_parameters.len(), mql5_parameters.len(), "{name}");
        for (c, mql5) in c_parameters.iter().zip(mql5_parameters) {
            assert!(allowed_in_mql5(c).contains(mql5), "{name}: {mql5}, but C has {c}");
        }
    }
}

/// Structures follow each other without padding in MQL5: sizes and offsets are sums.
#[test]
fn structures_without_padding_have_the_layout_of_the_library() {
    let api = Api::read();
    for structure in &api.structures {
        let mut offset = 0;
        let mut offsets = Vec::new();
        for field in &structure.fields {
            offsets.push(offset);
            offset += field.kind.size(&api) * field.count.unwrap_or(1);
        }
        let (size, expected) = layout(structure.number).expect("a structure of this number");
        assert_eq!((offset, offsets.as_slice()), (size, expected), "{}", structure.name);
    }
    let last = i32::try_from(api.structures.len()).unwrap();
    assert!(layout(last).is_some() && layout(last + 1).is_none(), "every structure is there");
}
