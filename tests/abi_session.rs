//! A session through the C ABI as a host runs it, in process.

use hypertrader::ffi::library_calls::ht_self_test;

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
