//! Which events are told: one level for each target, changeable at any time.

use std::sync::atomic::{AtomicU8, Ordering};

use super::Level;
use crate::types::settings::{SettingField, SettingValue};

crate::choice! {
    /// From which severity on events are told.
    pub enum LogLevel {
        /// None.
        Off = "off",
        /// What a person must act on.
        Error = "error",
        /// Also what is unusual but handled.
        Warn = "warn",
        /// Also changes of state, decisions and orders.
        Info = "info",
        /// Also details.
        Debug = "debug",
        /// Everything.
        Trace = "trace",
    }
}

impl LogLevel {
    /// Every level, the most silent first; the place of each is its number at the C ABI.
    pub const ALL: [Self; 6] =
        [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];
}

crate::choice! {
    /// Where events come from.
    pub enum LogTarget {
        /// Engines: decisions, orders, refusals, limits, training.
        Engine = "engine",
        /// The library: engines opened and closed, the log itself.
        Library = "library",
        /// The HTTP server.
        Serve = "serve",
    }
}

impl LogTarget {
    /// Every target.
    pub const ALL: [Self; 3] = [Self::Engine, Self::Library, Self::Serve];

    /// The target of an event, by its name: `hypertrader::serve` and what is below it.
    #[must_use]
    pub fn of_event(name: &str) -> Self {
        let inner = name.strip_prefix("hypertrader::").unwrap_or("");
        let first = inner.split("::").next().unwrap_or("");
        Self::ALL.into_iter().find(|it| it.as_str() == first).unwrap_or(Self::Library)
    }

    /// A target by its name in the configuration.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

static LEVELS: [AtomicU8; LogTarget::ALL.len()] =
    [const { AtomicU8::new(LogLevel::Info as u8) }; LogTarget::ALL.len()];

/// From which severity on events of a target are told.
#[must_use]
pub fn log_level(target: LogTarget) -> LogLevel {
    let number = LEVELS[target as usize].load(Ordering::Relaxed);
    LogLevel::ALL.get(usize::from(number)).copied().unwrap_or(LogLevel::Info)
}

/// Sets the level of a target.
pub fn set_log_level(target: LogTarget, level: LogLevel) {
    LEVELS[target as usize].store(level as u8, Ordering::Relaxed);
}

/// Whether an event is told. One relaxed load.
#[inline]
#[must_use]
pub fn is_told(target: LogTarget, level: Level) -> bool {
    level as u8 <= LEVELS[target as usize].load(Ordering::Relaxed)
}

/// Reads `engine=debug`.
///
/// # Errors
/// What was found and expected.
pub fn parse_target_level(text: &str) -> Result<(LogTarget, LogLevel), String> {
    let expected = || {
        let names = LogTarget::ALL.map(LogTarget::as_str).join(", ");
        let levels = LogLevel::ALL.map(LogLevel::as_str).join(", ");
        format!("was {text:?}, expected TARGET=LEVEL, targets {names}, levels {levels}")
    };
    let (target, level) = text.split_once('=').ok_or_else(expected)?;
    let target = LogTarget::parse(target.trim()).ok_or_else(expected)?;
    let level = SettingValue::Text(level.trim().to_owned());
    let level = LogLevel::from_value(&level, &()).map_err(|_| expected())?;
    Ok((target, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_levels_of_their_own() {
        assert_eq!(LogTarget::of_event("hypertrader::serve::connection"), LogTarget::Serve);
        assert_eq!(LogTarget::of_event("elsewhere"), LogTarget::Library);
        set_log_level(LogTarget::Serve, LogLevel::Warn);
        assert!(is_told(LogTarget::Serve, Level::Warn) && !is_told(LogTarget::Serve, Level::Info));
        assert!(is_told(LogTarget::Engine, Level::Info));
        set_log_level(LogTarget::Serve, LogLevel::Off);
        assert!(!is_told(LogTarget::Serve, Level::Error));
        assert_eq!(log_level(LogTarget::Serve), LogLevel::Off);
    }

    #[test]
    fn a_target_and_its_level_are_read_or_refused_with_the_choices() {
        assert_eq!(parse_target_level("serve = debug"), Ok((LogTarget::Serve, LogLevel::Debug)));
        for text in ["serve", "serve=loud", "nobody=info", "=", ""] {
            let error = parse_target_level(text).unwrap_err();
            assert!(error.contains("engine, library, serve"), "{error}");
        }
    }
}
