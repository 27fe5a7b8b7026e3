//! What the built libraries export and need, held against the documented list.
//!
//! `tests/data/exported_symbols.txt` is the list: a name that leaves it breaks somebody's
//! Expert Advisor, so names are only appended. Plain `cargo test` looks at the library it has just
//! built;
//! `scripts/test` also points at the shipped files: `HT_SHARED_LIBRARY` (Linux) and
//! `HT_WINDOWS_DLL`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use object::{BinaryFormat, Object};

/// The C library and the unwinder, on every Linux.
const LINUX_SYSTEM_LIBRARIES: &[&str] = &[
    "ld-linux-x86-64.so.2",
    "libc.so.6",
    "libdl.so.2",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
];

/// Exported by builds with the feature `fault-injection` only.
const TEST_FUNCTION: &str = "ht_test_panic";

fn lines_of(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn listed() -> impl Iterator<Item = &'static str> {
    lines_of(include_str!("data/exported_symbols.txt"))
}

/// Libraries of the operating system itself; nothing else may be needed to load the DLL.
fn windows_system_libraries() -> Vec<&'static str> {
    lines_of(include_str!("data/windows_system_libraries.txt")).collect()
}

fn documented() -> BTreeSet<String> {
    listed().map(str::to_owned).collect()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn exported(bytes: &[u8]) -> BTreeSet<String> {
    let file = object::File::parse(bytes).unwrap();
    let names = file.exports().unwrap().map(|export| match export.unwrap().name() {
        object::read::NameOrOrdinal::Name(name) => String::from_utf8(name.to_vec()).unwrap(),
        object::read::NameOrOrdinal::Ordinal(ordinal) => format!("function without name {ordinal}"),
    });
    names.collect()
}

/// The library that this very `cargo test` built, or the one that the environment names.
fn shared_library() -> (PathBuf, BTreeSet<String>) {
    let mut expected = documented();
    if let Some(path) = std::env::var_os("HT_SHARED_LIBRARY") {
        return (path.into(), expected);
    }
    if cfg!(feature = "fault-injection") {
        expected.insert(TEST_FUNCTION.to_owned());
    }
    let test = std::env::current_exe().unwrap();
    let name =
        format!("{}hypertrader{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    (test.parent().unwrap().join(name), expected)
}

fn windows_library() -> Vec<u8> {
    let path = std::env::var_os("HT_WINDOWS_DLL").expect("HT_WINDOWS_DLL names hypertrader.dll");
    read(Path::new(&path))
}

/// Names of the libraries that an ELF file asks the loader for (DT_NEEDED).
fn needed_by_elf(bytes: &[u8]) -> BTreeSet<String> {
    use object::read::elf::{Dyn as _, ElfFile64, SectionTable};
    let file = ElfFile64::<object::Endianness>::parse(bytes).unwrap();
    let endian = file.endian();
    let sections: &SectionTable<'_, _> = file.elf_section_table();
    let (entries, strings_index) =
        sections.dynamic(endian, bytes).unwrap().expect("dynamic section");
    let strings = sections.strings(endian, bytes, strings_index).unwrap();
    entries
        .iter()
        .filter(|entry| entry.tag(endian) == object::elf::DT_NEEDED)
        .map(|entry| entry.string(endian, strings).unwrap())
        .map(|name| String::from_utf8(name.to_vec()).unwrap())
        .collect()
}

fn assert_only(needed: &BTreeSet<String>, allowed: &[&str]) {
    assert!(!needed.is_empty(), "a library that needs nothing was not read correctly");
    let foreign: Vec<_> =
        needed.iter().filter(|name| !allowed.contains(&name.to_lowercase().as_str())).collect();
    assert!(foreign.is_empty(), "needs {foreign:?}, expected only system libraries {allowed:?}");
}

#[test]
fn the_list_holds_no_name_twice_and_only_our_prefix() {
    assert_eq!(listed().count(), documented().len(), "a name is listed twice");
    assert!(listed().all(|name| name.starts_with("ht_")), "expected names that begin with ht_");
    assert_eq!(listed().next(), Some("ht_abi_version"), "the first function stays the first");
}

#[test]
fn shared_library_exports_exactly_the_documented_functions() {
    let (path, expected) = shared_library();
    let found = exported(&read(&path));
    assert_eq!(found, expected, "exports of {} (left) and the list (right)", path.display());
}

#[test]
#[cfg(target_os = "linux")]
fn shared_library_needs_only_the_c_library_and_the_unwinder() {
    let bytes = read(&shared_library().0);
    assert_eq!(object::File::parse(&*bytes).unwrap().format(), BinaryFormat::Elf);
    assert_only(&needed_by_elf(&bytes), LINUX_SYSTEM_LIBRARIES);
}

#[test]
#[ignore = "needs HT_WINDOWS_DLL; scripts/test runs it"]
fn windows_dll_exports_exactly_the_documented_functions() {
    assert_eq!(exported(&windows_library()), documented(), "exports (left) and the list (right)");
}

#[test]
#[ignore = "needs HT_WINDOWS_DLL; scripts/test runs it"]
fn windows_dll_needs_only_system_libraries() {
    let bytes = windows_library();
    let file = object::File::parse(&*bytes).unwrap();
    assert_eq!(file.format(), BinaryFormat::Pe);
    assert!(file.is_64(), "the terminal is a 64-bit program");
    let imports = file.imports().unwrap().map(|import| import.unwrap().library().to_vec());
    let needed = imports.map(|name| String::from_utf8(name).unwrap()).collect();
    assert_only(&needed, &windows_system_libraries());
}
