//! Domain values into the host's structures.

use super::abi::{
    HT_ACTION_CLOSE, HT_ACTION_MODIFY, HT_ACTION_OPEN, HT_ACTION_REFUSED, HT_MODEL_EXPIRED,
    HT_MODEL_READY, HT_MODEL_WARMING, HT_SIDE_BUY, HT_SIDE_NONE, HT_SIDE_SELL, HT_STATE_ACTIVE,
    HT_STATE_FAULTED, HT_STATE_HALTED, HT_STATE_REDUCING, HT_TRAINED_CANCELLED,
    HT_TRAINED_CONFIRMED, HT_TRAINED_FAILED, HT_TRAINED_NONE, HT_TRAINED_PROMOTED,
    HT_TRAINED_REJECTED, HT_TRAINED_ROLLED_BACK, HT_TRAINING_IDLE, HT_TRAINING_PROBATION,
    HT_TRAINING_RUNNING, HT_TRAINING_SHADOW, HT_TRAINING_WAITING, HtDecision, HtModel, HtStatus,
    HtTraining,
};
use crate::clock::ServerClock;
use crate::engine::{DecisionRecord, Engine, Verdict};
use crate::features::MAX_COLUMNS;
use crate::model::file::ModelId;
use crate::retraining::{FreshFigures, Outcome, TrainingState, TrainingStatus};
use crate::risk::RiskMode;
use crate::types::{OrderAction, Side, SignalKind, UnixNanos};

fn side_code(side: Option<Side>) -> i32 {
    match side {
        Some(Side::Buy) => HT_SIDE_BUY,
        Some(Side::Sell) => HT_SIDE_SELL,
        None => HT_SIDE_NONE,
    }
}

fn signal_side(kind: SignalKind) -> Option<Side> {
    match kind {
        SignalKind::Enter(side) => Some(side),
        SignalKind::None => None,
    }
}

/// Server milliseconds of a UTC instant; 0 for the epoch, which means "none".
fn server_millis(clock: &ServerClock, time: UnixNanos) -> i64 {
    if time.0 == 0 {
        return 0;
    }
    time.millis() + clock.offset_at(time.seconds()) * 1_000
}

fn server_seconds(clock: &ServerClock, time: UnixNanos) -> i64 {
    if time.0 == 0 { 0 } else { clock.server_seconds(time) }
}

/// A decision as a host gets it.
#[must_use]
pub fn decision(clock: &ServerClock, record: &DecisionRecord) -> HtDecision {
    let signal = &record.evaluation.signal;
    let mut out = HtDecision {
        struct_size: size_of::<HtDecision>() as u32,
        action: HT_ACTION_REFUSED,
        id: record.id,
        time_msc: server_millis(clock, record.time),
        bar_time_s: server_seconds(clock, signal.bar_open),
        expires_msc: 0,
        position_ticket: 0,
        lots: 0.0,
        price: 0.0,
        stop_loss: 0.0,
        take_profit: 0.0,
        confidence_frac: signal.confidence_frac,
        risk_money: record.risk_money(),
        refusal_actual: 0.0,
        refusal_limit: 0.0,
        side: side_code(signal_side(signal.kind)),
        deviation_points: 0,
        refusal_code: 0,
        attempt: record.attempt as i32,
    };
    match &record.verdict {
        Verdict::Refused(refusal) => {
            out.refusal_code = i32::from(refusal.code.number());
            out.refusal_actual = refusal.actual;
            out.refusal_limit = refusal.limit;
        }
        Verdict::Order(intent) => {
            out.action = match intent.action {
                OrderAction::Open => HT_ACTION_OPEN,
                OrderAction::Close => HT_ACTION_CLOSE,
                OrderAction::Modify => HT_ACTION_MODIFY,
            };
            out.expires_msc = server_millis(clock, intent.expires);
            out.position_ticket = intent.position_ticket;
            out.lots = intent.lots;
            out.price = intent.price;
            out.stop_loss = intent.stop_loss.unwrap_or(0.0);
            out.take_profit = intent.take_profit.unwrap_or(0.0);
            out.side = side_code(Some(intent.side));
            out.deviation_points = intent.deviation_points;
        }
    }
    out
}

/// The status for a chart panel.
pub(super) fn status(engine: &Engine, faulted: bool) -> HtStatus {
    let status = engine.status();
    let clock = engine.clock();
    let position = status.position.as_ref();
    let refusal = status.last_refusal.as_ref();
    let count = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
    HtStatus {
        struct_size: size_of::<HtStatus>() as u32,
        state: match status.risk.mode {
            _ if faulted => HT_STATE_FAULTED,
            RiskMode::Active => HT_STATE_ACTIVE,
            RiskMode::Reducing => HT_STATE_REDUCING,
            RiskMode::Halted => HT_STATE_HALTED,
        },
        time_msc: server_millis(clock, status.now),
        bar_time_s: status.last_bar_open.map_or(0, |open| server_seconds(clock, open)),
        ticks: status.counters.ticks,
        ticks_skipped: status.counters.ticks_skipped,
        ticks_repeated: status.counters.ticks_repeated,
        bars: status.counters.bars,
        bars_missing: status.bars_missing,
        decisions: status.counters.decisions,
        refusals: status.counters.refusals,
        last_decision_id: status.last_decision_id,
        bid: status.quote.map_or(0.0, |quote| quote.bid),
        ask: status.quote.map_or(0.0, |quote| quote.ask),
        confidence_frac: status.evaluation.signal.confidence_frac,
        equity: status.equity.unwrap_or(0.0),
        daily_loss_frac: status.risk.daily_loss_frac,
        weekly_loss_frac: status.risk.weekly_loss_frac,
        drawdown_frac: status.risk.drawdown_frac,
        open_risk: status.open_risk,
        open_risk_total: status.open_risk_total,
        open_risk_limit: status.open_risk_limit,
        position_ticket: position.map_or(0, |position| position.ticket),
        position_lots: position.map_or(0.0, |position| position.lots),
        position_open_price: position.map_or(0.0, |position| position.open_price),
        position_stop_loss: position.and_then(|position| position.stop_loss).unwrap_or(0.0),
        position_take_profit: position.and_then(|position| position.take_profit).unwrap_or(0.0),
        refusal_actual: refusal.map_or(0.0, |refusal| refusal.actual),
        refusal_limit: refusal.map_or(0.0, |refusal| refusal.limit),
        refusal_code: refusal.map_or(0, |refusal| i32::from(refusal.code.number())),
        signal_side: side_code(signal_side(status.evaluation.signal.kind)),
        position_side: side_code(position.map(|position| position.side)),
        warm: i32::from(status.bars_needed == 0),
        bars_needed: count(status.bars_needed),
        decisions_waiting: count(status.decisions_waiting),
        order_in_flight: i32::from(status.order_in_flight),
        losses_in_row: i32::try_from(status.risk.loss_streak).unwrap_or(i32::MAX),
    }
}

/// The model, and how it does on fresh bars.
pub(super) fn model(engine: &Engine, fresh: Option<FreshFigures>) -> HtModel {
    let fresh = fresh.unwrap_or_default();
    let status = engine.status();
    let clock = engine.clock();
    let at = |time: UnixNanos| server_seconds(clock, time);
    let mut out = HtModel {
        drift: status.model_drift.unwrap_or(0.0),
        log_loss: fresh.log_loss,
        prior_log_loss: fresh.prior_log_loss,
        calibration_error: fresh.calibration_error,
        fresh_bars: count(fresh.bars),
        ..HtModel::none()
    };
    let Some(model) = engine.model() else { return out };
    let opinion = status.evaluation.model;
    out.state = match () {
        () if status.model_expired => HT_MODEL_EXPIRED,
        () if status.model_bars_needed > 0 => HT_MODEL_WARMING,
        () => HT_MODEL_READY,
    };
    out.id = short_id(model.id);
    out.created_s = at(model.created);
    out.trained_from_s = at(model.span.first);
    out.trained_until_s = at(model.span.last);
    out.expires_s = model.expires.map_or(0, at);
    out.trained_rows = model.span.rows;
    out.buy_prob = opinion.map_or(0.0, |opinion| opinion.buy_prob);
    out.sell_prob = opinion.map_or(0.0, |opinion| opinion.sell_prob);
    out.columns = count(model.columns.len());
    out
}

/// The first eight bytes of a model's number.
fn short_id(id: ModelId) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = id.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Training; without a status it is off.
pub(super) fn training(clock: &ServerClock, status: Option<&TrainingStatus>) -> HtTraining {
    let Some(status) = status else { return HtTraining::off() };
    HtTraining {
        struct_size: size_of::<HtTraining>() as u32,
        state: match status.state {
            TrainingState::Idle => HT_TRAINING_IDLE,
            TrainingState::Waiting => HT_TRAINING_WAITING,
            TrainingState::Running => HT_TRAINING_RUNNING,
            TrainingState::Shadow => HT_TRAINING_SHADOW,
            TrainingState::Probation => HT_TRAINING_PROBATION,
        },
        candidate_id: status.candidate.map_or(0, short_id),
        started_s: status.started.map_or(0, |time| server_seconds(clock, time)),
        progress_frac: status.progress_frac,
        left_s: status.left_s,
        auc_ovr: status.auc_ovr,
        newer_log_loss: status.newer_log_loss,
        older_log_loss: status.older_log_loss,
        fresh_bars: count(status.fresh_bars),
        fresh_bars_needed: count(status.fresh_bars_needed),
        window_bars: count(status.window_bars),
        outcome: match status.outcome {
            Outcome::None => HT_TRAINED_NONE,
            Outcome::Promoted => HT_TRAINED_PROMOTED,
            Outcome::Rejected => HT_TRAINED_REJECTED,
            Outcome::Confirmed => HT_TRAINED_CONFIRMED,
            Outcome::RolledBack => HT_TRAINED_ROLLED_BACK,
            Outcome::Failed => HT_TRAINED_FAILED,
            Outcome::Cancelled => HT_TRAINED_CANCELLED,
        },
    }
}

fn count(value: usize) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// Values and validity flags of the newest row, as a host gets them.
#[must_use]
pub fn features(engine: &Engine) -> ([f64; MAX_COLUMNS], [u8; MAX_COLUMNS]) {
    let row = engine.row();
    let mut flags = [0; MAX_COLUMNS];
    for (index, flag) in flags.iter_mut().enumerate() {
        *flag = (row.valid >> index & 1) as u8;
    }
    (row.values, flags)
}
