//! The files of headlines and scheduled events that a run is told of.

use std::path::{Path, PathBuf};

use hypertrader::backtest::Outside;
use hypertrader::clock::ServerClock;
use hypertrader::engine::EngineSettings;
use hypertrader::news::calendar::Calendar;
use hypertrader::news::scope::SymbolScope;
use hypertrader::news::{Desk, NewsEvent, Tally, archive, calendar};
use hypertrader::types::Currency;

use crate::cli::prices::contract::Contract;

/// Where news and scheduled events come from.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct OutsideArgs {
    /// Headlines with the times at which they were fetched: CSV with a header, or one JSON object a
    /// line, with fetched, published, source, title and url. A row without title says that the feed
    /// was alive. Nothing is seen before it was fetched.
    #[arg(long)]
    news: Option<PathBuf>,
    /// Scheduled events: CSV with a header, JSON (also with MetaTrader's names), or iCalendar.
    /// Times without a zone are the trade server's. With `known`, each row counts from then on.
    #[arg(long)]
    calendar: Option<PathBuf>,
}

/// What the files hold for a symbol.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Told {
    pub(in crate::cli) outside: Outside,
    /// What became of the headlines.
    pub(in crate::cli) news: Option<Tally>,
    /// Events of all currencies.
    pub(in crate::cli) calendar_events: Option<usize>,
}

impl Told {
    /// Reads the files.
    pub(in crate::cli) fn read(
        args: &OutsideArgs,
        engine: &EngineSettings,
        contract: &Contract,
    ) -> Result<Self, String> {
        let news =
            args.news.as_deref().map(|path| read_news(path, engine, contract)).transpose()?;
        let (events, tally) = news.unzip();
        let calendar =
            args.calendar.as_deref().map(|path| read_calendar(path, engine)).transpose()?;
        Ok(Self {
            news: tally,
            calendar_events: calendar.as_ref().map(Calendar::len),
            outside: Outside::new(events.unwrap_or_default(), calendar),
        })
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read_news(
    path: &Path,
    engine: &EngineSettings,
    contract: &Contract,
) -> Result<(Vec<NewsEvent>, Tally), String> {
    let items = archive::parse(&read(path)?)
        .map_err(|error| format!("{}:{}: {}", path.display(), error.line, error.problem))?;
    let [base, profit] =
        [&contract.currency_base, &contract.currency_profit].map(|code| Currency::new(code));
    let scope = SymbolScope::new(&contract.symbol, base, profit);
    let desk = Desk::new(&engine.news, scope);
    let mut desk = desk.map_err(|error| format!("news.stories.{error}"))?;
    Ok(desk.replay(&items))
}

fn read_calendar(path: &Path, engine: &EngineSettings) -> Result<Calendar, String> {
    let clock = ServerClock::new(engine.core.server_utc_offset_s, engine.core.server_dst)
        .map_err(|error| format!("engine.{error}"))?;
    calendar::parse(&read(path)?, &|stamp| clock.clone().to_utc(stamp.0))
        .map_err(|error| format!("{}:{}: {}", path.display(), error.line, error.problem))
}
