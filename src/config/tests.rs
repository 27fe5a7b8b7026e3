//! What the loader accepts, refuses and says.

#![expect(
    unreachable_pub,
    reason = "the macros declare public types for the modules that own them"
)]

use super::*;
use crate::types::settings::{AnySettings, SectionList, SettingProblem};

crate::choice! {
    /// How.
    pub enum Mode {
        /// Slowly.
        Slow = "slow",
        /// Fast.
        Fast = "fast",
    }
}

crate::settings! {
    /// One value of each kind.
    pub struct KindSettings in "kinds" {
        /// A number.
        ratio_frac: f64 = 0.5, "fraction", (0.0, 1.0);
        /// A whole number.
        length: u32 = 14, "bars", (2, 1_000);
        /// A switch.
        enabled: bool = false, "", ();
        /// A text.
        label: String = "a \"quoted\"\\ tab\t\u{7f} \u{e9}".to_owned(), "", 32;
        /// A list.
        levels: Vec<u32> = vec![1, 2], "", ((0, 9), 4);
        /// A choice.
        mode: Mode = Mode::Slow, "", ();
    }
}

crate::settings! {
    /// A window.
    pub struct WindowSettings in "deep.window" {
        /// Its lower end.
        low: u32 = 10, "bars", (0, 100);
        /// Its upper end.
        high: u32 = 20, "bars", (0, 100);
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Bundle {
    kinds: KindSettings,
    window: WindowSettings,
}

impl SectionList for Bundle {
    fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        vec![&mut self.kinds, &mut self.window]
    }

    fn problems(&self) -> Vec<SettingProblem> {
        if self.window.low < self.window.high {
            return Vec::new();
        }
        vec![SettingProblem {
            key: "deep.window.low".to_owned(),
            message: format!("was {}, expected below deep.window.high", self.window.low),
        }]
    }
}

fn load_text(text: &str) -> Result<Loaded<Bundle>, Vec<ConfigProblem>> {
    load(Source::new("test.toml", text.as_bytes()), Source::empty(), None)
}

fn load_for(symbol: &str, text: &str, overrides: &str) -> Loaded<Bundle> {
    let file = Source::new("test.toml", text.as_bytes());
    load(file, Source::new("overrides", overrides.as_bytes()), Some(symbol)).unwrap()
}

fn printed(text: &str) -> Vec<String> {
    load_text(text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn reports_everything_at_once_in_file_order() {
    let text = "\
[kinds]
lenght = 3
ratio_frac = 1.5
enabled = \"yes\"
length = 5
length = 6
mode = \"quick\"
label = 2020-01-01
  levels = [1, [2], 3]

[deep]
low = 4

[deep.windw]
low = 4

[unrelated]
";
    // Lines and columns counted by hand in the text above; columns of wrong values are the
    // values', those of unknown names the names'.
    assert_eq!(
        printed(text),
        [
            "test.toml:2:1: kinds.lenght: was an unknown key, expected one of section [kinds]; \
             did you mean `length`?",
            "test.toml:3:14: kinds.ratio_frac: was 1.5, expected a number from 0.0 to 1.0",
            "test.toml:4:11: kinds.enabled: was \"yes\", expected true or false",
            "test.toml:6:1: kinds.length: was set before, expected each key and each section once",
            "test.toml:7:8: kinds.mode: was \"quick\", expected one of \"slow\" \"fast\"",
            "test.toml:8:9: kinds.label: was a date or time, expected text of at most 32 bytes",
            "test.toml:9:12: kinds.levels: was a list with a list in it, expected a list of at \
             most 4, each a whole number from 0 to 9",
            "test.toml:12:1: deep.low: was a key of [deep], expected it in one of: deep.window",
            "test.toml:14:7: deep.windw: was an unknown section, expected a known one; did you \
             mean `deep.window`?",
            "test.toml:17:2: unrelated: was an unknown section, expected a known one",
        ]
    );
}

#[test]
fn syntax_errors_are_reported_together_with_wrong_values() {
    let text = "[kinds]\nlength = \nenabled = yes\nlabel = \"abc\nratio_frac = 7\n[deep.window\n";
    let problems = load_text(text).unwrap_err();
    let places: Vec<(usize, &str, bool)> = problems
        .iter()
        .map(|problem| {
            let is_syntax = problem.message.starts_with("TOML syntax: ");
            (problem.position.unwrap().line, problem.path.as_str(), is_syntax)
        })
        .collect();
    assert_eq!(
        places,
        [
            (2, "kinds.length", true),
            (3, "kinds.enabled", true),
            (4, "kinds.label", true),
            (5, "kinds.ratio_frac", false),
            (6, "kinds", true),
        ]
    );
}

#[test]
fn each_kind_refuses_every_other_type() {
    for (key, refused) in [
        ("ratio_frac", &["true", "\"0.5\"", "[0.5]", "{}", "07:00:00", "nan", "inf", "-0.1"][..]),
        ("length", &["true", "\"3\"", "3.0", "[3]", "{}", "1", "1001", "0xffffffffffffffff"]),
        ("enabled", &["1", "\"true\"", "[true]", "{}"]),
        ("label", &["1", "true", "[\"a\"]", "2020-01-01", "\"123456789012345678901234567890123\""]),
        ("levels", &["1", "\"1\"", "[1.0]", "[10]", "[1, 2, 3, 4, 5]", "[\"1\"]", "[[]]", "[{}]"]),
        ("mode", &["1", "true", "\"Slow\"", "\"\"", "[\"slow\"]"]),
    ] {
        for value in refused {
            let text = format!("[kinds]\n{key} = {value}\n");
            let problems = load_text(&text).unwrap_err();
            assert_eq!(problems.len(), 1, "{text}: {problems:?}");
            assert_eq!(problems[0].path, format!("kinds.{key}"));
            assert_eq!(problems[0].position, Some(Position { line: 2, column: key.len() + 4 }));
            assert!(problems[0].message.starts_with("was "), "{}", problems[0]);
            assert!(problems[0].message.contains(", expected "), "{}", problems[0]);
        }
    }
}

#[test]
fn accepts_whole_numbers_other_bases_and_dotted_keys() {
    let loaded = load_text("kinds.ratio_frac = 1\nkinds.length = 0x1_0\n").unwrap();
    assert_eq!(loaded.settings.kinds.ratio_frac, 1.0);
    assert_eq!(loaded.settings.kinds.length, 16);
    let loaded = load_text("[deep]\nwindow = { low = 1, high = 2 }\n").unwrap();
    assert_eq!(loaded.settings.window, WindowSettings { low: 1, high: 2 });
}

const LAYERED: &str = "\
[symbol.\"EURUSD\".kinds]
length = 40
[kinds]
length = 20
label = \"file\"
[symbol.\"EUR*\".kinds]
length = 30
levels = [3]
[symbol.\"*USD*\".kinds]
length = 25
levels = [4]
";

#[test]
fn layers_override_each_other_in_order() {
    let length = |symbol| load_for(symbol, LAYERED, "").settings.kinds.length;
    assert_eq!(length("GBPJPY"), 20);
    assert_eq!(length("EURGBP"), 30);
    assert_eq!(length("EURUSD"), 40);
    let suffixed = load_for("EURUSD.r", LAYERED, "").settings.kinds;
    // "EUR*" and "*USD*" have three literals each: the later in the file wins.
    assert_eq!((suffixed.length, suffixed.levels), (25, vec![4]));
    assert_eq!(load_for("EURUSD", LAYERED, "").settings.kinds.levels, [4]);

    let overrides = "[kinds]\nlength = 50\n[symbol.GBPJPY.kinds]\nlength = 60\n";
    assert_eq!(load_for("EURUSD", LAYERED, overrides).settings.kinds.length, 50);
    assert_eq!(load_for("GBPJPY", LAYERED, overrides).settings.kinds.length, 60);
    assert_eq!(load_text(LAYERED).unwrap().settings.kinds.length, 20);
}

#[test]
fn tells_where_each_value_came_from() {
    let loaded = load_for("EURUSD", LAYERED, "[kinds]\n enabled = true");
    let origin = |key| loaded.values.iter().find(|value| value.key == key).unwrap().origin.clone();
    let at = |line, column| Position { line, column };
    assert_eq!(origin("ratio_frac"), Origin::Default);
    assert_eq!(origin("label"), Origin::File(at(5, 9)));
    let pattern = SymbolPattern::new("EURUSD").unwrap();
    assert_eq!(origin("length"), Origin::Symbol(pattern, at(2, 10)));
    assert_eq!(origin("enabled"), Origin::Override(at(2, 12)));
    let shown = render_effective(&loaded.values, "test.toml");
    assert!(shown.contains("\nlength = 40 # test.toml:2:10 for \"EURUSD\"\n"), "{shown}");
}

#[test]
fn sections_of_other_symbols_are_checked_too() {
    let text = "[symbol.\"XAU*\".kinds]\nlength = 1\n[symbol.\"\".kinds]\n[symbol]\nx = 1\n";
    assert_eq!(
        printed(text),
        [
            "test.toml:2:10: symbol.\"XAU*\".kinds.length: was 1, expected a whole number from 2 \
             to 1000",
            "test.toml:3:9: symbol.\"\": was 0 bytes, expected a name of 1 to 64",
            "test.toml:5:1: symbol.x: was a value, expected tables [symbol.\"NAME\".section]",
        ]
    );
}

#[test]
fn problems_of_file_and_overrides_are_reported_together() {
    let file = Source::new("a.toml", b"[kinds]\nlength = 1\n");
    let overrides = Source::new("inputs", b"[kinds]\nlength = true\n");
    let problems = load::<Bundle>(file, overrides, None).unwrap_err();
    let files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, ["a.toml", "inputs"]);
}

#[test]
fn values_that_do_not_fit_together_are_placed_where_they_were_set() {
    assert_eq!(
        printed("[deep.window]\nhigh = 5\nlow = 5"),
        ["test.toml:3:7: deep.window.low: was 5, expected below deep.window.high"]
    );
    // The value that is named may be a default: then there is no place.
    assert_eq!(
        printed("[deep.window]\nhigh = 5"),
        ["test.toml: deep.window.low: was 10, expected below deep.window.high"]
    );
    let overrides = Source::new("inputs", b"[deep]\nwindow.low = 30");
    let problems = load::<Bundle>(Source::empty(), overrides, None).unwrap_err();
    assert_eq!(problems[0].file, "inputs");
    assert_eq!(problems[0].position, Some(Position { line: 2, column: 14 }));
}

#[test]
fn check_finds_what_only_one_symbol_suffers_from() {
    let text = "[deep.window]\nlow = 15\n[symbol.\"XAU*\".deep.window]\nhigh = 12\n";
    assert!(load_text(text).is_ok());
    let problems = check::<Bundle>(Source::new("test.toml", text.as_bytes())).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].position, Some(Position { line: 2, column: 7 }));
}

#[test]
fn texts_too_long_or_not_utf_8_are_refused() {
    let long = vec![b'\n'; MAX_TEXT_BYTES + 1];
    let problems = load::<Bundle>(Source::new("f", &long), Source::empty(), None).unwrap_err();
    assert_eq!(problems[0].message, "was longer than 1048576 bytes, expected at most that");
    assert!(load::<Bundle>(Source::new("f", &long[1..]), Source::empty(), None).is_ok());

    let broken = Source::new("f", b"[kinds]\nlabel = \"\xc3\xa9\xff\"\n");
    let problems = load::<Bundle>(broken, Source::empty(), None).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "f:2:11: was not UTF-8 at byte offset 19, expected a text saved as UTF-8"
    );
    let utf_16 = Source::new("f", b"\xff\xfe[\0k\0");
    let problems = load::<Bundle>(utf_16, Source::empty(), None).unwrap_err();
    assert!(problems[0].message.ends_with("(this looks like UTF-16)"), "{}", problems[0]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_not_move_columns() {
    assert_eq!(
        printed(
            "\u{feff}kinds.length = 1\r\nkinds.label = \"\u{e9}\u{e9}\"\r\nkinds.levels = 2\r\n"
        ),
        [
            "test.toml:1:16: kinds.length: was 1, expected a whole number from 2 to 1000",
            "test.toml:3:16: kinds.levels: was 2, expected a list of at most 4, each a whole \
             number from 0 to 9",
        ]
    );
}

#[test]
fn a_quoted_dot_does_not_name_a_section() {
    let text = "[\"deep.window\"]\nlow = 1\n[kinds]\n\"a\\nb\" = 1\n";
    assert_eq!(
        printed(text),
        [
            "test.toml:1:2: \"deep.window\": was an unknown section, expected a known one; did \
             you mean `deep.window`?",
            "test.toml:4:1: kinds.\"a\\nb\": was an unknown key, expected one of section [kinds]",
        ]
    );
}

#[test]
fn long_lists_of_problems_are_cut_and_counted() {
    let text: String = (0..150).map(|number| format!("key{number} = 1\n")).collect();
    let problems = load_text(&text).unwrap_err();
    assert_eq!(problems.len(), MAX_PROBLEMS + 1);
    assert_eq!(problems[MAX_PROBLEMS].message, "50 more problems are not listed");
    let long = format!("[kinds]\nlabel = \"{}\"\n", "x".repeat(100_000));
    let problems = load_text(&long).unwrap_err();
    assert!(problems[0].message.chars().count() < 300);
    assert!(problems[0].message.ends_with("expected text of at most 32 bytes"));
}

#[test]
fn hash_depends_on_values_only() {
    let plain = load_text("").unwrap().hash;
    assert_eq!(load_text("[kinds]\nlength = 14\n").unwrap().hash, plain);
    assert_ne!(load_text("[kinds]\nlength = 15\n").unwrap().hash, plain);
    assert_eq!(effective_hash(&Bundle::default()), plain);
    // printf 'deep.window.high = 20\ndeep.window.low = 10\nkinds.enabled = false\n'\
    // 'kinds.label = "x"\nkinds.length = 14\nkinds.levels = [1, 2]\nkinds.mode = "slow"\n'\
    // 'kinds.ratio_frac = 0.5\n' | sha256sum
    let labelled = load_text("[kinds]\nlabel = \"x\"\n").unwrap().hash;
    assert_eq!(
        labelled.to_string(),
        "e0e624bb30675fe16735dc7e22d31d48d9183ba21f80fe7cd1521409f8a7f64e"
    );
}

#[test]
fn defaults_written_out_read_back_unchanged() {
    let loaded = load_text("").unwrap();
    let text = render_effective(&loaded.values, "none");
    let again = load_text(&text).unwrap();
    assert_eq!(again.settings, Bundle::default());
    assert_eq!(again.hash, loaded.hash);
    assert!(again.values.iter().all(|value| value.origin.layer() == "file"));
}

proptest::proptest! {
    #[test]
    fn values_written_out_read_back_unchanged(
        ratio_frac in 0.0..=1.0_f64,
        length in 2_u32..=1_000,
        label in "\\PC{0,5}[\\x00-\\x7f]{0,8}",
        levels in proptest::collection::vec(0_u32..=9, 0..=4),
        enabled: bool,
    ) {
        let kinds = KindSettings { ratio_frac, length, enabled, label, levels, mode: Mode::Fast };
        let settings = Bundle { kinds, window: WindowSettings::default() };
        let mut text = "[kinds]\n".to_owned();
        for (key, value) in AnySettings::key_values(&settings.kinds) {
            text.push_str(&format!("{key} = {value}\n"));
        }
        let again = load_text(&text).unwrap();
        proptest::prop_assert_eq!(again.settings, settings);
    }
}

/// Numbers for tests that must be the same on every run (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn mutilated_texts_never_panic() {
    let pieces: [&[u8]; 24] = [
        b"[",
        b"]",
        b"[[",
        b"]]",
        b"=",
        b"\"",
        b"\"\"\"",
        b"'",
        b"'''",
        b"{",
        b"}",
        b",",
        b".",
        b"#",
        b"\n",
        b"\r",
        b"\\u",
        b"0x",
        b"1e999",
        b"kinds",
        b"\xff",
        b"\xc3\xa9",
        b"\0",
        b"symbol.",
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let mut text = format!("{LAYERED}[deep.window]\nlow = 1\nhigh=[1,{{a=1}}]\n").into_bytes();
        for _ in 0..=numbers.below(6) {
            let at = numbers.below(text.len() + 1);
            let until = at + numbers.below(text.len() + 1 - at).min(12);
            match numbers.below(4) {
                0 => drop(text.drain(at..until)),
                1 => text.truncate(at),
                2 => {
                    let copy = text[at..until].to_vec();
                    let to = numbers.below(text.len() + 1);
                    text.splice(to..to, copy);
                }
                _ => drop(text.splice(at..at, pieces[numbers.below(pieces.len())].iter().copied())),
            }
        }
        let result = load::<Bundle>(Source::new("f", &text), Source::empty(), Some("EURUSD"));
        if let Err(problems) = result {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| !problem.message.is_empty()));
        }
    }
}

/// Deep nesting must not exhaust the stack of a terminal's thread: Windows gives it 1 MiB.
#[test]
fn deep_nesting_fits_a_small_stack() {
    let inline = format!("a = {}1{}", "{b.b.b.b.b.b.b.b=".repeat(10_000), "}".repeat(10_000));
    let dotted_inline = {
        let path = vec!["b"; 79].join(".");
        format!("[{path}]\n{path} = {}1{}", format!("{{{path}=").repeat(79), "}".repeat(79))
    };
    let texts = [
        inline,
        dotted_inline,
        format!("a = {}", "[".repeat(500_000)),
        format!("{}=1", vec!["a"; 500_000].join(".")),
        format!("[{}]", vec!["a"; 500_000].join(".")),
        "[[a]]\n".repeat(100_000),
        format!("[kinds]\nlevels = [{}]", "[],".repeat(300_000)),
    ];
    let load_all = move || {
        for text in &texts {
            assert!(load_text(text).is_err());
        }
    };
    std::thread::Builder::new().stack_size(512 * 1024).spawn(load_all).unwrap().join().unwrap();
}

#[test]
fn reference_lists_every_key_once() {
    let reference = render_reference::<Bundle>();
    for key in ["ratio_frac", "length", "enabled", "label", "levels", "mode", "low", "high"] {
        assert_eq!(reference.matches(&format!("\n| `{key}` |")).count(), 1, "{key}");
    }
    assert!(reference.contains("| `length` | a whole number from 2 to 1000 | bars | `14` |"));
}

#[test]
fn example_uncommented_is_the_defaults() {
    let example = render_example::<Bundle>();
    assert_eq!(load_text(&example).unwrap().settings, Bundle::default());
    let mut keys = 0;
    let uncommented: String = example
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(key) if key.contains(" = ") => {
                keys += 1;
                format!("{key}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    assert_eq!(keys, 8);
    assert_eq!(load_text(&uncommented).unwrap().settings, Bundle::default());
}

/// Compares a committed file with what the declarations give; `HT_BLESS=1` rewrites it.
fn assert_committed(path: &str, expected: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, expected).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let path = path.display();
    assert!(committed == expected, "{path} is out of date, expected it as HT_BLESS=1 writes it");
}

#[test]
fn committed_reference_and_example_are_up_to_date() {
    use crate::engine::EngineSettings;
    assert_committed("docs/configuration.md", &render_reference::<EngineSettings>());
    let example = render_example::<EngineSettings>();
    assert_committed("examples/hypertrader.toml", &example);
    let source = Source::new("examples/hypertrader.toml", example.as_bytes());
    assert_eq!(check::<EngineSettings>(source), Ok(()));
}
