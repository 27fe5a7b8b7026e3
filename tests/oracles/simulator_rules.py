"""The crossing of two averages with stop and target, computed without hypertrader.

Prices are whole points, so averages, crossings and levels are exact. `Market` holds bars,
`Scenario` what is traded and how, `Plan` the entries that follow from both.
"""

import csv
import gzip
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ATR_BARS = 14
# Rounding noise of a distance in points.
NOISE = 1e-6


@dataclass(frozen=True)
class Contract:
    """What a lot is: decimal places of a price, units of a lot, and the volume that is traded."""

    digits: int
    lot_units: float
    lots: float

    @property
    def units(self):
        return self.lot_units * self.lots


# As hypertrader assumes them from the name; the volume makes whole units.
CONTRACTS = {
    "EURUSD": Contract(5, 100_000.0, 0.01),
    "GBPUSD": Contract(5, 100_000.0, 0.01),
    "XAUUSD": Contract(2, 100.0, 0.1),
    "BTCUSD": Contract(2, 1.0, 1.0),
}


@dataclass(frozen=True)
class Scenario:
    """One strategy, the assumptions it is simulated under, and who simulates it too."""

    peer: str  # "backtesting" or "vectorbt"
    stop: str  # "percent" or "atr"
    distance: float  # fraction of the close, or average true ranges
    reward: float  # target distance in stop distances; 0: no target
    opposite: str = "ignore"  # what an opposite signal does: ignore, exit, flip
    sides: str = "both"  # both, buy, sell
    intrabar: str = "adaptive"
    has_spread: bool = False
    commission: float = 0.0  # per lot and deal
    fast: int = 10
    slow: int = 30

    def __str__(self):
        target = f"{self.reward:g} R" if self.reward else "none"
        costs = f", spread, commission {self.commission:g}" if self.has_spread else ""
        return (
            f"{self.peer:<11} {self.fast}/{self.slow} {self.sides}, stop {self.stop} "
            f"{self.distance:g}, target {target}, opposite {self.opposite}, {self.intrabar}{costs}"
        )


@dataclass(frozen=True)
class Market:
    """Bars of a minute. Prices as written, and in whole points; the spread in points."""

    symbol: str
    contract: Contract
    seconds: np.ndarray
    prices: np.ndarray  # rows x (open, high, low, close)
    spread: np.ndarray

    @property
    def points(self):
        return np.rint(self.prices * 10**self.contract.digits).astype(np.int64)


@dataclass(frozen=True)
class Plan:
    """At bar i: 1 or -1 where a position would be entered at its open; levels in points."""

    side: np.ndarray
    entry: np.ndarray
    stop: np.ndarray
    target: np.ndarray


def read(path, symbol, rows):
    """The first bars of a file, or all; with a header and ISO-8601 or unix seconds."""
    path = Path(path)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt") as file:
        lines = [line for _, line in zip(range(rows or sys.maxsize), csv.DictReader(file))]
    stamps = [line["time"] for line in lines]
    is_unix = stamps[0].isdigit()
    seconds = np.array(stamps, "int64" if is_unix else "datetime64[s]").astype("int64")
    names = ("open", "high", "low", "close")
    prices = np.array([[float(line[name]) for name in names] for line in lines])
    spread = np.array([int(line.get("spread", 0)) for line in lines])
    return Market(symbol, CONTRACTS[symbol], seconds, prices, spread)


def synthetic(rows, seed=11):
    """SYNTHETIC: a random walk in points with gaps at the hour, no market's."""
    rng = np.random.default_rng(seed)
    steps = rng.integers(-9, 10, (rows, 4))
    gap = np.where(np.arange(rows) % 60 == 0, rng.integers(-60, 61, rows), 0)
    closes = 110_000 + np.cumsum(steps.sum(axis=1) + gap)
    opens = np.concatenate([[110_000], closes[:-1]]) + gap
    path = opens[:, None] + np.cumsum(steps, axis=1)
    columns = (opens, np.maximum(opens, path.max(1)), np.minimum(opens, path.min(1)), path[:, 3])
    # The division, not a product, is the double nearest to the decimal.
    prices = np.stack(columns, axis=1) / 100_000
    seconds = 1_767_657_600 + 60 * np.arange(rows)
    return Market("EURUSD", CONTRACTS["EURUSD"], seconds, prices, rng.integers(0, 15, rows))


def crossings(points, fast, slow):
    """1 and -1 at the bars at whose close the fast average has come above or below the slow one."""
    sums = np.concatenate([[0], np.cumsum(points[:, 3])])
    last = lambda length: sums[slow:] - sums[slow - length : len(sums) - length]  # noqa: E731
    sign = np.sign(last(fast) * slow - last(slow) * fast)
    crossed = np.zeros(len(points), dtype=np.int64)
    crossed[slow:] = np.where(sign[1:] != sign[:-1], sign[1:], 0)
    return crossed


def average_true_range(prices):
    """Wilder's, by its recursion."""
    high, low, close = prices[:, 1], prices[:, 2], prices[:, 3]
    ranges = np.maximum(high[1:], close[:-1]) - np.minimum(low[1:], close[:-1])
    averages = np.full(len(prices), np.nan)
    averages[ATR_BARS] = ranges[:ATR_BARS].mean()
    for bar in range(ATR_BARS + 1, len(prices)):
        averages[bar] = averages[bar - 1] + (ranges[bar - 1] - averages[bar - 1]) / ATR_BARS
    return averages


def spread_of(market, scenario):
    return market.spread if scenario.has_spread else np.zeros_like(market.spread)


def plan(market, scenario):
    """Entries at the open after a crossing; levels round towards the entry, as risk demands."""
    points = market.points
    crossed = crossings(points, scenario.fast, scenario.slow)
    if scenario.sides != "both":
        crossed[crossed != (1 if scenario.sides == "buy" else -1)] = 0
    if scenario.stop == "percent":
        distance = scenario.distance * points[:, 3]
    else:
        scale = 10**market.contract.digits
        distance = scenario.distance * average_true_range(market.prices) * scale
    side = np.concatenate([[0], crossed[:-1]])
    entry = points[:, 0] + np.where(side > 0, spread_of(market, scenario), 0)
    stop, target = np.zeros_like(entry), np.zeros_like(entry)
    for bar in np.flatnonzero(side):
        up, far = side[bar], distance[bar - 1]
        # Mirrored for a sale: a level rounds towards the entry.
        stop[bar] = up * math.ceil(up * entry[bar] - far - NOISE)
        target[bar] = up * math.floor(up * entry[bar] + far * scenario.reward + NOISE)
    return Plan(side, entry, stop, target)
