//! Every order in which a writer and a reader of a snapshot can run.
//!
//! ```text
//! RUSTFLAGS="--cfg loom" cargo test --lib --release --manifest-path tests/loom/Cargo.toml
//! ```

#[path = "../../../src/sync/seam.rs"]
mod seam;
#[path = "../../../src/sync/snapshot.rs"]
pub mod snapshot;

#[cfg(all(test, loom))]
mod tests {
    use super::snapshot::snapshot;

    /// Loom's cells report any access that could overlap, and its atomics any order of memory that
    /// the language allows; so a torn value or a lost hand-over fails here.
    #[test]
    fn values_are_whole_and_never_go_back() {
        loom::model(|| {
            let (mut writer, mut reader) = snapshot([0_u32; 2]);
            let thread = loom::thread::spawn(move || {
                for value in 1..=3 {
                    writer.write([value; 2]);
                }
            });
            let mut newest = 0;
            for _ in 0..3 {
                let value = reader.read();
                assert_eq!(value[0], value[1], "torn");
                assert!(value[0] >= newest, "went back");
                newest = value[0];
            }
            thread.join().unwrap();
            assert_eq!(reader.read(), [3; 2], "the last value is not lost");
        });
    }
}
