//! One decision, whole, as JSON: what was seen, how the rules voted, what risk computed.

use serde_json::{Map, Value, json};

use super::core::Engine;
use super::journal::{DecisionRecord, Verdict};
use super::model::BoundModel;
use crate::features::Row;
use crate::model::file::ModelId;
use crate::risk::SizingArithmetic;
use crate::signals::{Evaluation, ModelOpinion, Vote};
use crate::types::{NANOS_PER_SECOND, OrderAction, OrderIntent, Refusal, Side, SignalKind};

impl Engine {
    /// Explains a kept decision, or, for number 0, the newest evaluation, decided or not.
    #[must_use]
    pub fn explain(&self, decision_id: u64) -> Option<String> {
        let value = if decision_id == 0 {
            self.explain_now()
        } else {
            self.explain_record(self.journal.get(decision_id)?)
        };
        Some(value.to_string())
    }

    fn explain_record(&self, record: &DecisionRecord) -> Value {
        let mut object = self.frame(&record.evaluation, &record.row, record.model_id);
        object.insert("id".into(), json!(record.id));
        object.insert("time".into(), json!(record.time.to_string()));
        object.insert("cause".into(), json!(record.cause.name()));
        object.insert("bid".into(), json!(record.bid));
        object.insert("ask".into(), json!(record.ask));
        match &record.verdict {
            Verdict::Order(intent) => {
                object.insert("order".into(), order(intent, record.attempt));
            }
            Verdict::Refused(refusal) => {
                object.insert("refusal".into(), refusal_json(refusal));
            }
        }
        if let Some(sizing) = &record.sizing {
            object.insert("sizing".into(), sizing_json(sizing));
        }
        Value::Object(object)
    }

    fn explain_now(&self) -> Value {
        let mut object = self.frame(&self.evaluation, self.row(), self.model_id());
        object.insert("id".into(), json!(0));
        object.insert("time".into(), json!(self.now.now().to_string()));
        object.insert("bid".into(), json!(self.quote.map(|quote| quote.bid)));
        object.insert("ask".into(), json!(self.quote.map(|quote| quote.ask)));
        object.insert("refusals_not_queued".into(), json!(self.journal.unqueued()));
        let blocked = self.check_own_readiness().err().or_else(|| self.book.entry_block());
        object.insert("blocked_by".into(), json!(blocked.as_ref().map(refusal_json)));
        object.insert("last_refusal".into(), json!(self.last_refusal.as_ref().map(refusal_json)));
        Value::Object(object)
    }

    /// What every explanation begins with.
    fn frame(
        &self,
        evaluation: &Evaluation,
        row: &Row,
        model_id: Option<ModelId>,
    ) -> Map<String, Value> {
        let mut features = Map::new();
        for (index, name) in self.schema().names().iter().enumerate() {
            let valid = row.valid >> index & 1 == 1;
            features.insert(name.clone(), json!(valid.then(|| row.values[index])));
        }
        let votes: Vec<Value> = evaluation.votes().iter().map(vote).collect();
        let signal = &evaluation.signal;
        let kind = match signal.kind {
            SignalKind::Enter(side) => json!({ "enter": side.to_string() }),
            SignalKind::None => Value::Null,
        };
        let mut object = Map::new();
        object.insert("library".into(), json!(env!("CARGO_PKG_VERSION")));
        object.insert("commit".into(), json!(env!("HT_COMMIT")));
        object.insert("symbol".into(), json!(self.identity.symbol.as_str()));
        object.insert("magic".into(), json!(self.identity.magic));
        object.insert("period".into(), json!(self.period().to_string()));
        object.insert("parameters_hash".into(), json!(self.parameters_hash));
        object.insert("schema_hash".into(), json!(self.schema().hash()));
        object.insert("bar_open".into(), json!(signal.bar_open.to_string()));
        object.insert("features".into(), Value::Object(features));
        object.insert("votes".into(), json!(votes));
        if let Some(news) = evaluation.news {
            let age_s = news.age.0 as f64 / NANOS_PER_SECOND as f64;
            let told =
                json!({ "sentiment": news.sentiment, "is_bad": news.is_bad, "age_s": age_s });
            object.insert("news".into(), told);
        }
        object.insert("model".into(), self.model_json(evaluation.model, row, model_id));
        object.insert(
            "signal".into(),
            json!({
                "kind": kind,
                "reason": evaluation.reason.name(),
                "leaning": evaluation.side.map(|side| side.to_string()),
                "leaning_confidence_frac": evaluation.confidence_frac,
                "confidence_frac": signal.confidence_frac,
                "stop_distance": signal.stop_distance,
                "target_distance": signal.target_distance,
            }),
        );
        object
    }

    /// The model's opinion; its reasons too while the engine still has that model.
    fn model_json(&self, opinion: Option<ModelOpinion>, row: &Row, id: Option<ModelId>) -> Value {
        let Some(id) = id else { return Value::Null };
        let present = self.model.as_ref().filter(|model| model.id() == id && opinion.is_some());
        let contributions = present.and_then(|model| model.contributions(row)).map(|shares| {
            let named = shares.into_iter().map(|(name, [sell, flat, buy])| {
                (name.to_owned(), json!({ "sell": sell, "neither": flat, "buy": buy }))
            });
            Value::Object(named.collect())
        });
        json!({
            "id": id.to_string(),
            "buy_prob": opinion.map(|opinion| opinion.buy_prob),
            "sell_prob": opinion.map(|opinion| opinion.sell_prob),
            "contributions": contributions,
            "drift": present.and_then(BoundModel::drift),
        })
    }
}

fn side_name(side: Option<Side>) -> Value {
    json!(side.map(|side| side.to_string()))
}

fn vote(vote: &Vote) -> Value {
    let mut values = Map::new();
    for (name, value) in vote.rule.value_names().into_iter().zip(vote.values) {
        values.insert(name.to_owned(), json!(value));
    }
    json!({
        "rule": vote.rule.as_str(),
        "side": side_name(vote.side),
        "strength_frac": vote.strength_frac,
        "reason": vote.reason.name(),
        "because": vote.reason.doc(),
        "values": values,
    })
}

fn order(intent: &OrderIntent, attempt: u32) -> Value {
    json!({
        "action": match intent.action {
            OrderAction::Open => "open",
            OrderAction::Close => "close",
            OrderAction::Modify => "modify",
        },
        "side": intent.side.to_string(),
        "lots": intent.lots,
        "price": intent.price,
        "stop_loss": intent.stop_loss,
        "take_profit": intent.take_profit,
        "deviation_points": intent.deviation_points,
        "position_ticket": intent.position_ticket,
        "expires": intent.expires.to_string(),
        "attempt": attempt,
    })
}

fn refusal_json(refusal: &Refusal) -> Value {
    let (actual_is, limit_is) = refusal.code.numbers();
    json!({
        "code": refusal.code.number(),
        "name": refusal.code.name(),
        "actual": refusal.actual,
        "actual_is": actual_is,
        "limit": refusal.limit,
        "limit_is": limit_is,
        "because": refusal.code.doc(),
    })
}

fn sizing_json(sizing: &SizingArithmetic) -> Value {
    json!({
        "currency": sizing.currency.to_string(),
        "equity": sizing.equity,
        "risk_frac": sizing.risk_frac,
        "allowed_money": sizing.allowed_money,
        "entry_price": sizing.entry_price,
        "stop_price": sizing.stop_price,
        "target_price": sizing.target_price,
        "stop_distance_ticks": sizing.stop_distance_ticks,
        "stop_distance_price": sizing.stop_distance_price,
        "tick_value_loss": sizing.tick_value_loss,
        "stop_loss_per_lot": sizing.stop_loss_per_lot,
        "commission_per_lot": sizing.commission_per_lot,
        "slippage_per_lot": sizing.slippage_per_lot,
        "loss_per_lot": sizing.loss_per_lot,
        "raw_lots": sizing.raw_lots,
        "margin_per_lot": sizing.margin_per_lot,
        "margin_usable": sizing.margin_usable,
        "limited_lots": sizing.limited_lots,
        "limited_by": sizing.limited_by.as_str(),
        "lots": sizing.lots,
        "margin_needed": sizing.margin_needed,
        "loss_at_stop": sizing.loss_at_stop,
        "open_risk_others": sizing.open_risk_others,
        "open_risk_after": sizing.open_risk_after,
        "open_risk_limit": sizing.open_risk_limit,
    })
}
