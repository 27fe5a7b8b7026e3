//! Models that a configuration names, through the C ABI.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/model.rs"]
mod model;
mod support;

use std::ptr::null;

use hypertrader::ffi::code::{HT_E_MODEL, HT_OK};
use hypertrader::model::file::Model;
use hypertrader::types::Period;
use support::{Options, last_error, raw};

/// Names a model file in the configuration; what opening an engine says.
fn open_with_model(path: &std::path::Path) -> (i32, i64, String) {
    let overrides = format!("model.file = {:?}", path.to_str().unwrap());
    let (params, mut handle) = (Options::new().params(), 5);
    let (text, length) = (overrides.as_ptr(), overrides.len() as i32);
    let code = raw::open(&raw const params, null(), 0, text, length, &raw mut handle);
    (code, handle, last_error(0))
}

#[test]
fn a_model_that_cannot_be_used_opens_no_engine() {
    let path = std::env::temp_dir().join(format!("ht-abi-model-{}.htm", std::process::id()));
    let sound = model::model().to_bytes().unwrap();
    let mut altered = sound.clone();
    altered[sound.len() / 2] ^= 1;
    let of_others = Model { schema_hash: "of others".to_owned(), ..model::model() };
    let of_hours = Model { period: Period::from_seconds(3_600).unwrap(), ..model::model() };
    for (bytes, name) in [
        (None, "cannot be read"),
        (Some(b"no model".to_vec()), "not a model file"),
        (Some(sound[..sound.len() - 1].to_vec()), "cut short"),
        (Some(altered), "damaged or altered"),
        (Some(of_others.to_bytes().unwrap()), "other features"),
        (Some(of_hours.to_bytes().unwrap()), "bars of"),
    ] {
        bytes.iter().for_each(|bytes| std::fs::write(&path, bytes).unwrap());
        let (code, handle, text) = open_with_model(&path);
        assert_eq!((code, handle), (HT_E_MODEL, 5), "{name}");
        assert!(text.contains(name), "{name}: {text}");
    }
    std::fs::write(&path, sound).unwrap();
    let (code, handle, text) = open_with_model(&path);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(code, HT_OK, "{text}");
    assert_eq!(raw::close(handle), HT_OK);
}
