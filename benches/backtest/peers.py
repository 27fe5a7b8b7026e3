"""backtesting.py, vectorbt or NautilusTrader on the bars that benches/backtest.rs has written.

    python peers.py FOLDER backtesting|vectorbt|nautilus

Prints a line for each thing that is timed: CPU seconds, who, the trades and whether they are ours.
Exits with 1 where they are not. backtesting and vectorbt need tests/oracles/simulators.txt, the
third nautilus_trader==1.221.0.
"""

import csv
import os
import statistics
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "oracles"))

import numpy as np  # noqa: E402

from simulator_rules import Scenario, crossings, plan, read  # noqa: E402

RUNS = 3


def our_trades(file):
    from simulator_peers import Trade

    with open(file) as lines:
        for line in csv.DictReader(lines):
            opened = [int(line[key]) for key in ("side", "open_ms", "open_price")]
            closed = [int(line[key]) for key in ("close_ms", "close_price")]
            closed = [None] * 3 if line["is_open"] == "1" else [*closed, float(line["profit"])]
            yield Trade(*opened, *closed, 0)


def compare(folder, market, name):
    """A peer of tests/oracles on the same trades."""
    from simulator_peers import PEERS
    from simulators import at_target, differences

    scenario = Scenario(name, "percent", 0.003, 2.0)
    prepared = plan(market, scenario)
    PEERS[name](market, scenario, prepared)  # compiles
    runs = [PEERS[name](market, scenario, prepared) for _ in range(RUNS)]
    ours, found = list(our_trades(folder / f"{name}.csv")), runs[-1][0]
    peers = [at_target(market, scenario, trade)[0] for trade in found]
    problems = [text for pair in zip(ours, peers) for text in differences(scenario, *pair)]
    is_same = len(ours) == len(peers) and not problems
    state = "all ours" if is_same else f"NOT OURS: {len(ours)} trades here, {problems[:3]}"
    rows = ", 5 rows a bar" if name == "vectorbt" else ""
    seconds = statistics.median(run[1] for run in runs)
    print(f"{seconds} {name}{rows}: {len(found)}, {state}")
    if name == "vectorbt":
        plain_vectorbt(market, prepared)
    return is_same


def plain_vectorbt(market, prepared):
    """One row a bar, as vectorbt is used: it looks for stops from the bar after the entry."""
    import pandas as pd
    import vectorbt

    side, entry = prepared.side, prepared.entry
    opens, highs, lows, closes = market.prices.T
    distances = [np.abs(entry - level) / entry for level in (prepared.stop, prepared.target)]
    stop, target = (np.where(side != 0, distance, np.nan) for distance in distances)

    def run():
        begun = time.process_time()
        portfolio = vectorbt.Portfolio.from_signals(
            pd.Series(closes),
            entries=pd.Series(side > 0),
            short_entries=pd.Series(side < 0),
            open=opens,
            high=highs,
            low=lows,
            price=opens,
            size=market.contract.units,
            sl_stop=stop,
            tp_stop=target,
            stop_entry_price="fillprice",
            stop_exit_price="stoplimit",
            upon_opposite_entry="ignore",
            init_cash=1e9,
            freq="1min",
        )
        return time.process_time() - begun, len(portfolio.trades.records)

    run()
    runs = [run() for _ in range(RUNS)]
    seconds = statistics.median(run[0] for run in runs)
    print(f"{seconds} vectorbt, 1 row a bar: {runs[-1][1]}, no stops in the bar of the entry")


def nautilus(market):
    """The crossings alone: a market order at the close turns the position round."""
    from nautilus_strategy import simulate

    crossed = crossings(market.points, 10, 30)
    turns = [(int(bar), int(crossed[bar])) for bar in np.flatnonzero(crossed)]
    # Lines that touch and part again cross to the side on which they were.
    expected = [turn for before, turn in zip([(0, 0), *turns], turns) if before[1] != turn[1]]
    runs = [simulate(market) for _ in range(RUNS)]
    fills = runs[-1][1]
    is_same = fills == expected
    state = "all at our crossings" if is_same else f"NOT OURS: {len(expected)} crossings"
    seconds = statistics.median(run[0] for run in runs)
    print(f"{seconds} NautilusTrader, no stops: {len(fills)}, {state}")
    return is_same


def main():
    folder, name = Path(sys.argv[1]), sys.argv[2]
    file = next(folder.glob("*_M1.csv"))
    market = read(file, file.name.split("_")[0], None)
    is_same = nautilus(market) if name == "nautilus" else compare(folder, market, name)
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
