//! The exported functions that concern the model of an engine and its training.

#![expect(unsafe_code, reason = "exported C functions")]

use super::abi::{HtModel, HtTraining};
use super::code::{HT_E_CONFIG, HT_E_MODEL, HT_E_ORDER, HT_OK};
use super::failure::Failure;
use super::guard::{with_engine, with_session};
use super::{memory, model, pin, report, table};
use crate::retraining::Retraining;
use crate::telemetry::Call;

/// Writes which model an engine has, and how it does. Works on a faulted engine.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_NULL, HT_E_SIZE. Wait-free.
///
/// # Safety
/// `status` is NULL or points to as many writable bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_model(handle: i64, status: *mut HtModel) -> i32 {
    with_session(Call::EngineModel, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::check_out(status, "status") }?;
        let out = report::model(&session.engine, session.fresh_figures());
        // SAFETY: checked above, and the caller's guarantee is handed on.
        unsafe { memory::write(status, out, "status") }?;
        Ok(HT_OK)
    })
}

/// Replaces the model of an engine from the next closed bar on; length 0 = by none.
///
/// path: UTF-8 path of a model file whose columns the engine computes: those of `features.columns`
/// and of the model it was opened with. Reads a file: not for the tick path.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_COUNT, HT_E_UTF8,
/// HT_E_CONFIG (with `model.retrain.mode` other than off the engine has the model of `model.file`),
/// HT_E_MODEL (the text says why; the model before stays).
///
/// # Safety
/// `path` is NULL or points to `path_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_set_model(handle: i64, path: *const u8, path_len: i32) -> i32 {
    with_engine(Call::EngineSetModel, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        let path = unsafe { memory::text(path, path_len, "path") }?;
        if session.retraining.is_some() {
            let text = "model.retrain.mode was not off: the engine has the model of model.file";
            return Err(Failure::new(HT_E_CONFIG, text));
        }
        let new = model::load(path)?;
        session.engine.set_model(new).map_err(|error| Failure::new(HT_E_MODEL, error))?;
        Ok(HT_OK)
    })
}

/// Asks for the engine's model to be trained anew in the background, on a thread of low priority.
///
/// It learns from the newest `model.retrain.window_bars` closed bars, as sections `model.*` say.
/// The new model is written beside `model.file` and decides once it was better on bars that it has
/// not learnt from; ht_engine_timer takes it in. In every mode: asking makes the thread, and pins
/// the library.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_CONFIG (`model.retrain.mode` is off),
/// HT_E_ORDER (before ht_engine_symbol; a training waits or runs already, or a new model is on
/// trial), HT_E_SHUTDOWN. Never waits.
#[unsafe(no_mangle)]
pub extern "C" fn ht_train_start(handle: i64) -> i32 {
    with_engine(Call::TrainStart, handle, |session| {
        table::check_running()?;
        if session.retraining.is_none() {
            let text = "model.retrain.mode was off, expected asked or auto";
            return Err(Failure::new(HT_E_CONFIG, text));
        }
        if !session.engine.has_symbol() {
            return Err(Failure::new(HT_E_ORDER, "ht_engine_symbol must be called first"));
        }
        // The thread's code must not vanish under it.
        pin::pin();
        if let Some(training) = &mut session.retraining {
            training.start().map_err(|error| Failure::new(HT_E_ORDER, error))?;
        }
        session.advance_training();
        Ok(HT_OK)
    })
}

/// Writes how far training is, and takes in what came of it.
///
/// Returns: HtTraining.state; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_NULL, HT_E_SIZE. Never
/// waits; not for the tick path.
///
/// # Safety
/// `training` is NULL or points to as many writable bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_train_poll(handle: i64, training: *mut HtTraining) -> i32 {
    with_engine(Call::TrainPoll, handle, |session| {
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::check_out(training, "training") }?;
        session.advance_training();
        let status = session.retraining.as_ref().map(Retraining::status);
        let out = report::training(session.engine.clock(), status.as_ref());
        // SAFETY: checked above, and the caller's guarantee is handed on.
        unsafe { memory::write(training, out, "training") }?;
        Ok(out.state)
    })
}

/// Ends a training that waits or runs, or drops the new model that is in its shadow. The model that
/// decides stays. Nothing is left half-written.
///
/// Returns: HT_OK; HT_E_HANDLE, HT_E_BUSY, HT_E_FAULTED, HT_E_ORDER (there is nothing to cancel).
/// Never waits: the thread ends what it is at within milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ht_train_cancel(handle: i64) -> i32 {
    with_engine(Call::TrainCancel, handle, |session| {
        if !session.retraining.as_mut().is_some_and(Retraining::cancel) {
            let text = "nothing to cancel: no training, and no new model in its shadow";
            return Err(Failure::new(HT_E_ORDER, text));
        }
        session.advance_training();
        Ok(HT_OK)
    })
}
