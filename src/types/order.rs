//! What the host is asked to do, and what it reports back.

use super::{FixedText, Side, UnixNanos};

/// The kinds of request an engine makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderAction {
    /// Open a position at the market.
    Open,
    /// Close a position at the market, wholly.
    Close,
    /// Change stop loss and take profit of a position.
    Modify,
}

/// A market order or a change of stops, complete: the host adds nothing but the filling policy.
///
/// Prices lie on the symbol's tick grid and volumes on its step. Only `risk` can approve one
/// (`risk::Approved`), and only an approved one leaves the engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderIntent {
    /// What to do.
    pub action: OrderAction,
    /// Direction: of the new position (open), or of the closing deal (close); of the position
    /// (modify).
    pub side: Side,
    /// Volume in lots; 0 for `Modify`.
    pub lots: f64,
    /// The price the decision was made at; the market price of the moment for `Open` and `Close`.
    pub price: f64,
    /// Stop loss; `None` for `Close`.
    pub stop_loss: Option<f64>,
    /// Take profit.
    pub take_profit: Option<f64>,
    /// Largest acceptable distance from `price`, in points.
    pub deviation_points: u32,
    /// Position to close or change; 0 for `Open`.
    pub position_ticket: u64,
    /// The decision must not be executed after this.
    pub expires: UnixNanos,
}

/// What the trade server answered to one request, as the host reports it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderResult {
    /// The decision that was executed.
    pub decision_id: u64,
    /// MetaTrader's return code (10009 = done); 0 = the host did not send it.
    pub retcode: u32,
    /// Order ticket, 0 if none.
    pub order_ticket: u64,
    /// Deal ticket, 0 if none.
    pub deal_ticket: u64,
    /// Executed volume in lots.
    pub lots: f64,
    /// Execution price, 0 if none.
    pub price: f64,
    /// When the host got the answer.
    pub time: UnixNanos,
}

/// How a deal changes the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealEntry {
    /// Opens or enlarges.
    In,
    /// Closes or shrinks.
    Out,
    /// Turns over (netting accounts).
    InOut,
    /// Closed by an opposite position (hedging accounts).
    OutBy,
}

/// One deal from the account's history or from a trade transaction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deal {
    /// Deal ticket; deals are idempotent by it.
    pub ticket: u64,
    /// Order ticket.
    pub order_ticket: u64,
    /// Position ticket.
    pub position_ticket: u64,
    /// Magic number.
    pub magic: u64,
    /// Symbol.
    pub symbol: FixedText<32>,
    /// Direction of the deal (a sell closes a long).
    pub side: Side,
    /// In or out.
    pub entry: DealEntry,
    /// Volume in lots.
    pub lots: f64,
    /// Price.
    pub price: f64,
    /// Result in the account currency, without commission and swap.
    pub profit: f64,
    /// Commission in the account currency, negative when charged.
    pub commission: f64,
    /// Swap in the account currency, negative when charged.
    pub swap: f64,
    /// When it was made.
    pub time: UnixNanos,
}
