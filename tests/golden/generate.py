"""Writes tests/golden/data: synthetic bars and what TA-Lib, ta and pandas make of them.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r tests/golden/requirements.txt
    /tmp/golden/bin/python tests/golden/generate.py

Nothing of hypertrader takes part: the values are an outside opinion. The bars are made from a seed
and are no market's. Numbers are written so that they read back to the same bits.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import ta
import talib

ROWS = 400
OUT = Path(__file__).parent / "data"


def bars_from(closes, reach, digits, rng):
    """Bars around closes; reach is the largest wick as a fraction, digits the quote's decimals."""
    closes = np.round(closes, digits)
    opens = np.concatenate([closes[:1], closes[:-1]])
    high = np.maximum(opens, closes) * (1 + reach * rng.random(ROWS))
    low = np.minimum(opens, closes) * (1 - reach * rng.random(ROWS))
    high = np.maximum(np.round(high, digits), np.maximum(opens, closes))
    low = np.minimum(np.round(low, digits), np.minimum(opens, closes))
    volume = np.floor(rng.random(ROWS) * 1000) + 1
    return pd.DataFrame(
        {"open": opens, "high": high, "low": low, "close": closes, "volume": volume}
    )


def shapes():
    rng = np.random.default_rng(20240229)
    steps = rng.standard_normal
    flat = np.zeros(ROWS)
    for i in range(1, ROWS):
        flat[i] = 0.9 * flat[i - 1] + 0.0004 * steps()
    jumps = np.where(rng.random(ROWS) < 0.03, 0.05 * steps(ROWS), 0.0)
    yield "trend", bars_from(1.1 + 0.0002 * np.arange(ROWS) + np.cumsum(0.0005 * steps(ROWS)),
                             3e-4, 5, rng)
    yield "noise", bars_from(1.25 + flat, 3e-4, 5, rng)
    yield "constant", bars_from(np.full(ROWS, 1.2345), 0.0, 5, rng)
    yield "gaps", bars_from(100 * np.exp(np.cumsum(0.001 * steps(ROWS) + jumps)), 2e-3, 2, rng)
    yield "tiny", bars_from(1.2e-8 * np.exp(np.cumsum(0.01 * steps(ROWS))), 1e-2, 12, rng)
    yield "huge", bars_from(1.6e7 * np.exp(np.cumsum(0.002 * steps(ROWS))), 2e-3, 0, rng)
    yield "ties", bars_from(20 + np.cumsum(rng.integers(-1, 2, ROWS)) * 0.5, 0.0, 1, rng)


def by_talib(bars):
    o, h, l, c, v = (bars[name].to_numpy(dtype=float) for name in bars.columns)
    out = {
        "sma_20": talib.SMA(c, 20),
        "sma_50": talib.SMA(c, 50),
        "ema_20": talib.EMA(c, 20),
        "ema_50": talib.EMA(c, 50),
        "rsi_14": talib.RSI(c, 14),
        "tr": talib.TRANGE(h, l, c),
        "atr_14": talib.ATR(h, l, c, 14),
        "stdev_20": talib.STDDEV(c, 20, 1.0),
        "stdev_50": talib.STDDEV(c, 50, 1.0),
        "min_20": talib.MIN(c, 20),
        "max_20": talib.MAX(c, 20),
        "adx_14": talib.ADX(h, l, c, 14),
        "plus_di_14": talib.PLUS_DI(h, l, c, 14),
        "minus_di_14": talib.MINUS_DI(h, l, c, 14),
        "obv": talib.OBV(c, v),
        "ret_5": talib.ROCP(c, 5),
    }
    names = ["macd_12_26_9", "macd_signal_12_26_9", "macd_hist_12_26_9"]
    out.update(zip(names, talib.MACD(c, 12, 26, 9)))
    names = ["bb_upper_20_2", "bb_mid_20_2", "bb_lower_20_2"]
    out.update(zip(names, talib.BBANDS(c, 20, 2.0, 2.0, 0)))
    out.update(zip(["stoch_k_14_3_3", "stoch_d_14_3_3"], talib.STOCH(h, l, c, 14, 3, 0, 3, 0)))
    return pd.DataFrame(out)


def by_ta(bars):
    h, l, c = bars["high"], bars["low"], bars["close"]
    macd = ta.trend.MACD(c, 26, 12, 9)
    bands = ta.volatility.BollingerBands(c, 20, 2)
    raw = ta.momentum.StochasticOscillator(h, l, c, 14, 3)
    return pd.DataFrame({
        "sma_20": ta.trend.SMAIndicator(c, 20).sma_indicator(),
        "ema_20": ta.trend.EMAIndicator(c, 20).ema_indicator(),
        "rsi_14": ta.momentum.RSIIndicator(c, 14).rsi(),
        "macd_12_26_9": macd.macd(),
        "macd_signal_12_26_9": macd.macd_signal(),
        "bb_upper_20_2": bands.bollinger_hband(),
        "bb_lower_20_2": bands.bollinger_lband(),
        "bb_width_pct_20_2": bands.bollinger_wband(),
        "atr_14": ta.volatility.AverageTrueRange(h, l, c, 14).average_true_range(),
        "stoch_k_14_1_3": raw.stoch(),
        "stoch_d_14_1_3": raw.stoch_signal(),
    })


def by_pandas(bars):
    c, change = bars["close"], bars["close"].diff()
    strength = 5

    def swings(prices, extreme):
        before = getattr(prices.shift(1).rolling(strength), extreme)()
        after = getattr(prices[::-1].shift(1).rolling(strength), extreme)()[::-1]
        if extreme == "max":
            found = prices.where((prices > before) & (prices >= after))
        else:
            found = prices.where((prices < before) & (prices <= after))
        return found.shift(strength).ffill()

    return pd.DataFrame({
        "z_spike_20": change / change.rolling(20).std(),
        "ret_1": c.pct_change(1),
        "vol_chg_1": bars["volume"].pct_change(1),
        "swing_high_5": swings(bars["high"], "max"),
        "swing_low_5": swings(bars["low"], "min"),
    })


def write(name, frame):
    lines = [",".join(frame.columns)]
    for row in frame.to_numpy(dtype=float):
        lines.append(",".join("" if np.isnan(x) else repr(float(x)) for x in row))
    (OUT / name).write_text("\n".join(lines) + "\n")


def main():
    OUT.mkdir(exist_ok=True)
    for shape, bars in shapes():
        write(f"{shape}.bars.csv", bars)
        write(f"{shape}.talib.csv", by_talib(bars))
        write(f"{shape}.ta.csv", by_ta(bars))
        write(f"{shape}.pandas.csv", by_pandas(bars))


if __name__ == "__main__":
    main()
