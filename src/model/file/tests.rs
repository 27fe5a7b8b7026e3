//! Round trips, and every way to spoil a file.

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::model::ensemble::{Child, Compare, Ensemble, Link, Missing, Node, Tree};
use crate::model::learners::{Linear, Map, Preparation, Scale};
use crate::model::{Classifier, Fitted};
use crate::types::{Period, UnixNanos};

fn node(threshold: f64, missing: Missing, left: Child, right: Child) -> Node {
    let compare = if threshold > 0.0 { Compare::AtMost } else { Compare::Below };
    let (gain, cover, mean) = (0.1 + 0.2, 17.0, -1.0 / 3.0);
    Node { feature: 1, threshold, compare, missing, left, right, gain, cover, mean }
}

fn tree(first: f64) -> Tree {
    let nodes = vec![
        node(0.1, Missing::Left, Child::Node(1), Child::Node(2)),
        node(-0.0, Missing::ZeroRight, Child::Leaf(0), Child::Leaf(1)),
        node(f64::INFINITY, Missing::Zero, Child::Leaf(3), Child::Leaf(2)),
    ];
    Tree { nodes, leaves: vec![first, 5e-324, f64::MAX, -0.0] }
}

fn model() -> Model {
    let single = Tree { nodes: vec![], leaves: vec![0.25] };
    let columns = ["z_spike_20", "rsi_14", "name \u{e9}"].map(str::to_owned).to_vec();
    let bins =
        |edge| Bins { edges: vec![edge, 2.0], shares_frac: vec![0.5, 0.3, 0.2], missing_frac: 0.1 };
    Model {
        library_version: "0.1.0".to_owned(),
        created: UnixNanos::from_seconds(1_767_571_200),
        expires: Some(UnixNanos::from_seconds(1_770_163_200)),
        symbol: "EURUSD".to_owned(),
        period: Period::M1,
        label: "horizon 10 bars, threshold 0.0015".to_owned(),
        costs: "spread 8 points, commission 7 USD a lot".to_owned(),
        learner: "boosting: rate 0.05, 300 trees, depth 3".to_owned(),
        span: Span {
            first: UnixNanos::from_seconds(1_760_000_000),
            last: UnixNanos::from_seconds(1_767_000_000),
            rows: 86_394,
        },
        schema_hash: "0f".repeat(32),
        columns,
        class_weights: vec![1.0, 0.5, 2.0],
        metrics: vec![
            Metric { name: "auc".to_owned(), values: vec![0.61, f64::NAN, 0.6 + 1e-16] },
            Metric { name: "log_loss".to_owned(), values: vec![] },
        ],
        importances: vec![Importance { gain: 12.5, permutation: -0.001 }; 3],
        calibration: CalibrationParts::Isotonic {
            x: vec![vec![0.1, 0.4], vec![0.5], vec![0.2, 0.3, 0.9]],
            y: vec![vec![0.0, 0.4], vec![1.0], vec![0.2, 0.2, 0.9]],
        },
        distributions: vec![bins(-1.0), bins(0.1), bins(1.5)],
        fitted: Fitted::Trees(Ensemble {
            features: 3,
            outputs: 3,
            base: vec![0.1, -0.0, 0.3],
            trees: vec![tree(1.0), single, tree(-2.0)],
            link: Link::OneVersusRest { factor: 1.5 },
        }),
    }
}

fn trees_of(model: &mut Model) -> &mut Ensemble {
    match &mut model.fitted {
        Fitted::Trees(ensemble) => ensemble,
        Fitted::Lines(_) => panic!("the model has trees"),
    }
}

/// The same with lines of three columns, the last class unseen.
fn lines_model() -> Model {
    let scale = |median| Scale { median, mean: 0.1 + 0.2, deviation: 1e-3 };
    let preparation = Preparation::of([0.0, -1.5, 50.0].map(scale).to_vec());
    let coefficients = [vec![0.1, -0.2, 1e-300], vec![-0.0, 7.5, 3.0], vec![0.0; 3]];
    let intercepts = [0.25, -0.5, f64::NEG_INFINITY];
    let lines = Linear::new(preparation, coefficients, intercepts, Map::Softmax).unwrap();
    Model { fitted: Fitted::Lines(lines), ..model() }
}

/// One of each kind.
fn models() -> [Model; 2] {
    [model(), lines_model()]
}

/// The same file with a checksum and a length that fit its content.
fn resealed(mut content: Vec<u8>) -> Vec<u8> {
    let length = content.len() as u64 + 32;
    content[12..20].copy_from_slice(&length.to_le_bytes());
    let checksum = Sha256::digest(&content);
    content.extend_from_slice(&checksum);
    content
}

#[test]
fn what_is_written_is_read_bit_by_bit() {
    for written in models() {
        let bytes = written.to_bytes().unwrap();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!(read.to_bytes().unwrap(), bytes);
        // NaN is not equal to itself, so the list with one is compared by its bits.
        let bits = |model: &Model| -> Vec<u64> {
            model.metrics[0].values.iter().map(|value| value.to_bits()).collect()
        };
        assert_eq!(bits(&read), bits(&written));
        let without = |mut model: Model| {
            model.metrics.remove(0);
            model
        };
        assert_eq!(without(read), without(written));
    }
}

#[test]
fn every_kind_of_link_and_calibration_comes_back() {
    let links = [Link::Softmax, Link::Logistic { factor: 0.7 }, Link::Identity];
    let platt = CalibrationParts::Platt { a: vec![-1.0, 0.5, 2.0], b: vec![0.0; 3] };
    for (link, calibration) in
        links.into_iter().zip([CalibrationParts::None, platt, CalibrationParts::None])
    {
        let mut model = Model { calibration, expires: None, metrics: vec![], ..model() };
        trees_of(&mut model).link = link;
        assert_eq!(Model::from_bytes(&model.to_bytes().unwrap()).unwrap(), model);
    }
}

#[test]
fn every_truncation_is_refused() {
    for bytes in models().map(|model| model.to_bytes().unwrap()) {
        for length in 1..bytes.len() {
            let error = Model::from_bytes(&bytes[..length]).unwrap_err();
            assert_eq!(error.code(), "model_truncated", "{length} bytes: {error}");
        }
    }
    assert_eq!(Model::from_bytes(&[]), Err(ModelError::NotAModel));
}

#[test]
fn every_flipped_bit_is_refused() {
    for bytes in models().map(|model| model.to_bytes().unwrap()) {
        refuses_every_flipped_bit(&bytes);
    }
}

fn refuses_every_flipped_bit(bytes: &[u8]) {
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let code = Model::from_bytes(&flipped).unwrap_err().code();
        let expected: &[&str] = match bit / 8 {
            0..8 => &["not_a_model"],
            8..12 => &["model_version"],
            12..20 => &["model_truncated", "model_altered"],
            _ => &["model_altered"],
        };
        assert!(expected.contains(&code), "bit {bit}: {code}");
    }
}

#[test]
fn a_longer_file_is_refused() {
    let mut bytes = model().to_bytes().unwrap();
    bytes.push(0);
    assert_eq!(Model::from_bytes(&bytes).unwrap_err().code(), "model_altered");
    let mut content = model().to_bytes().unwrap();
    content.truncate(content.len() - 32);
    content.push(0);
    let error = Model::from_bytes(&resealed(content)).unwrap_err();
    assert!(error.to_string().contains("1 bytes longer than its fields"), "{error}");
}

/// The lengths of lists claim more than there is: refused before anything is allocated.
#[test]
fn a_list_that_cannot_be_there_is_refused() {
    for content in models().map(|model| model.to_bytes().unwrap()) {
        let content = &content[..content.len() - 32];
        for at in 20..content.len() - 4 {
            let mut altered = content.to_vec();
            altered[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
            if let Ok(model) = Model::from_bytes(&resealed(altered.clone())) {
                assert_eq!(model.to_bytes().unwrap(), resealed(altered), "at {at}");
            }
        }
    }
}

proptest! {
    #[test]
    fn prop_any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Model::from_bytes(&bytes).is_err());
        for version in [1, 2] {
            let mut framed = b"HTMODEL\0\x01\0\0\0\0\0\0\0\0\0\0\0".to_vec();
            framed[8] = version;
            framed.extend_from_slice(&bytes);
            prop_assert!(Model::from_bytes(&resealed(framed)).is_err());
        }
    }

    /// Sound frame, spoilt fields: refused, or read as something that is written the same way.
    #[test]
    fn prop_spoilt_fields_do_no_harm(
        kind in 0..2_usize,
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut content = models()[kind].to_bytes().unwrap();
        content.truncate(content.len() - 32);
        for (place, byte) in spoils {
            let at = 20 + place.index(content.len() - 20);
            content[at] = byte;
        }
        let bytes = resealed(content);
        if let Ok(model) = Model::from_bytes(&bytes) {
            prop_assert_eq!(model.to_bytes().unwrap(), bytes);
        }
    }
}

#[test]
fn what_cannot_be_used_is_not_written() {
    type Spoil = fn(&mut Model);
    let spoils: [(Spoil, &str); 14] = [
        (|model| model.symbol.clear(), "symbol was empty"),
        (|model| model.expires = Some(model.span.last), "expiry"),
        (|model| model.expires = Some(UnixNanos(0)), "expiry"),
        (|model| model.period = Period::Seconds(7), "period was 7 s"),
        (|model| model.span.rows = 0, "training span"),
        (|model| model.columns.truncate(2), "number of columns was 2 for trees of 3 features"),
        (|model| model.columns[2] = "rsi_14".to_owned(), "\"rsi_14\" twice"),
        (|model| model.class_weights[1] = 0.0, "class weights was 0 at 1"),
        (|model| model.importances.truncate(1), "number of importances was 1 for 3"),
        (|model| model.distributions[1].edges[0] = 3.0, "strictly rising"),
        (|model| model.distributions[1].missing_frac = f64::NAN, "distribution of \"rsi_14\""),
        (
            |model| model.calibration = CalibrationParts::Platt { a: vec![1.0], b: vec![1.0] },
            "calibration was 1 entries for 3 outputs",
        ),
        (|model| trees_of(model).trees[2].leaves[0] = f64::NAN, "tree 2: a leaf was NaN"),
        (|model| trees_of(model).trees[0].nodes[1].left = Child::Node(0), "tree 0: node 1 leads"),
    ];
    for (spoil, message) in spoils {
        let mut model = model();
        spoil(&mut model);
        let error = model.to_bytes().unwrap_err();
        assert_eq!(error.code(), "model_invalid");
        assert!(error.to_string().contains(message), "{error}, expected {message}");
    }
}

#[test]
fn an_expired_model_and_other_features_are_refused() {
    let model = model();
    let expires = model.expires.unwrap();
    assert_eq!(model.check_fresh(UnixNanos(expires.0 - 1)), Ok(()));
    let error = model.check_fresh(expires).unwrap_err();
    assert_eq!(error.code(), "model_expired");
    assert_eq!(
        error.to_string(),
        "model expired at 2026-02-04T00:00:00Z, and it is 2026-02-04T00:00:00Z; train a new one"
    );
    assert_eq!(Model { expires: None, ..model.clone() }.check_fresh(UnixNanos(i64::MAX)), Ok(()));
    assert_eq!(model.check_schema(&"0f".repeat(32)), Ok(()));
    let error = model.check_schema("0f").unwrap_err();
    assert_eq!(error.code(), "model_schema");
    assert!(error.to_string().contains("was 0f, expected 0f0f"), "{error}");
}

/// The frame by hand: what a program in another language would check.
#[test]
fn the_frame_is_as_documented() {
    let bytes = model().to_bytes().unwrap();
    assert_eq!(&bytes[..12], b"HTMODEL\0\x01\0\0\0");
    assert_eq!(bytes[12..20], (bytes.len() as u64).to_le_bytes());
    assert_eq!(&bytes[20..29], b"\x05\0\0\x000.1.0");
    let checksum = Sha256::digest(&bytes[..bytes.len() - 32]);
    assert_eq!(bytes[bytes.len() - 32..], checksum[..]);
    let id = model().id().unwrap();
    assert_eq!(id.0, checksum[..16]);
    assert_eq!(id.to_string().len(), 32);
    assert_ne!(Model { costs: String::new(), ..model() }.id().unwrap(), id);
}

/// Trees are written as they always were; lines say their kind.
#[test]
fn the_version_says_whether_there_is_a_kind() {
    let bytes = lines_model().to_bytes().unwrap();
    assert_eq!(&bytes[8..12], b"\x02\0\0\0");
    assert_eq!(&bytes[20..30], b"\x01\x05\0\0\x000.1.0");
    let altered = |at: usize, byte: u8| {
        let mut content = bytes[..bytes.len() - 32].to_vec();
        content[at] = byte;
        Model::from_bytes(&resealed(content)).unwrap_err()
    };
    let error = altered(20, 0).to_string();
    assert_eq!(error, "model not usable: kind was 0, expected 1, lines");
    assert_eq!(altered(8, 1).code(), "model_invalid");
    let error = altered(8, 3);
    assert_eq!(error, ModelError::Version { was: 3, expected: 2 });
}

#[test]
fn lines_predict_from_the_file_as_they_were_learnt() {
    let model = Model { calibration: CalibrationParts::None, metrics: vec![], ..lines_model() };
    let read = Model::from_bytes(&model.to_bytes().unwrap()).unwrap();
    assert_eq!(read, model);
    let Fitted::Lines(lines) = &model.fitted else { panic!("{:?}", model.fitted) };
    let predictor = read.predictor().unwrap();
    for row in [[0.0, 1.0, 2.0], [f64::NAN; 3], [0.3, 0.3005, f64::NAN]] {
        let answer = predictor.probabilities(&row);
        assert_eq!(answer, lines.probabilities(&row));
        assert_eq!(answer[2], 0.0);
        assert_eq!(predictor.contributions(&row), lines.contributions(&row));
    }
    let too_many = Model { columns: ["a", "b"].map(str::to_owned).to_vec(), ..model };
    let error = too_many.to_bytes().unwrap_err().to_string();
    assert!(error.contains("number of columns was 2 for lines of 3 features"), "{error}");
}

#[test]
fn trees_of_another_number_of_outputs_do_not_decide() {
    let mut model = Model { calibration: CalibrationParts::None, ..model() };
    model.class_weights.clear();
    let trees = trees_of(&mut model);
    (trees.outputs, trees.base) = (1, vec![0.0]);
    let error = model.predictor().unwrap_err();
    assert_eq!(error.code(), "model_invalid");
    assert!(error.to_string().ends_with("1 outputs, expected three: down, flat, up"), "{error}");
}
