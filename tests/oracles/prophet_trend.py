"""Compares the causal trend with Prophet fitted on the past only, on bars of minutes.

Needs prophet==1.5.0, pandas==3.1.1, numpy==2.4.6:

    python tests/oracles/prophet_trend.py --points 40 ../shared/data/bars_m1/EURUSD_M1_2020.csv.gz

At a sample of bars, Prophet is fitted to the rows up to that bar and nothing behind it. Printed for
each file and number of rows:

- `corr`, `size`: correlation of the two deltas (fitted value minus close), and the ratio of their
  standard deviations, ours over Prophet's;
- `next`: root mean square error of the forecast of the next close, over that of the last close;
- `ms`: a fit and its forecast.

Then, on stretches of rows, what the older system trains on: Prophet fitted once to all of them. The
correlation of a delta with the return over the 10 bars that follow shows what it knows of them.

The trend is `trend_filter.walk`, which `features.py` holds against statsmodels and
`tests/features_golden.rs` against the library.
"""

import argparse
import logging
import time
from pathlib import Path

import numpy as np
import pandas as pd
import trend_filter
from prophet import Prophet

# Rows, whether Prophet is given a daily season, and every how many points (long fits are slow).
# 300 rows without a season: a request of the older system.
FITS = [(300, False, 1), (1440, False, 1), (5760, True, 4)]
HORIZON = 10


def prophet(rows, times, daily):
    """Prophet's fit of the rows, read at the times."""
    model = Prophet(daily_seasonality=daily, weekly_seasonality=False)
    model.fit(pd.DataFrame({"ds": rows.index, "y": rows.to_numpy()}))
    return model.predict(pd.DataFrame({"ds": times}))["yhat"].to_numpy()


def rms(values):
    return float(np.sqrt(np.mean(np.square(values))))


def correlation(one, other):
    return float(np.corrcoef(one, other)[0, 1])


def compare_on_the_past(closes, expected, delta, points):
    price, all_points = closes.to_numpy(), points
    for rows, daily, every in FITS:
        points = all_points[::every]
        naive = rms(price[points + 1] - price[points])
        ours = rms(expected[points + 1] - price[points + 1]) / naive
        start = time.perf_counter()
        fits = np.array([
            prophet(closes.iloc[i + 1 - rows : i + 1], closes.index[i : i + 2], daily)
            for i in points
        ])
        each_ms = 1000 * (time.perf_counter() - start) / len(points)
        theirs = fits[:, 0] - price[points]
        error = rms(fits[:, 1] - price[points + 1]) / naive
        size = delta[points].std() / theirs.std()
        together = correlation(delta[points], theirs)
        season = "daily" if daily else "     "
        print(f"  {rows:5} rows {season} {len(points):3} points  corr {together:5.2f}"
              f"  size {size:4.2f}  next: Prophet {error:5.2f}, ours {ours:4.2f}, last close 1.00"
              f"  {each_ms:6.0f} ms", flush=True)


def compare_in_sample(closes, delta, rows):
    """Correlation with the returns that follow: of Prophet's fit of all rows, and of ours."""
    known = []
    for start in range(0, len(closes) - rows - HORIZON, rows):
        part = slice(start, start + rows)
        leaked = prophet(closes.iloc[part], closes.index[part], False) - closes.to_numpy()[part]
        ahead = closes.to_numpy()[start + HORIZON : start + rows + HORIZON]
        ahead = ahead / closes.to_numpy()[part] - 1
        known.append((correlation(leaked, ahead), correlation(delta[part], ahead)))
    theirs, ours = np.mean(known, axis=0)
    print(f"  in sample, {len(known)} stretches of {rows} rows: correlation with the next {HORIZON}"
          f" bars: Prophet {theirs:+.3f}, ours {ours:+.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bars", nargs="+", type=Path)
    parser.add_argument("--points", type=int, default=60)
    parser.add_argument("--rows", type=int, default=30_000, help="of each file, its last ones")
    parser.add_argument("--stretch", type=int, default=3_000, help="rows of a fit in sample")
    arguments = parser.parse_args()
    logging.getLogger("cmdstanpy").disabled = True
    rng = np.random.default_rng(20260301)
    for path in arguments.bars:
        table = pd.read_csv(path, parse_dates=["time"], index_col="time").tail(arguments.rows)
        closes = table["close"].astype(float)
        seconds = (closes.index - pd.Timestamp(0)).total_seconds().to_numpy()
        start = time.perf_counter()
        expected, fitted, _ = trend_filter.walk(seconds, closes)
        delta = fitted - closes.to_numpy()
        took = time.perf_counter() - start
        first = max(rows for rows, _, _ in FITS)
        points = np.sort(rng.choice(np.arange(first, len(closes) - 1), arguments.points, False))
        print(f"{path.name}: {len(closes)} bars, {len(points)} points (walk: {took:.1f} s)")
        compare_on_the_past(closes, expected, delta, points)
        compare_in_sample(closes[first:], delta[first:], arguments.stretch)


if __name__ == "__main__":
    main()
