//! Data that cannot be simulated soundly is refused before anything is.

use hypertrader::clock::DstRule;
use hypertrader::engine::Engine;

use crate::cli::prices::market::Market;

const SECONDS_PER_DAY: i64 = 86_400;
/// Longest gap that is taken without being asked: Christmas and the weekends around it.
const GAP_MAX_S: i64 = 10 * SECONDS_PER_DAY;
/// The same in bars, for bars of days and weeks.
const GAP_MAX_BARS: i64 = 5;

/// What may be in the data.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Limits {
    /// Longest time between two rows; `None`: as usual.
    pub(in crate::cli) gap_max_s: Option<i64>,
    /// Whether bars that close with the ask below the bid are taken, with a spread of 0.
    pub(in crate::cli) takes_crossed: bool,
}

/// A time such as `4d`, `36h` or `90m`, in seconds.
pub(in crate::cli) fn parse_duration(text: &str) -> Result<i64, String> {
    let expected = || format!("was {text:?}, expected a time such as 4d, 36h or 90m");
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit_s = match &text[number.len()..] {
        "d" => SECONDS_PER_DAY,
        "h" => 3_600,
        "m" => 60,
        _ => return Err(expected()),
    };
    let count: u32 = number.parse().map_err(|_| expected())?;
    if count == 0 {
        return Err(expected());
    }
    Ok(i64::from(count) * unit_s)
}

/// Refuses mixed frames and clocks, crossed spreads, gaps and data too short to decide anything.
pub(in crate::cli) fn check(
    market: &Market,
    engine: &Engine,
    limits: &Limits,
) -> Result<(), String> {
    let named = |problem: String| format!("{}: {problem}", market.source);
    let mixed = market.report.iter().flat_map(|report| &report.mixed_frames).next();
    if let Some(frame) = mixed {
        return Err(named(format!(
            "mixed frames: {} steps of {} s, first at line {}, expected bars of one period",
            frame.step_count, frame.spacing_s, frame.first_line
        )));
    }
    if let Some(period) = market.period()
        && engine.period().seconds() < period.seconds()
    {
        let was = engine.period();
        return Err(named(format!(
            "its bars have a period of {period}, --period was {was}, expected {period} or longer"
        )));
    }
    check_clock(market, engine).map_err(named)?;
    if let Some(at) = market.first_crossed().filter(|_| !limits.takes_crossed) {
        return Err(named(format!(
            "the spread of the bar at {at} was below 0, expected 0 or more; --on-bad skip takes \
             such spreads as 0"
        )));
    }
    check_gaps(market, limits.gap_max_s).map_err(named)?;
    // One bar with all columns, and the one that closes it.
    let warm_up = engine.schema().lookback();
    let needed = warm_up + 2;
    let bars = market.bar_count(engine.period());
    if bars < needed {
        return Err(named(format!(
            "has {bars} bars of {}, expected at least {needed}: columns warm up over {warm_up}, \
             one must have them all, and it closes with the next",
            engine.period()
        )));
    }
    Ok(())
}

/// Times are taken as the server's clock: times that state a zone are UTC, so the server must be.
fn check_clock(market: &Market, engine: &Engine) -> Result<(), String> {
    let core = &engine.settings().core;
    let states_zone = market.report.as_ref().is_some_and(|report| report.zone_stated);
    let is_utc = core.server_utc_offset_s == 0 && core.server_dst == DstRule::None;
    if !states_zone || is_utc {
        return Ok(());
    }
    Err(format!(
        "its times state a zone and are UTC, engine.server_utc_offset_s was {}, expected 0 and no \
         daylight saving, or times of the server's clock without a zone",
        core.server_utc_offset_s
    ))
}

fn check_gaps(market: &Market, gap_max_s: Option<i64>) -> Result<(), String> {
    let usual_s = market
        .period()
        .map_or(GAP_MAX_S, |period| GAP_MAX_S.max(GAP_MAX_BARS * i64::from(period.seconds())));
    let most_s = gap_max_s.unwrap_or(usual_s);
    let Some((from, to)) = market.first_gap_beyond(most_s) else { return Ok(()) };
    let days = |seconds: i64| seconds as f64 / SECONDS_PER_DAY as f64;
    Err(format!(
        "nothing between {from} and {to}, {:.1} days, expected gaps of at most {:.1} days; \
         --gap-max allows longer ones",
        days(to.seconds() - from.seconds()),
        days(most_s)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(parse_duration("4d"), Ok(345_600));
        assert_eq!(parse_duration("36h"), Ok(129_600));
        assert_eq!(parse_duration("90m"), Ok(5_400));
        for wrong in ["", "4", "d", "0d", "-1d", "1.5d", "4w", "4 d", "99999999999d"] {
            let error = parse_duration(wrong).unwrap_err();
            assert!(error.contains("expected a time such as 4d"), "{wrong}: {error}");
        }
    }
}
