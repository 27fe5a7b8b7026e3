//! Lines as fields of the file.

use super::ModelError;
use super::bytes::{Reader, Writer};
use crate::model::Class;
use crate::model::learners::{Linear, LinearError, Map, Preparation, Scale};

/// Bytes of a scale: median, mean, deviation.
const SCALE_SIZE: usize = 8 + 8 + 8;

pub(super) fn write_lines(writer: &mut Writer, lines: &Linear) {
    writer.u8(match lines.map() {
        Map::Softmax => 0,
        Map::Halves => 1,
    });
    let scales = lines.preparation().scales();
    writer.length(scales.len());
    for scale in scales {
        [scale.median, scale.mean, scale.deviation].into_iter().for_each(|n| writer.f64(n));
    }
    for class in Class::ALL {
        writer.numbers(lines.coefficients(class));
        writer.f64(lines.intercept(class));
    }
}

pub(super) fn read_lines(reader: &mut Reader<'_>) -> Result<Linear, ModelError> {
    let map = match reader.u8("map")? {
        0 => Map::Softmax,
        1 => Map::Halves,
        kind => return Err(ModelError::invalid("map", format!("kind {kind}"), "0 or 1")),
    };
    let scales = reader.list(SCALE_SIZE, "scales", |reader| {
        let (median, mean) = (reader.f64("median")?, reader.f64("mean")?);
        Ok(Scale { median, mean, deviation: reader.f64("deviation")? })
    })?;
    let mut coefficients: [Vec<f64>; Class::COUNT] = Default::default();
    let mut intercepts = [0.0; Class::COUNT];
    for (line, intercept) in coefficients.iter_mut().zip(&mut intercepts) {
        *line = reader.numbers("coefficients")?;
        *intercept = reader.f64("intercept")?;
    }
    let refused = |LinearError { what, was, expected }| ModelError::invalid(what, was, expected);
    Linear::new(Preparation::of(scales), coefficients, intercepts, map).map_err(refused)
}
