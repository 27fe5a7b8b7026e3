//! Any bytes through the reader of ticks: no panic, and what comes out is in order.
#![no_main]

use std::io::Cursor;
use std::path::Path;

use hypertrader::store::{Kind, MarketData, OnBad, ReadOptions, read_market_data};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { on_bad: OnBad::Skip, kind: Some(Kind::Ticks) };
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let Ok(MarketData::Ticks(reader)) = read_market_data(Path::new("fuzz"), source, &options) else {
        return;
    };
    let mut previous = None;
    for tick in reader.flatten() {
        assert!(previous.is_none_or(|previous| previous <= tick.written));
        previous = Some(tick.written);
    }
});
