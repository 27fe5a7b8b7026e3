"""Writes tests/golden/features: synthetic bars, and columns by TA-Lib, pandas and statsmodels.

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install numpy==2.4.6 pandas==3.1.1 \\
        TA-Lib==0.8.2 statsmodels==0.15.0
    /tmp/oracle/bin/python tests/oracles/features.py

Nothing of hypertrader takes part. The bars are made from a seed and are no market's. Columns are
those of `src/features/column.rs` that other golden files do not hold; where a formula has no value,
the documented neutral one is written out here.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import talib
import trend_filter

ROWS = 400
OUT = Path(__file__).parent.parent / "golden" / "features"


def bars_from(times, closes, digits, rng):
    closes = np.round(closes, digits)
    opens = np.concatenate([closes[:1], closes[:-1]])
    wick = 5 * 10.0**-digits
    return pd.DataFrame({
        "time": times,
        "open": opens,
        "high": np.round(np.maximum(opens, closes) + wick * rng.integers(0, 20, ROWS), digits),
        "low": np.round(np.minimum(opens, closes) - wick * rng.integers(0, 20, ROWS), digits),
        "close": closes,
        "volume": rng.integers(1, 1000, ROWS),
        "spread": rng.integers(0, 12, ROWS),  # 0: unknown
    })


def shapes():
    rng = np.random.default_rng(20260301)
    steps = rng.standard_normal
    # Minutes around a weekend: 2024-03-01 19:00 is a Friday, the market opens 49 hours after 22:00.
    friday = int(pd.Timestamp("2024-03-01 19:00", tz="UTC").timestamp())
    minutes = friday + 60 * np.arange(ROWS) + np.where(np.arange(ROWS) < 180, 0, 49 * 3600)
    yield "weekend", bars_from(minutes, 1.08 + np.cumsum(1e-4 * steps(ROWS)), 5, rng)
    # Hours with missing ones, a price that rises, and stretches that stand still.
    monday = int(pd.Timestamp("2024-01-01", tz="UTC").timestamp())
    hours = monday + 3600 * np.cumsum(rng.choice([1, 1, 1, 1, 2, 5], ROWS))
    moving = np.where(np.arange(ROWS) % 100 < 70, 1.0, 0.0)
    walk = np.cumsum(moving * (0.001 + 0.01 * steps(ROWS)))
    yield "hours", bars_from(hours, 40_000 * np.exp(walk), 1, rng)


def neutral(values, where, value):
    """`value` where the formula divides by nothing."""
    return values.mask(where, value)


def position(close, lower, upper):
    way = upper - lower
    return neutral((close - lower) / way, way == 0, 0.5)


def swings(prices, extreme, strength=5):
    """As tests/golden/generate.py: the last top or bottom that `strength` bars confirm."""
    before = getattr(prices.shift(1).rolling(strength), extreme)()
    after = getattr(prices[::-1].shift(1).rolling(strength), extreme)()[::-1]
    if extreme == "max":
        found = prices.where((prices > before) & (prices >= after))
    else:
        found = prices.where((prices < before) & (prices <= after))
    return found.shift(strength).ffill()


def columns(bars):
    o, h, l, c = (bars[name].astype(float) for name in ["open", "high", "low", "close"])
    volume, time = bars["volume"].astype(float), bars["time"]
    spread = bars["spread"].astype(float).where(bars["spread"] > 0)
    known = spread.dropna()
    day = 2 * np.pi * (time % 86_400) / 86_400
    week = 2 * np.pi * ((time - 345_600) % 604_800) / 604_800
    line, signal, histogram = talib.MACD(c, 12, 26, 9)
    # Window by window: running sums of squares lose the digits of a small deviation.
    window = np.lib.stride_tricks.sliding_window_view(c.to_numpy(), 20)
    middle, reach = (pd.Series(v, bars.index[19:]) for v in (window.mean(1), 2 * window.std(1)))
    flat = c.rolling(20).max() == c.rolling(20).min()
    ema = talib.EMA(c, 20)
    expected, fitted, slope = trend_filter.fit(time, c)
    assert np.allclose(trend_filter.walk(time, c), (expected, fitted, slope), rtol=1e-11, atol=1e-9)
    warm = bars.index >= trend_filter.WARM_UP
    fitted, slope = (pd.Series(values).where(warm) for values in (fitted, slope))
    return pd.DataFrame({
        "vol_20": c.pct_change().rolling(20).std(),
        "volume_rel_20": volume / volume.rolling(20).mean() - 1,
        "hour_sin": np.sin(day),
        "hour_cos": np.cos(day),
        "week_sin": np.sin(week),
        "week_cos": np.cos(week),
        "spread": spread,
        "spread_rel_50": (known / known.rolling(50).mean() - 1).reindex(bars.index),
        "trend_delta": fitted - c,
        "trend_delta_frac": fitted / c - 1,
        "trend_slope_frac": slope / c,
        "tr_frac": talib.TRANGE(h, l, c) / c,
        "atr_frac_14": talib.ATR(h, l, c, 14) / c,
        "macd_frac_12_26_9": line / c,
        "macd_signal_frac_12_26_9": signal / c,
        "macd_hist_frac_12_26_9": histogram / c,
        "dist_sma_50": c / c.rolling(50).mean() - 1,
        "dist_ema_20": c / ema - 1,
        "dist_swing_high_5": c / swings(h, "max") - 1,
        "dist_swing_low_5": c / swings(l, "min") - 1,
        "env_pos_20_30": position(c, ema * 0.997, ema * 1.003),
        "bb_pos_20_2": neutral((c - middle + reach) / (2 * reach), flat, 0.5),
        "range_pos_20": position(c, c.rolling(20).min(), c.rolling(20).max()),
    })


def write(name, frame):
    lines = [",".join(frame.columns)]
    for row in frame.to_numpy(dtype=float):
        lines.append(",".join("" if np.isnan(x) else f"{x:.13g}" for x in row))
    (OUT / name).write_text("\n".join(lines) + "\n")


def main():
    OUT.mkdir(exist_ok=True)
    for shape, bars in shapes():
        write(f"{shape}.bars.csv", bars)
        write(f"{shape}.columns.csv", columns(bars))


if __name__ == "__main__":
    main()
