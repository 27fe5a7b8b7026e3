//! The model of an engine and its training through the C ABI: files that cannot be used, and calls
//! that are wrong.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/model.rs"]
mod model;
mod support;

use std::ptr::{null, null_mut};

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::*;
use hypertrader::model::file::Model;
use hypertrader::types::Period;
use support::{Host, Options, last_error, raw};

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
    assert_eq!(code, HT_OK, "{text}");
    let first = state_of(handle);
    assert_eq!((first.state, first.columns, first.trained_rows), (HT_MODEL_WARMING, 3, 1));
    assert_eq!(raw::set_model(handle, null(), 0), HT_OK);
    let none = state_of(handle);
    assert_eq!((none.state, none.id, none.columns), (HT_MODEL_NONE, 0, 0));
    let name = path.to_str().unwrap();
    assert_eq!(raw::set_model(handle, name.as_ptr(), name.len() as i32), HT_OK);
    assert_eq!(state_of(handle).id, first.id);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(raw::set_model(handle, name.as_ptr(), name.len() as i32), HT_E_MODEL);
    assert_eq!(state_of(handle).id, first.id, "the model before stays");
    assert_eq!(raw::close(handle), HT_OK);
}

fn state_of(handle: i64) -> HtModel {
    let mut bytes = [0_u64; size_of::<HtModel>() / 8];
    bytes[0] = size_of::<HtModel>() as u64;
    let model: *mut HtModel = bytes.as_mut_ptr().cast();
    assert_eq!(raw::model(handle, model), HT_OK);
    // SAFETY: the library has written all of it, and it holds numbers only.
    #[expect(unsafe_code, reason = "reads what a C function has written")]
    unsafe {
        *model
    }
}

/// A call that must be refused with `code`, in words that name `part`.
#[track_caller]
fn refused(host: &Host, code: i32, part: &str, was: i32) {
    assert_eq!(was, code, "{part}: {}", host.error());
    assert!(host.error().contains(part), "{part} is not named in: {}", host.error());
}

/// An output of `size` bytes must have its size stated, and is then written to its end and no
/// further; what is returned then is `written`.
#[track_caller]
fn check_output(host: &Host, size: usize, written: i32, call: impl Fn(*mut u8) -> i32) {
    let right = size as u32;
    for stated in [0, 4, right - 8, right + 8, u32::MAX, right] {
        let mut bytes = vec![0xA5_u8; size + 64];
        bytes[..4].copy_from_slice(&stated.to_le_bytes());
        let before = bytes.clone();
        let code = call(bytes.as_mut_ptr());
        if stated == right {
            assert_eq!(code, written, "{}", host.error());
            assert!(bytes[..size] != before[..size] && bytes[size..] == before[size..]);
        } else {
            refused(host, HT_E_SIZE, &format!("struct_size was {stated}, expected {size}"), code);
            assert!(bytes == before, "a refused call wrote");
        }
    }
}

#[test]
fn calls_about_models_are_checked_before_anything_is_done() {
    let host = Host::open(Options::new());
    let handle = host.handle;
    check_output(&host, size_of::<HtModel>(), HT_OK, |out| raw::model(handle, out.cast()));
    check_output(&host, size_of::<HtTraining>(), HT_TRAINING_OFF, |out| {
        raw::train_poll(handle, out.cast())
    });
    refused(&host, HT_E_NULL, "status was NULL", raw::model(handle, null_mut()));
    refused(&host, HT_E_NULL, "training was NULL", raw::train_poll(handle, null_mut()));
    refused(&host, HT_E_NULL, "path was NULL", raw::set_model(handle, null(), 1));
    for count in [-1, i32::MIN, i32::MAX, (1 << 24) + 1] {
        let code = raw::set_model(handle, b"x".as_ptr(), count);
        refused(&host, HT_E_COUNT, &format!("was {count}"), code);
    }
    let set = |text: &[u8]| raw::set_model(handle, text.as_ptr(), text.len() as i32);
    refused(&host, HT_E_UTF8, "path", set(&[b'A', 0xFF, b'B']));
    refused(&host, HT_E_MODEL, "no such model", set(b"no such model"));
    refused(&host, HT_E_CONFIG, "model.retrain.mode was off", raw::train_start(handle));
    refused(&host, HT_E_ORDER, "no training", raw::train_cancel(handle));
    assert_eq!(raw::set_model(handle, null(), 0), HT_OK);
}
