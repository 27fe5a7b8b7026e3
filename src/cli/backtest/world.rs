//! Files of news and of scheduled events beside the prices.

use std::path::{Path, PathBuf};

use hypertrader::backtest::World;
use hypertrader::engine::EngineSettings;
use hypertrader::news::calendar::{self, CalendarFormat, EventRow};
use hypertrader::news::feed::{self, Format, Origin};
use hypertrader::news::{Item, Read};
use hypertrader::types::UnixNanos;

/// Files of what was known beside the prices.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct WorldArgs {
    /// Headlines: CSV with the columns fetched,published,source,title and perhaps url,tags,bad, or
    /// the same names in a JSON object a line. The engine knows each from `fetched` on.
    #[arg(long)]
    news: Option<PathBuf>,
    /// Scheduled events: CSV with the columns time,currency,impact,name and perhaps
    /// known,id,actual,forecast,previous, JSON with the same names, or iCalendar.
    #[arg(long)]
    calendar: Option<PathBuf>,
}

/// What the files hold.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct WorldFiles {
    news: Option<Vec<Item>>,
    calendar: Option<Vec<EventRow>>,
}

impl WorldArgs {
    pub(in crate::cli) fn read(&self) -> Result<WorldFiles, String> {
        let news = self.news.as_deref().map(|path| {
            let format = match extension(path).as_str() {
                "csv" => Format::Csv,
                "jsonl" | "ndjson" => Format::JsonLines,
                other => return Err(wrong(path, other, "csv or jsonl")),
            };
            // Lines say themselves when they were fetched.
            let origin = Origin { source: "", fetched: UnixNanos::default() };
            whole(path, |text| feed::parse(format, text, origin))
        });
        let calendar = self.calendar.as_deref().map(|path| {
            let format = match extension(path).as_str() {
                "csv" => CalendarFormat::Csv,
                "json" => CalendarFormat::Json,
                "ics" => CalendarFormat::ICal,
                other => return Err(wrong(path, other, "csv, json or ics")),
            };
            whole(path, |text| calendar::parse(format, text))
        });
        Ok(WorldFiles { news: news.transpose()?, calendar: calendar.transpose()? })
    }
}

impl WorldFiles {
    /// What an engine of this symbol is told; `None` without files.
    pub(super) fn world(
        &self,
        symbol: &str,
        settings: &EngineSettings,
    ) -> Result<Option<World>, String> {
        let mut world = World::default();
        if let Some(items) = &self.news {
            world = world
                .with_news(items.clone(), symbol, settings)
                .map_err(|error| format!("news.{error}"))?;
        }
        if let Some(rows) = &self.calendar {
            world = world
                .with_calendar(rows.clone(), settings)
                .map_err(|error| format!("news.events.{error}"))?;
        }
        Ok((self.news.is_some() || self.calendar.is_some()).then_some(world))
    }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn wrong(path: &Path, was: &str, expected: &str) -> String {
    format!("{}: its name ends in {was:?}, expected {expected}", path.display())
}

/// Every entry of a file: one that cannot be read is an error, for a backtest without it would not
/// be what was asked for.
fn whole<T, E: std::fmt::Display>(
    path: &Path,
    parse: impl Fn(&str) -> Result<Read<T>, E>,
) -> Result<Vec<T>, String> {
    let at = |text: String| format!("{}: {text}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
    let read = parse(&text).map_err(|error| at(error.to_string()))?;
    if let Some(first) = read.refused.first() {
        let others = read.refused.len() - 1;
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        return Err(at(format!("{first}{more}")));
    }
    if read.entries.is_empty() {
        return Err(at("no entries, expected at least one".to_owned()));
    }
    Ok(read.entries)
}
