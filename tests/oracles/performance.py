"""Writes tests/golden/research: equity curves and trades from a seed, and what outside libraries say.

    python3 -m venv /tmp/oracles
    /tmp/oracles/bin/pip install empyrical-reloaded==0.7.1 quantstats==0.0.86 numpy==2.4.6 pandas==3.1.1
    /tmp/oracles/bin/python tests/oracles/performance.py

Nothing of hypertrader takes part, and no market's prices. pandas makes days of the points, empyrical
judges the daily returns, quantstats the trades and the stretches under water. Numbers read back to
their bits.
"""

from pathlib import Path

import empyrical
import numpy as np
import pandas as pd
import quantstats.stats as quantstats

OUT = Path(__file__).parent.parent / "golden" / "research"
INITIAL = 10_000.0


def curve(rng, times, drift):
    """Equity at the times: a random walk of fractions, in cents."""
    steps = 1 + rng.normal(drift, 0.004, len(times))
    return pd.Series(np.round(INITIAL * np.cumprod(steps), 2), index=times)


def crypto(rng):
    """A point every six hours, three of ten of them missing, so that some days have none."""
    times = pd.date_range("2023-01-15 03:00", "2024-03-10 21:00", freq="6h")
    quiet = rng.random(len(times)) < 0.3
    quiet[[0, -1]] = False
    return curve(rng, times[~quiet], 0.0004)


def fx(rng):
    """Every three hours from Sunday 22:00 to Friday 21:00, two weeks of it missing."""
    times = pd.date_range("2023-05-07 22:00", "2024-02-16 19:00", freq="3h")
    hours = times.day_of_week * 24 + times.hour
    is_open = (hours >= 6 * 24 + 22) | (hours < 4 * 24 + 21)
    is_open &= ~((times >= "2023-12-20 10:00") & (times < "2024-01-03"))
    return curve(rng, times[is_open], -0.0001)


def every_day(points):
    return points.resample("D").last().ffill()


def weekdays(points):
    """A weekend's points are of the Monday after."""
    day = points.index.normalize()
    late = np.where(day.day_of_week >= 5, 7 - day.day_of_week, 0)
    last = points.groupby(day + pd.to_timedelta(late, unit="D")).last()
    return last.reindex(pd.bdate_range(last.index[0], last.index[-1])).ffill()


def with_initial(values):
    before = values.index[0] - pd.Timedelta(days=1)
    return pd.concat([pd.Series([INITIAL], index=[before]), values])


def judged(points, daily, per_year):
    returns = with_initial(daily).pct_change().iloc[1:]
    every = with_initial(points).pct_change().iloc[1:]
    deepest = -empyrical.max_drawdown(every)
    growth = empyrical.annual_return(returns, annualization=per_year)
    return {
        "total_frac": empyrical.cum_returns_final(returns),
        "days": len(returns),
        "cagr_frac": growth,
        "mean_daily_frac": returns.mean(),
        "volatility_ann_frac": empyrical.annual_volatility(returns, annualization=per_year),
        "sharpe_ann": empyrical.sharpe_ratio(returns, annualization=per_year),
        "sortino_ann": empyrical.sortino_ratio(returns, annualization=per_year),
        "calmar": growth / deepest,
        "best_day_frac": quantstats.best(returns),
        "worst_day_frac": quantstats.worst(returns),
        "deepest_frac": deepest,
        "largest": (with_initial(points).cummax() - with_initial(points)).max(),
        "absolute": INITIAL - with_initial(points).min(),
    }


def stretches(points):
    """Number of stretches under water, and the depth of the deepest."""
    below = with_initial(points) / with_initial(points).cummax() - 1
    details = quantstats.drawdown_details(below)
    return {"count": len(details), "deepest_frac_again": -details["max drawdown"].min() / 100}


def trades(rng):
    """Net amounts in cents, more losses than wins, two of them even."""
    wins = rng.random(300) < 0.42
    amounts = np.where(wins, rng.gamma(2.0, 60.0, 300), -rng.gamma(3.0, 24.0, 300))
    amounts[[40, 200]] = 0.0
    return pd.Series(np.round(amounts, 2), index=pd.date_range("2023-01-01", periods=300))


def of_trades(amounts):
    plain = dict(prepare_returns=False)
    return {
        "profit_factor": quantstats.profit_factor(amounts, **plain),
        "payoff_ratio": quantstats.payoff_ratio(amounts, **plain),
        "average_win": quantstats.avg_win(amounts, **plain),
        "average_loss": quantstats.avg_loss(amounts, **plain),
        "longest_wins": quantstats.consecutive_wins(amounts, **plain),
        "longest_losses": quantstats.consecutive_losses(amounts, **plain),
        "largest_win": quantstats.best(amounts, **plain),
        "largest_loss": quantstats.worst(amounts, **plain),
        # Over the trades that were not even.
        "win_rate_frac": quantstats.win_rate(amounts, **plain),
    }


def write(name, header, rows):
    lines = [",".join(header)] + [",".join(str(cell) for cell in row) for row in rows]
    (OUT / name).write_text("\n".join(lines) + "\n")


def main():
    rng = np.random.default_rng(20260105)
    OUT.mkdir(parents=True, exist_ok=True)
    expected = []
    for name, points, by_day, per_year in [
        ("crypto", crypto(rng), every_day, 365), ("fx", fx(rng), weekdays, 252)]:
        daily = by_day(points)
        seconds = (points.index - pd.Timestamp(0)) // pd.Timedelta(seconds=1)
        write(f"{name}.csv", ["time_s", "equity"], zip(seconds, map(float, points)))
        found = judged(points, daily, per_year) | stretches(points)
        expected += [(f"{name}_{key}", float(value)) for key, value in found.items()]
        months = with_initial(points).pct_change().iloc[1:]
        monthly = empyrical.aggregate_returns(months, "monthly")
        yearly = empyrical.aggregate_returns(months, "yearly")
        rows = [(year, month, float(frac)) for (year, month), frac in monthly.items()]
        rows += [(year, 0, float(frac)) for year, frac in yearly.items()]
        write(f"{name}_months.csv", ["year", "month", "frac"], rows)
    amounts = trades(rng)
    write("trades.csv", ["net"], [(float(amount),) for amount in amounts])
    expected += [(f"trades_{key}", float(value)) for key, value in of_trades(amounts).items()]
    write("expected.csv", ["name", "value"], [(name, repr(value)) for name, value in expected])


main()
