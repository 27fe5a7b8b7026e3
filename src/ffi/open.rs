//! Opening an engine: parameters, configuration, state file, re-attachment.

use std::path::{Path, PathBuf};

use super::abi::{HT_MODE_LIVE, HT_MODE_PAPER, HT_MODE_REPLAY, HT_MODE_TESTER, HtEngineParams};
use super::code::{
    HT_E_CONFIG, HT_E_MODEL, HT_E_STATE, HT_E_VALUE, HT_OK, HT_REATTACHED, HT_REATTACHED_COLD,
};
use super::convert;
use super::failure::Failure;
use super::session::{InstanceKey, Mode, RISK_POOL, Session};
use super::{background, model, pin, table};
use crate::config;
use crate::engine::{Command, Engine, EngineIdentity, EngineSettings, STATE_SIZE};
use crate::features::LEARNER_COLUMNS;
use crate::model::RetrainMode;
use crate::risk::RiskMode;
use crate::store::{StateFile, tagged_name_of};
use crate::sync::PoolKey;
use crate::telemetry::Level;
use crate::types::{FixedText, Period};

/// A new handle, and whether it found something warm.
pub(super) struct Opened {
    pub(super) handle: i64,
    pub(super) code: i32,
}

struct Params {
    mode: Mode,
    identity: EngineIdentity,
    risk_group: u64,
    period: Option<Period>,
    key: FixedText<64>,
}

impl Params {
    fn read(raw: &HtEngineParams) -> Result<Self, Failure> {
        let bad = |text: String| Failure::new(HT_E_VALUE, text);
        let mode = match raw.mode {
            HT_MODE_LIVE => Mode::Live,
            HT_MODE_PAPER => Mode::Paper,
            HT_MODE_TESTER => Mode::Tester,
            HT_MODE_REPLAY => Mode::Replay,
            other => return Err(bad(format!("params.mode was {other}, expected 0 to 3"))),
        };
        if mode == Mode::Live && raw.risk_group != 0 {
            return Err(bad(format!(
                "params.risk_group was {}, expected 0 in live mode",
                raw.risk_group
            )));
        }
        if raw.reserved != 0 {
            return Err(bad("params.reserved was not 0".to_owned()));
        }
        let period = match raw.period_s {
            0 => None,
            seconds => {
                let period = Period::from_seconds(seconds);
                Some(period.map_err(|error| bad(format!("params.{error}")))?)
            }
        };
        let symbol = convert::text(&raw.symbol, "params.symbol")?;
        if symbol.is_empty() {
            return Err(bad("params.symbol was empty".to_owned()));
        }
        let identity = EngineIdentity { login: raw.login, symbol, magic: raw.magic };
        let key = convert::text(&raw.instance_key, "params.instance_key")?;
        Ok(Self { mode, identity, risk_group: raw.risk_group, period, key })
    }
}

/// Opens an engine. Nothing is left behind when it fails.
pub(super) fn open(
    raw: &HtEngineParams,
    config_path: &str,
    overrides: &str,
) -> Result<Opened, Failure> {
    table::check_running()?;
    let params = Params::read(raw)?;
    let (mut settings, hash) =
        load_settings(config_path, overrides, params.identity.symbol.as_str())?;
    let retrains = settings.learning.retrain.mode != RetrainMode::Off;
    let model = match &settings.model.file {
        // The first training makes it.
        file if retrains && !Path::new(file).exists() => None,
        file => model::load(file)?,
    };
    if let Some(model) = &model {
        settings.features.columns.extend(model.columns.iter().cloned());
    } else if retrains {
        settings.features.columns.extend(LEARNER_COLUMNS.iter().map(|&name| name.to_owned()));
    }
    let pool_key = pool_key(&params);
    let pool = RISK_POOL.join(pool_key);
    let state_dir = settings.core.state_dir.clone();
    let engine = Engine::new(params.identity, settings, hash, params.period, pool);
    let mut engine = engine.map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(|p| format!("{}: {}", p.key, p.message)).collect();
        Failure::new(HT_E_CONFIG, lines.join("; "))
    })?;
    engine.set_model(model).map_err(|error| Failure::new(HT_E_MODEL, error))?;
    let key = InstanceKey { text: params.key, mode: params.mode, identity: params.identity };
    let mut session = Box::new(Session::new(engine, key));
    let mut old = table::take_by_key(&key)?;
    // `None` for a faulted one: begin afresh.
    let attached = old.as_mut().and_then(|old| attach(&mut session, old));
    session.begin_training(old.as_deref_mut());
    let file = old.as_mut().and_then(|old| old.take_state_file());
    if params.mode.is_lasting() {
        match file.filter(|_| attached.is_some()) {
            Some(file) => session.set_state_file(file),
            None => {
                if let Err(failure) = open_state(&mut session, &state_dir, &params.identity) {
                    // What is in no file would be lost with it.
                    old.into_iter().for_each(Session::retire);
                    return Err(failure);
                }
            }
        }
    }
    if params.mode.is_lasting() {
        pin::pin();
        background::start(&mut session.engine);
    }
    if let Some(old) = &mut old {
        old.end_watch();
    }
    session.begin_watch();
    let handle = table::insert(session)?;
    Ok(Opened { handle, code: attached.unwrap_or(HT_OK) })
}

fn pool_key(params: &Params) -> PoolKey {
    // Engines outside live trading that name no group share a limit with nobody.
    static NEXT_ALONE: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1 << 63);
    let group = match (params.mode, params.risk_group) {
        (Mode::Live, _) => 0,
        (_, 0) => NEXT_ALONE.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
        (_, group) => group,
    };
    PoolKey { login: params.identity.login, group }
}

fn attach(session: &mut Session, old: &mut Session) -> Option<i32> {
    if old.is_faulted() {
        return None;
    }
    let warm = session.engine.take_over(&old.engine).ok()?;
    Some(if warm { HT_REATTACHED } else { HT_REATTACHED_COLD })
}

pub(super) fn load_settings(
    config_path: &str,
    overrides: &str,
    symbol: &str,
) -> Result<(EngineSettings, String), Failure> {
    let bytes = if config_path.is_empty() {
        Vec::new()
    } else {
        config::read_file(Path::new(config_path))
            .map_err(|problem| Failure::new(HT_E_CONFIG, problem))?
    };
    let file = config::Source::new(config_path, &bytes);
    let overrides = config::Source::new("overrides", overrides.as_bytes());
    match config::load::<EngineSettings>(file, overrides, Some(symbol)) {
        Ok(loaded) => Ok((loaded.settings, loaded.hash.to_string())),
        Err(problems) => {
            let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
            Err(Failure::new(HT_E_CONFIG, lines.join("\n")))
        }
    }
}

/// Opens the state file of a lasting engine. Without a folder the engine runs but takes no risk.
fn open_state(
    session: &mut Session,
    folder: &str,
    identity: &EngineIdentity,
) -> Result<(), Failure> {
    if folder.is_empty() {
        let engine = &mut session.engine;
        engine.log(Level::Warn, format_args!("engine.state_dir is not set: no new risk"));
        engine.set_state_saved(false);
        return Ok(());
    }
    let fail = |text: String| Failure::new(HT_E_STATE, text);
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)
        .map_err(|error| fail(format!("cannot create {}: {error}", folder.display())))?;
    table::drop_parked(identity, session.key().mode);
    let path = folder.join(state_file_name(identity, session.key().mode));
    let (file, record) =
        StateFile::open(&path, STATE_SIZE).map_err(|error| fail(error.to_string()))?;
    if let Some(record) = record {
        let engine = &mut session.engine;
        let before = engine.status().risk.mode;
        engine
            .restore_state(&record)
            .map_err(|error| fail(format!("{}: {error}", path.display())))?;
        // An engine that was taken over had no file until now: its switches are newer.
        match before {
            RiskMode::Halted => engine.command(Command::Halt),
            RiskMode::Reducing => engine.command(Command::Pause),
            RiskMode::Active => true,
        };
    }
    session.set_state_file(file);
    Ok(())
}

/// One file per account, symbol, magic number and mode.
fn state_file_name(identity: &EngineIdentity, mode: Mode) -> String {
    let symbol = tagged_name_of(identity.symbol.as_str());
    let mode = if mode == Mode::Paper { "-paper" } else { "" };
    format!("{}-{symbol}-{}{mode}.state", identity.login, identity.magic)
}
