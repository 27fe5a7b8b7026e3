"""Trades of a plan as backtesting.py and vectorbt simulate them.

backtesting==0.6.6
vectorbt==1.2.0

| assumption | backtesting.py | vectorbt |
|---|---|---|
| signal at a close, fill at the next open | its default | the row of the open |
| stop inside a bar at its price, jumped over at the open | its rule | its rule |
| which of stop and target first | the stop | the order of rows: the bar's path |
| spread | none | rows are the side that closes, entries pay it |
| volume | units | units |
"""

import os
import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd

from simulator_rules import spread_of

warnings.filterwarnings("ignore")
os.environ["TQDM_DISABLE"] = "1"  # no progress bars

CASH = 1e9
# vectorbt takes stops as fractions of the entry. So much, in points, they stand nearer to it than
# the level, so that a price that touches the level hits whatever the fraction's rounding.
NUDGE = 1e-4
# Rows of a bar in vectorbt: its open against old levels, its open for entries, and its path.
ROWS = 5


class Trade(NamedTuple):
    """Times in milliseconds, prices in points. Still open: without close and with no profit."""

    side: int
    open_ms: int
    open_price: int
    close_ms: int | None
    close_price: int | None
    profit: float | None
    target: int


def by_backtesting(market, scenario, plan):
    """The trades, and the seconds of processor time of the simulation itself."""
    import time

    from backtesting import Backtest, Strategy

    points, units = market.points, int(market.contract.units)
    scale = 10**market.contract.digits
    opens, has_target = points[:, 0], scenario.reward > 0

    class Crossing(Strategy):
        def init(self):
            pass

        def next(self):
            bar = len(self.data)  # the next one, at whose open orders are filled
            if bar >= len(opens) or not plan.side[bar]:
                return
            side = plan.side[bar]
            held = self.trades[0] if self.trades else None
            if held and not is_jumped(held, opens[bar] / scale):
                if scenario.opposite == "ignore" or (held.size > 0) == (side > 0):
                    return
                self.position.close()
                if scenario.opposite == "exit":
                    return
            target = plan.target[bar] / scale if has_target else None
            order = (self.buy if side > 0 else self.sell)(size=units, tag=int(bar))
            # `buy` would hold the levels against the last close; a gap may lie beyond it.
            order._replace(sl_price=plan.stop[bar] / scale, tp_price=target)

    def is_jumped(trade, price):
        """Whether the open is beyond a level, so that there is no position when orders arrive."""
        up = 1 if trade.size > 0 else -1
        return up * price <= up * trade.sl or (has_target and up * price >= up * trade.tp)

    frame = pd.DataFrame(market.prices, columns=["Open", "High", "Low", "Close"])
    frame.index = pd.to_datetime(market.seconds, unit="s")
    fee = scenario.commission * market.contract.lots
    test = Backtest(frame, Crossing, cash=CASH, commission=lambda size, price: fee)
    begun = time.process_time()
    result = test.run()
    seconds = time.process_time() - begun
    whole = lambda price: int(round(price * scale))  # noqa: E731
    trades = []
    for row in result["_trades"].itertuples():
        trades.append(
            Trade(
                1 if row.Size > 0 else -1,
                int(market.seconds[row.EntryBar]) * 1000,
                whole(row.EntryPrice),
                int(market.seconds[row.ExitBar]) * 1000,
                whole(row.ExitPrice),
                row.PnL,
                int(plan.target[row.Tag]),
            )
        )
    for row in result["_strategy"].trades:
        side = 1 if row.size > 0 else -1
        opened = int(market.seconds[row.entry_bar]) * 1000
        target = int(plan.target[row.tag])
        trades.append(Trade(side, opened, whole(row.entry_price), None, None, None, target))
    return sorted(trades, key=lambda trade: trade.open_ms), seconds


def paths(market, intrabar):
    """Open, one extreme, the other, close, in points."""
    points = market.points
    # On the prices themselves: where both extremes are as near, rounding decides.
    first_open, high, low = market.prices[:, 0], market.prices[:, 1], market.prices[:, 2]
    low_first = {
        "low_first": np.full(len(points), True),
        "high_first": np.full(len(points), False),
        "adaptive": first_open - low <= high - first_open,
    }[intrabar]
    first = np.where(low_first, points[:, 2], points[:, 1])
    second = np.where(low_first, points[:, 1], points[:, 2])
    return np.stack([points[:, 0], first, second, points[:, 3]], axis=1)


def rows_of(market, scenario):
    """Open, high, low, close and milliseconds of the rows that stand for the bars."""
    path = paths(market, scenario.intrabar)
    if scenario.sides == "sell":
        path = path + spread_of(market, scenario)[:, None]
    ends = path[:, [0, 0, 1, 2, 3]].reshape(-1)
    begins = path[:, [0, 0, 0, 1, 2]].reshape(-1)
    minute = np.array([0, 0, 15_000, 30_000, 59_999])
    times = (market.seconds[:, None] * 1000 + minute).reshape(-1)
    return begins, np.maximum(begins, ends), np.minimum(begins, ends), ends, times


def by_vectorbt(market, scenario, plan):
    """The trades, and the seconds of processor time of the simulation itself."""
    import time

    import vectorbt

    if scenario.sides == "both" and scenario.has_spread:
        raise ValueError("vectorbt has one price a row, expected one side where there is a spread")
    scale = 10**market.contract.digits
    begins, highs, lows, ends, times = rows_of(market, scenario)
    at_open = ROWS * np.arange(len(plan.side)) + 1

    def rows_with(values, otherwise):
        rows = np.full(len(ends), otherwise, dtype=np.asarray(values).dtype)
        rows[at_open] = values
        return rows

    side, entry = plan.side, plan.entry
    taken = side != 0
    fraction = lambda level, is_set: np.where(  # noqa: E731
        taken & is_set, (np.abs(entry - level) - NUDGE) / entry, np.nan
    )
    price = ends / scale
    price[at_open[taken]] = entry[taken] / scale
    begun = time.process_time()
    portfolio = vectorbt.Portfolio.from_signals(
        pd.Series(ends / scale),
        entries=pd.Series(rows_with(side > 0, False)),
        short_entries=pd.Series(rows_with(side < 0, False)),
        open=begins / scale,
        high=highs / scale,
        low=lows / scale,
        price=price,
        size=market.contract.units,
        sl_stop=rows_with(fraction(plan.stop, True), np.nan),
        tp_stop=rows_with(fraction(plan.target, scenario.reward > 0), np.nan),
        stop_entry_price="fillprice",
        stop_exit_price="stoplimit",
        upon_opposite_entry={"ignore": "ignore", "exit": "close", "flip": "reverse"}[
            scenario.opposite
        ],
        fixed_fees=scenario.commission * market.contract.lots,
        init_cash=CASH,
        freq="1min",
    )
    seconds = time.process_time() - begun
    trades = []
    for row in portfolio.trades.records.itertuples():
        is_open = row.status == 0
        trades.append(
            Trade(
                1 if row.direction == 0 else -1,
                int(times[row.entry_idx]),
                int(round(row.entry_price * scale)),
                None if is_open else int(times[row.exit_idx]),
                None if is_open else int(round(row.exit_price * scale)),
                None if is_open else row.pnl,
                int(plan.target[row.entry_idx // ROWS]),
            )
        )
    return sorted(trades, key=lambda trade: trade.open_ms), seconds


PEERS = {"backtesting": by_backtesting, "vectorbt": by_vectorbt}
