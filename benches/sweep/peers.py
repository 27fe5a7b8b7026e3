"""vectorbt on the grid that benches/sweep.rs has swept.

    python peers.py FOLDER BARS_FILE

FOLDER/results.csv is the record of the sweep. Prints a line for each thing that is timed: CPU
seconds for the whole grid, who, and what it made. Exits with 1 where the number of trades of a
combination is not ours. Needs tests/oracles/simulators.txt.
"""

import csv
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "oracles"))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import vectorbt  # noqa: E402

from simulator_peers import CASH, NUDGE, ROWS, rows_of  # noqa: E402
from simulator_rules import Scenario, plan, read  # noqa: E402

# Combinations simulated at once: 432,000 rows of ten columns, some of them three times.
CHUNK = 10
# Stop and target as in benches/sweep.rs.
SCENARIO = Scenario("vectorbt", "percent", 0.003, 2.0)


def record(folder):
    """Fast, slow and trades of each combination that was possible."""
    with open(folder / "results.csv") as file:
        for line in csv.DictReader(file):
            if line["status"] == "done":
                names = ("signals.ma_cross.fast", "signals.ma_cross.slow", "trades")
                yield tuple(int(line[name]) for name in names)


def fractions(prepared):
    """Distances of stop and target as vectorbt takes them; absent where nothing is entered."""
    taken, entry = prepared.side != 0, prepared.entry
    levels = (prepared.stop, prepared.target)
    return [np.where(taken, (np.abs(entry - at) - NUDGE) / entry, np.nan) for at in levels]


def simulate(market, plans, rows, at_open):
    """CPU seconds and the number of trades of each plan."""
    scale = 10**market.contract.digits
    begins, highs, lows, ends = (values[:, None] / scale for values in rows)

    def spread_out(columns, otherwise):
        table = np.full((len(ends), len(columns)), otherwise)
        table[at_open] = np.stack(columns, axis=1)
        return table

    is_open = np.zeros((len(ends), 1), dtype=bool)
    is_open[at_open] = True
    stops, targets = zip(*map(fractions, plans))
    arguments = {
        "entries": spread_out([prepared.side > 0 for prepared in plans], False),
        "short_entries": spread_out([prepared.side < 0 for prepared in plans], False),
        "sl_stop": spread_out(stops, np.nan),
        "tp_stop": spread_out(targets, np.nan),
    }
    begun = time.process_time()
    portfolio = vectorbt.Portfolio.from_signals(
        pd.DataFrame(np.repeat(ends, len(plans), axis=1)),
        open=begins,
        high=highs,
        low=lows,
        price=np.where(is_open, begins, ends),
        size=market.contract.units,
        stop_entry_price="fillprice",
        stop_exit_price="stoplimit",
        upon_opposite_entry="ignore",
        init_cash=CASH,
        freq="1min",
        **arguments,
    )
    counts = np.atleast_1d(portfolio.trades.count())
    return time.process_time() - begun, counts.astype(int)


def grid(market, combinations, rows, at_open):
    """CPU seconds of the whole grid, crossings and levels not counted, and the trades of each."""
    scenarios = [replace(SCENARIO, fast=fast, slow=slow) for fast, slow in combinations]
    seconds, counts = 0.0, []
    simulate(market, [plan(market, scenarios[0])] * CHUNK, rows, at_open)  # compiles
    for begin in range(0, len(scenarios), CHUNK):
        plans = [plan(market, scenario) for scenario in scenarios[begin : begin + CHUNK]]
        taken, found = simulate(market, plans, rows, at_open)
        seconds += taken
        counts.extend(found)
    return seconds, counts


def main():
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    market = read(file, file.name.split("_")[0], None)
    ours = list(record(folder))
    combinations = [(fast, slow) for fast, slow, _ in ours]
    points = market.points.T
    bars = np.arange(len(market.seconds))
    rows = rows_of(market, SCENARIO)[:4]
    seconds, found = grid(market, combinations, rows, ROWS * bars + 1)
    wrong = [(*pair, int(count)) for pair, count in zip(ours, found) if pair[2] != count]
    state = f"trades of all {len(ours)} as here" if not wrong else f"NOT OURS: {wrong[:3]}"
    print(f"{seconds} vectorbt, {ROWS} rows a bar: {sum(found)} trades, {state}")
    seconds, found = grid(market, combinations, points, bars)
    print(f"{seconds} vectorbt, 1 row a bar: {sum(found)} trades, no stops in the bar of the entry")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
