//! Any bytes through the readers of models: no panic, and every walk through what comes out ends.
#![no_main]

use hypertrader::model::ensemble::Ensemble;
use hypertrader::model::file::Model;
use hypertrader::model::{Classifier, Fitted, lightgbm, onnx};
use libfuzzer_sys::fuzz_target;

fn walk(ensemble: &Ensemble) {
    assert_eq!(ensemble.check(), Ok(()));
    let mut answer = vec![0.0; ensemble.outputs];
    ensemble.predict(&vec![0.5; ensemble.features], &mut answer);
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(model) = Model::from_bytes(bytes) {
        assert_eq!(model.to_bytes().as_deref(), Ok(bytes));
        match &model.fitted {
            Fitted::Trees(ensemble) => walk(ensemble),
            Fitted::Lines(lines) => {
                std::hint::black_box(lines.probabilities(&vec![0.5; model.columns.len()]));
            }
        }
    }
    for imported in [lightgbm::import(bytes), onnx::import(bytes)].into_iter().flatten() {
        walk(&imported.ensemble);
    }
});
