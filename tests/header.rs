//! The committed C header is what the sources generate, and its functions are the listed ones.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::path::Path;

fn generated() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml");
    let mut builder = cbindgen::Builder::new().with_config(config);
    for file in ["abi", "code", "library_calls", "history_calls", "engine_calls", "model_calls"] {
        builder = builder.with_src(root.join(format!("src/ffi/{file}.rs")));
    }
    let mut bytes = Vec::new();
    builder.generate().expect("bindings").write(&mut bytes);
    let text = String::from_utf8(bytes).expect("UTF-8");
    // A Rust-only section of the documentation: C has no `# Safety` headings.
    let mut lines = Vec::new();
    for line in text.lines() {
        let heading = line.trim() == "// # Safety";
        lines.push(if heading { "// The caller guarantees:" } else { line.trim_end() });
    }
    lines.join("\n").replace('`', "") + "\n"
}

#[test]
fn the_committed_header_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/hypertrader.h");
    let fresh = generated();
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::write(&path, &fresh).expect("writing the header");
    }
    let committed = std::fs::read_to_string(&path).expect("include/hypertrader.h");
    let committed = committed.replace("\r\n", "\n");
    assert!(
        committed == fresh,
        "include/hypertrader.h differs from the sources: run HT_BLESS=1 cargo test --test header"
    );
}

#[test]
fn every_function_of_the_header_is_an_exported_symbol_of_the_list() {
    let listed = include_str!("data/exported_symbols.txt");
    let mut listed: Vec<&str> =
        listed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    listed.sort_unstable();
    let header = generated();
    let mut declared: Vec<&str> = header
        .lines()
        .filter(|line| !line.starts_with("//") && line.starts_with("int32_t ht_"))
        .filter_map(|line| line.strip_prefix("int32_t ")?.split('(').next())
        .collect();
    declared.sort_unstable();
    assert_eq!(declared, listed);
}
