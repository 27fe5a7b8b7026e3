//! One symbol's bars, contract and costs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::backtest::{BarTape, BrokerSettings, ProfitRate};
use crate::clock::ServerClock;
use crate::engine::{EngineIdentity, EngineSettings};
use crate::features::{FeatureError, columns_of};
use crate::research::parallel::each;
use crate::research::performance::Annualisation;
use crate::store::name_of;
use crate::types::{Bar, Period, SymbolSpec};

/// Bytes of columns that are kept although no combination at hand needs them.
const KEPT_BYTES: usize = 192 << 20;

/// What every combination of a symbol has in common.
#[derive(Clone, Debug)]
pub struct Market {
    /// Account, symbol, magic number.
    pub identity: EngineIdentity,
    /// The bars.
    pub tape: BarTape,
    /// Their period.
    pub period: Period,
    /// Contract specification; its tick values hold at `first_price`.
    pub spec: SymbolSpec,
    /// What prices are worth.
    pub rate: ProfitRate,
    /// First price of the data.
    pub first_price: f64,
    /// Settings that are not varied.
    pub engine: EngineSettings,
    /// Account, costs, execution.
    pub broker: BrokerSettings,
    /// The trade server's clock.
    pub clock: ServerClock,
    /// Days of a year on which the symbol trades.
    pub annualisation: Annualisation,
    /// Hash of the bars.
    pub fingerprint: String,
}

impl Market {
    /// The symbol's name.
    #[must_use]
    pub fn symbol(&self) -> &str {
        self.identity.symbol.as_str()
    }

    /// Where the record of the symbol is below that of a sweep.
    #[must_use]
    pub fn record_folder(&self, record: &Path) -> PathBuf {
        record.join(name_of(self.symbol()))
    }
}

/// Columns of one market, computed once and shared by all combinations that need them.
#[derive(Clone, Debug)]
pub struct Columns {
    bars: Vec<Bar>,
    values: BTreeMap<String, Vec<f64>>,
}

impl Columns {
    /// Knows the bars, and no column yet.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        let bars = market.tape.engine_bars(market.spec.point).collect();
        Self { bars, values: BTreeMap::new() }
    }

    /// Computes what is missing of `names`, on several threads. Others are forgotten once they take
    /// much memory.
    ///
    /// # Errors
    /// An unusable name.
    pub fn provide(
        &mut self,
        names: &BTreeSet<String>,
        threads: usize,
    ) -> Result<(), FeatureError> {
        if self.values.len() * self.column_bytes() > KEPT_BYTES {
            self.values.retain(|name, _| names.contains(name));
        }
        let missing: Vec<&String> =
            names.iter().filter(|name| !self.values.contains_key(*name)).collect();
        let share = missing.len().div_ceil(threads.max(1)).max(1);
        let parts: Vec<&[&String]> = missing.chunks(share).collect();
        let computed = each(threads, parts.len(), |part| columns_of(parts[part], &self.bars));
        for (names, columns) in parts.iter().zip(computed) {
            self.values.extend(names.iter().map(|name| (*name).clone()).zip(columns?));
        }
        Ok(())
    }

    /// The values of a column.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&[f64]> {
        self.values.get(name).map(Vec::as_slice)
    }

    /// Bytes that a column takes.
    #[must_use]
    pub fn column_bytes(&self) -> usize {
        self.bars.len() * size_of::<f64>()
    }
}
