//! The readers on damaged and hostile input: no panic, no endless loop, no silent loss.
//!
//! A fixed number of seeded mutations of small samples runs in the suite. `HT_FUZZ_SECONDS=300`
//! runs for that long instead, from another part of the sequence for each `HT_FUZZ_SEED`.

use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use hypertrader::store::{MarketData, OnBad, ReadOptions, read_market_data};

const MUTATIONS: u64 = 20_000;
const SAMPLES: [&str; 12] = [
    "time,open,high,low,close,volume\n2020-05-31 23:58:00,1.1,1.2,1.0,1.1,5\n2020-05-31 23:59:00,1.1,1.2,1.0,1.1,6\n",
    "time,open,high,low,close,tick_volume,spread,real_volume\n1590969480,1.1,1.2,1.0,1.1,5,3,0\n1590969540,1.1,1.2,1.0,1.1,5,3,0\n",
    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n2020.05.31\t23:58:00\t1.1\t1.2\t1.0\t1.1\t5\t0\t3\r\n2020.05.31\t23:59:00\t1.1\t1.2\t1.0\t1.1\t5\t0\t3\r\n",
    "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n2020.05.30\t1.1\t1.2\t1.0\t1.1\t5\t0\t3\r\n2020.05.31\t1.1\t1.2\t1.0\t1.1\t5\t0\t3\r\n",
    "1590969480000,1.1,1.2,1.0,1.1,5,1590969539999,5.5,9,2.5,2.75,0\n1590969540000,1.1,1.2,1.0,1.1,5,1590969599999,5.5,9,2.5,2.75,0\n",
    "2020.05.31,23:58,1.1,1.2,1.0,1.1,5\n2020.05.31,23:59,1.1,1.2,1.0,1.1,5\n",
    "20200531 235800;1.1;1.2;1.0;1.1;0\n20200531 235900;1.1;1.2;1.0;1.1;0\n",
    "https://example.invalid\ndate,symbol,open,high,low,close,volume_x,volume\n2020-05-31 11-PM,X,1.1,1.2,1.0,1.1,5,6\n2020-05-31 10-PM,X,1.1,1.2,1.0,1.1,5,6\n",
    "time,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n2020-05-31T23:58:00Z,1.1,1.2,1.0,1.1,1.2,1.3,1.1,1.2\n2020-05-31T23:59:00Z,1.1,1.2,1.0,1.1,1.2,1.3,1.1,1.2\n",
    "time_ms,bid,ask\n1590969480000.125,1.1,1.2\n1590969480000.125,1.1,1.2\n1590969480001,1.1,1.2\n",
    "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n2020.05.31\t23:58:00.001\t1.1\t\t\t\t2\r\n2020.05.31\t23:58:00.002\t\t1.2\t\t\t4\r\n2020.05.31\t23:58:00.003\t1.15\t\t\t\t2\r\n",
    "timestamp,price,size\n1590969480000,13873.0,10\n1590969480000,13873.5,-3000\n",
];
const FRAGMENTS: [&[u8]; 24] = [
    b",",
    b"\t",
    b";",
    b"\n",
    b"\r\n",
    b"\"",
    b"-",
    b".",
    b":",
    b"e308",
    b"nan",
    b"inf",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"99999999999999999999",
    b"0",
    b"T",
    b"Z",
    b"+99:99",
    b"2020-02-30",
    b"://",
    b" PM",
    b"#",
];

/// SplitMix64, seeded.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

fn mutate(random: &mut Random) -> Vec<u8> {
    let mut bytes = SAMPLES[random.below(SAMPLES.len())].as_bytes().to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        match random.below(8) {
            0 if at < bytes.len() => bytes[at] = random.next() as u8,
            1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => bytes.truncate(at),
            4 => {
                let end = (at + random.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            5 => {
                let other = SAMPLES[random.below(SAMPLES.len())].as_bytes();
                bytes.splice(at..at, other[random.below(other.len())..].iter().copied());
            }
            6 if random.below(50) == 0 => {
                bytes.splice(at..at, vec![b'7'; 40_000]);
            }
            _ => {
                bytes.splice(at..at, FRAGMENTS[random.below(FRAGMENTS.len())].iter().copied());
            }
        }
    }
    match random.below(10) {
        0 => {
            let wide = bytes.iter().flat_map(|&byte| [byte, 0]);
            bytes = [0xff, 0xfe].into_iter().chain(wide).collect();
            bytes.truncate(bytes.len() - random.below(2));
        }
        1 => bytes.splice(0..0, *b"\x28\xb5\x2f\xfd").for_each(drop),
        2 => bytes.splice(0..0, *b"\x1f\x8b\x08\0").for_each(drop),
        _ => {}
    }
    bytes
}

/// Reads everything and checks what must hold for every input.
fn check(bytes: &[u8], on_bad: OnBad) -> bool {
    let line_count = bytes.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let options = ReadOptions { on_bad, kind: None };
    let Ok(mut data) = read_market_data(Path::new("hostile"), source, &options) else {
        return false;
    };
    let mut count = 0;
    let mut failed = false;
    let mut previous = None;
    match &mut data {
        MarketData::Bars(bars) => {
            for bar in bars {
                let Ok(bar) = bar else {
                    failed = true;
                    continue;
                };
                assert!(previous.is_none_or(|previous| previous < bar.written));
                assert!(bar.low > 0.0 && bar.low <= bar.open && bar.close <= bar.high);
                previous = Some(bar.written);
                count += 1;
            }
        }
        MarketData::Ticks(ticks) => {
            for tick in ticks {
                let Ok(tick) = tick else {
                    failed = true;
                    continue;
                };
                assert!(previous.is_none_or(|previous| previous <= tick.written));
                assert!(tick.ask >= tick.bid && (tick.bid > 0.0 || tick.last > 0.0));
                previous = Some(tick.written);
                count += 1;
            }
        }
    }
    let report = data.report();
    assert!(failed || report.row_count == count, "{report}");
    assert!(report.row_count + report.skipped_count() <= line_count + 1);
    assert!(failed || on_bad == OnBad::Skip || report.skipped_count() == 0);
    !failed
}

#[test]
fn mutated_files_never_panic_and_never_yield_bad_rows() {
    let seconds = std::env::var("HT_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let seed = std::env::var("HT_FUZZ_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut random = Random(seed);
    #[allow(clippy::disallowed_methods, reason = "a test that is asked to run for some time")]
    let began = Instant::now();
    let (mut runs, mut readable) = (0u64, 0u64);
    loop {
        let goes_on = match seconds {
            Some(seconds) => began.elapsed() < Duration::from_secs(seconds),
            None => runs < MUTATIONS,
        };
        if !goes_on {
            break;
        }
        let bytes = mutate(&mut random);
        let on_bad = if runs % 2 == 0 { OnBad::Skip } else { OnBad::Fail };
        let result = std::panic::catch_unwind(|| check(&bytes, on_bad));
        let Ok(was_readable) = result else {
            panic!("run {runs} with {on_bad:?} failed on {:?}", String::from_utf8_lossy(&bytes));
        };
        readable += u64::from(was_readable);
        runs += 1;
    }
    println!("{runs} mutated files, {readable} of them readable");
    // The mutations must leave enough intact for the test to reach the rows.
    assert!(readable > runs / 10, "only {readable} of {runs} files were readable");
}

#[test]
fn the_samples_themselves_are_read_whole() {
    for sample in SAMPLES {
        assert!(check(sample.as_bytes(), OnBad::Fail), "{sample}");
    }
}
