//! What the library says about itself through the C ABI, in process.

mod support;

use hypertrader::ffi::code::HT_E_UNKNOWN;
use hypertrader::ffi::library_calls::ht_self_test;
use support::{last_error, raw, text_of};

#[test]
fn the_self_test_passes() {
    let mut buffer = [0_u8; 2_048];
    // SAFETY: the buffer has the stated capacity.
    #[expect(unsafe_code, reason = "calls the C ABI")]
    let code = unsafe { ht_self_test(buffer.as_mut_ptr(), 2_048) };
    let end = buffer.iter().position(|&byte| byte == 0).unwrap();
    let report = std::str::from_utf8(&buffer[..end]).unwrap();
    assert_eq!(code, 0, "{report}");
    assert!(report.ends_with("0 failed\n"), "{report}");
}

/// The texts are those of the table that the documentation has.
#[test]
fn every_documented_refusal_has_its_text_and_no_other_has_one() {
    let document = include_str!("../docs/refusals.md");
    let rows = document.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let code: i32 = cells.next()?.parse().ok()?;
        Some((code, cells.nth(1)?))
    });
    let documented: std::collections::BTreeMap<i32, &str> = rows.collect();
    assert!(documented.len() > 40, "the table was read");
    for code in -1_000..2_000 {
        let Some(expected) = documented.get(&code) else {
            let mut buffer = [7_u8; 64];
            assert_eq!(raw::refusal_text(code, buffer.as_mut_ptr(), 64), HT_E_UNKNOWN);
            assert_eq!(buffer, [7; 64], "a failed call writes nothing");
            assert!(last_error(0).contains(&format!("code was {code}")));
            continue;
        };
        assert_eq!(text_of(|buffer, size| raw::refusal_text(code, buffer, size)), *expected);
    }
    assert_eq!(raw::refusal_text(i32::MIN, std::ptr::null_mut(), 0), HT_E_UNKNOWN);
    assert_eq!(raw::refusal_text(65_536 + 201, std::ptr::null_mut(), 0), HT_E_UNKNOWN);
}
