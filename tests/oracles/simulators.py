"""`hypertrader backtest` beside backtesting.py and vectorbt, trade by trade.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r simulators.txt
    /tmp/peers/bin/python simulators.py PROGRAM [FILE_OF_BARS...] [--rows 6000] [--out FOLDER]

Every scenario goes through the program and through a peer under equal assumptions: side, times,
prices, volume and money of every trade must be the same; one difference fails. SYNTHETIC bars
always, and the first rows of the files. The program's files and the peers' trades are kept in the
folder of `--out`.

Where the simulators are made to differ, by what they are:
- A target that a bar opens beyond is filled here at its own price, there at the better open, or,
  by backtesting.py, at the stop if the bar comes that far later. The peer's fill is put back to the
  target where the bar of the exit opens beyond it, and counted.
- A position that is open at the end is closed here at the last price. Its entry is compared.
- Averages that are equal in whole points may differ in doubles by a rounding, which is a crossing
  then. The rule's `separation_min_frac` of a billionth, below any true difference, rules it out.
- backtesting.py has bars, not moments: exits are compared by bar.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import numpy

from simulator_peers import PEERS, Trade
from simulator_rules import CONTRACTS, Scenario, plan, read, spread_of, synthetic

TRADES_MIN = 20
# Money is counted in millionths here, in doubles there.
MONEY_TOLERANCE = 1e-4

SCENARIOS = [
    # backtesting.py takes the stop before the target: the worst order for the open position.
    Scenario("backtesting", "percent", 0.001, 2.0, intrabar="adverse"),
    Scenario("backtesting", "atr", 0.5, 1.5, sides="buy", intrabar="low_first"),
    Scenario("backtesting", "atr", 0.5, 1.0, sides="sell", intrabar="high_first", commission=3.5),
    Scenario("backtesting", "percent", 0.0015, 0.0, "exit", intrabar="adverse"),
    Scenario("backtesting", "percent", 0.0015, 3.0, "flip", intrabar="adverse", fast=5, slow=20),
    Scenario("vectorbt", "atr", 0.5, 1.0),
    Scenario("vectorbt", "atr", 0.7, 1.0, "flip", intrabar="low_first", fast=5, slow=20),
    Scenario("vectorbt", "percent", 0.002, 0.0, "exit", intrabar="high_first"),
    Scenario("vectorbt", "atr", 1.5, 1.0, sides="buy", has_spread=True, commission=3.5),
    Scenario("vectorbt", "percent", 0.0005, 2.0, sides="sell", has_spread=True, commission=3.5),
]

ENGINE = """[features]
columns = ["close"]
[signals.ma_cross]
fast = {fast}
slow = {slow}
buy = {buy}
sell = {sell}
separation_min_frac = 1e-9
[signals.rsi]
enabled = false
[signals.macd]
enabled = false
[signals.bollinger]
enabled = false
[signals.combine]
votes_min = 1
min_confidence_frac = 0.0
[signals.gates]
news_gate = "off"
[signals.stops]
mode = "{stop}"
{distance_key} = {distance}
reward_to_risk = {reward}
[risk]
lots_max = {lots}
opposite = "{opposite}"
[risk.limits]
daily_loss_max_frac = 1.0
weekly_loss_max_frac = 1.0
drawdown_max_frac = 1.0
loss_streak_max = 0
orders_max = 32
orders_window_s = 1
spread_max_frac = 0.2
"""
BROKER = """[backtest.account]
balance = 1000000000.0
[backtest.costs]
commission_per_lot = {commission}
[backtest.execution]
intrabar = "{intrabar}"
"""


def write_bars(path, market, has_spread):
    digits = market.contract.digits
    with open(path, "w") as file:
        file.write("time,open,high,low,close,tick_volume" + (",spread\n" if has_spread else "\n"))
        for second, row, spread in zip(market.seconds, market.prices, market.spread):
            prices = ",".join(f"{price:.{digits}f}" for price in row)
            file.write(f"{second},{prices},10" + (f",{spread}\n" if has_spread else "\n"))


def ours(program, folder, market, scenario):
    """The program's trades, and its JSON result."""
    bars = folder / f"{market.symbol}_M1.csv"
    write_bars(bars, market, scenario.has_spread)
    on = lambda side: str(scenario.sides in ("both", side)).lower()  # noqa: E731
    key = "percent_frac" if scenario.stop == "percent" else "atr_multiple"
    values = vars(scenario) | {"buy": on("buy"), "sell": on("sell"), "distance_key": key}
    (folder / "engine.toml").write_text(ENGINE.format(lots=market.contract.lots, **values))
    (folder / "broker.toml").write_text(BROKER.format(**values))
    command = [program, "backtest", "--json", "--spread-points", "0", "--bars", bars]
    for option in ("config", "broker"):
        command += [f"--{option}", folder / f"{'engine' if option == 'config' else option}.toml"]
    command += ["--trades", folder / "trades.csv"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{program} ended with {run.returncode}: {run.stderr}")
    with open(folder / "trades.csv") as file:
        trades = [of_line(market.contract, line) for line in csv.DictReader(file)]
    return trades, json.loads(run.stdout)


def of_line(contract, line):
    milliseconds = lambda text: round(datetime.fromisoformat(text).timestamp() * 1000)  # noqa: E731
    points = lambda text: round(float(text) * 10**contract.digits)  # noqa: E731
    if float(line["lots"]) != contract.lots:
        sys.exit(f"trade {line['id']}: lots were {line['lots']}, expected {contract.lots}")
    side = 1 if line["side"] == "buy" else -1
    opened = (side, milliseconds(line["open_time"]), points(line["open_price"]))
    if line["exit_reason"] == "end_of_data":
        return Trade(*opened, None, None, None, 0)
    money = float(line["profit"]) + float(line["commission"]) + float(line["swap"])
    return Trade(*opened, milliseconds(line["close_time"]), points(line["close_price"]), money, 0)


def at_target(market, scenario, trade):
    """A peer's trade, filled at its target where the price jumped there; whether that differs."""
    if not scenario.reward or trade.close_price is None:
        return trade, False
    bar = numpy.searchsorted(market.seconds, trade.close_ms // 1000, side="right") - 1
    opened = market.points[bar, 0]
    if trade.side < 0:
        opened += spread_of(market, scenario)[bar]
    held_before = trade.open_ms < market.seconds[bar] * 1000
    is_jumped = held_before and (opened - trade.target) * trade.side >= 0
    if not is_jumped or trade.close_price == trade.target:
        return trade, False
    excess = (trade.close_price - trade.target) * trade.side / 10**market.contract.digits
    money = trade.profit - excess * market.contract.units
    return trade._replace(close_price=trade.target, profit=money), True


def differences(scenario, own, peer):
    """What of a trade is not the same."""
    found = []
    for name in ("side", "open_ms", "open_price", "close_ms", "close_price"):
        was, expected = getattr(own, name), getattr(peer, name)
        if name == "close_ms" and scenario.peer == "backtesting" and was is not None:
            was -= was % 60_000
        if was != expected:
            found.append(f"{name} was {was}, {scenario.peer} says {expected}")
    if own.profit is not None and peer.profit is not None:
        if abs(own.profit - peer.profit) > MONEY_TOLERANCE:
            found.append(f"profit was {own.profit}, {scenario.peer} says {peer.profit}")
    return found


def compare(program, folder, market, scenario):
    """Prints one line; whether all trades are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    trades, result = ours(program, folder, market, scenario)
    found, _ = PEERS[scenario.peer](market, scenario, plan(market, scenario))
    with open(folder / "peer.csv", "w", newline="") as file:
        csv.writer(file).writerows([Trade._fields, *found])
    jumped, problems = 0, []
    if len(trades) != len(found):
        problems.append(f"trades were {len(trades)}, {scenario.peer} has {len(found)}")
    if len(found) < TRADES_MIN:
        problems.append(f"{scenario.peer} has {len(found)} trades, expected {TRADES_MIN} or more")
    for number, (own, peer) in enumerate(zip(trades, found), 1):
        peer, is_jumped = at_target(market, scenario, peer)
        jumped += is_jumped
        problems += [f"trade {number}: {text}" for text in differences(scenario, own, peer)]
    state = f"{len(problems)} DIFFERENCES" if problems else "the same"
    print(
        f"- {scenario}: {len(trades)} trades, {result['ambiguous_trades']} in bars of stop and "
        f"target, {jumped} targets jumped over: {state}"
    )
    for text in problems[:10]:
        print(f"    {text}")
    return not problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--rows", type=int, default=6_000)
    parser.add_argument("--out")
    options = parser.parse_args()
    markets = [("SYNTHETIC", lambda: synthetic(options.rows))]
    for file in options.files:
        symbol = Path(file).name.split("_")[0]
        if symbol not in CONTRACTS:
            sys.exit(f"{file}: symbol was {symbol}, expected one of {', '.join(CONTRACTS)}")
        markets.append((file, lambda file=file, symbol=symbol: read(file, symbol, options.rows)))
    is_same = True
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(options.out or scratch)
        for index, (name, load) in enumerate(markets):
            market = load()
            print(f"{name}: {market.symbol}, {len(market.seconds)} bars")
            for number, scenario in enumerate(SCENARIOS):
                folder = root / f"{index}-{market.symbol}-{number}"
                is_same &= compare(options.program, folder, market, scenario)
    if not is_same:
        sys.exit("some trades differ")


if __name__ == "__main__":
    main()
