//! The market outside the broker, for a session: opened with it, looked at with every call.
//!
//! Only live and paper engines have it. A library built without the feature `feeds` refuses to open
//! one that asks for it.

use super::failure::Failure;
use super::session::Session;
#[cfg(feature = "feeds")]
use crate::types::MarketPrice;

#[cfg(feature = "feeds")]
use crate::feeds::{Feeds, LinkOptions, MarketLink, Notice};

#[cfg(feature = "feeds")]
static FEEDS: std::sync::OnceLock<Feeds> = std::sync::OnceLock::new();

/// An engine's link to the feeds, if it has one.
#[derive(Debug, Default)]
pub(super) struct MarketEnd {
    #[cfg(feature = "feeds")]
    link: Option<MarketLink>,
}

impl MarketEnd {
    /// Joins or starts the feeds, if the settings ask for them and the mode allows them. Waits for
    /// no network.
    pub(super) fn open(session: &mut Session) -> Result<Self, Failure> {
        if !session.engine.settings().feeds.enabled || !session.key().mode.is_lasting() {
            return Ok(Self::default());
        }
        Self::join(session)
    }

    #[cfg(feature = "feeds")]
    fn join(session: &mut Session) -> Result<Self, Failure> {
        let variable = |name: &str| std::env::var(name).ok();
        let runtime = crate::runtime::process();
        let options = LinkOptions { runtime, events: false, variable: &variable };
        let symbol = session.engine.symbol_name();
        let feeds = FEEDS.get_or_init(Feeds::default);
        let link = feeds.open(&session.engine.settings().feeds, symbol.as_str(), &options);
        let link =
            link.map_err(|error| Failure::new(super::code::HT_E_CONFIG, error.to_string()))?;
        session.engine.set_market(MarketPrice::Unknown);
        Ok(Self { link: Some(link) })
    }

    #[cfg(not(feature = "feeds"))]
    fn join(_session: &mut Session) -> Result<Self, Failure> {
        let text = "feeds.enabled: this library was built without feeds, expected false";
        Err(Failure::new(super::code::HT_E_CONFIG, text))
    }
}

impl Session {
    /// Hands the engine what the market is now. Wait-free, without allocation.
    #[inline]
    pub(super) fn look_at_market(&mut self) {
        #[cfg(feature = "feeds")]
        if let Some(link) = &mut self.market.link {
            link.poll();
            self.engine.set_market(link.price());
        }
    }

    /// Puts what the feeds have to say into the engine's log. For the timer.
    pub(super) fn tell_market(&mut self) {
        #[cfg(feature = "feeds")]
        if let Some(link) = &mut self.market.link {
            let engine = &mut self.engine;
            link.drain(|_, notice| {
                if let Notice::Line(level, text) = notice {
                    engine.log(level, format_args!("{text}"));
                }
            });
            let lost = link.take_lost();
            if lost > 0 {
                let level = crate::telemetry::Level::Warn;
                engine.log(level, format_args!("{lost} lines of the feeds were lost"));
            }
            if let Some((level, text)) = link.take_change() {
                engine.log(level, format_args!("{text}"));
            }
        }
    }

    /// Leaves the feeds. They go on for a minute, so that a changed chart finds them running.
    pub(super) fn leave_market(&mut self) {
        self.market = MarketEnd::default();
    }
}

/// Ends the threads of the feeds; waits for at most `limit`. The names of those that have not
/// ended.
pub(super) fn shut_down(limit: std::time::Duration) -> Vec<String> {
    #[cfg(feature = "feeds")]
    return crate::runtime::process().shut_down(limit);
    #[cfg(not(feature = "feeds"))]
    {
        let _ = limit;
        Vec::new()
    }
}

/// How the threads of the feeds do, as a JSON list.
pub(super) fn health() -> String {
    #[cfg(feature = "feeds")]
    {
        let list = crate::runtime::process().health();
        serde_json::to_string(&list).unwrap_or_default()
    }
    #[cfg(not(feature = "feeds"))]
    "[]".to_owned()
}
