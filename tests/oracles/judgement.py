"""Writes tests/golden/judgement: labels, weights, folds, metrics, calibration as others compute them.

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install \
        numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 scipy==1.17.1
    /tmp/oracle/bin/python tests/oracles/judgement.py [folder of market data]

Nothing of hypertrader takes part. Prices and predictions are made from a seed and are no market's.
With the folder of market data it also counts the labels of real bars into real.csv; the bars
themselves are not copied. Numbers are written so that they read back to the same bits.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import root
from scipy.special import expit
from sklearn import metrics
from sklearn.calibration import _sigmoid_calibration, calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import TimeSeriesSplit

OUT = Path(__file__).parent.parent / "golden" / "judgement"
CLASSES = ["down", "flat", "up"]


def write(name, columns):
    pd.DataFrame(columns).to_csv(OUT / f"{name}.csv", index=False, lineterminator="\n")


# ---------------------------------------------------------------- predictions and their metrics


def predictions(rng, rows=300):
    """Probabilities with ties (three decimals), some of them 0 and 1, that know something."""
    y = rng.integers(0, 3, rows)
    raw = rng.dirichlet([1.0, 1.5, 1.0], rows) + 0.35 * np.eye(3)[y] * rng.random((rows, 1))
    raw /= raw.sum(axis=1, keepdims=True)
    down, up = np.round(raw[:, 0], 3), np.round(raw[:, 2], 3)
    certain = rng.random(rows) < 0.05
    down[certain], up[certain] = 0.0, rng.integers(0, 2, certain.sum())
    p = np.column_stack([down, 1.0 - down - up, up])
    p[:, 1] = np.clip(p[:, 1], 0.0, 1.0)
    return y, p, np.round(rng.random(rows) * 3 + 0.01, 3)


def judge(y, p, w):
    out = {}
    for suffix, weight in [("", None), ("_weighted", w)]:
        areas = metrics.roc_auc_score(y, p, multi_class="ovr", average=None, sample_weight=weight)
        out.update({f"auc_{name}{suffix}": area for name, area in zip(CLASSES, areas)})
        out[f"auc_macro{suffix}"] = metrics.roc_auc_score(
            y, p, multi_class="ovr", average="macro", sample_weight=weight
        )
        out[f"log_loss{suffix}"] = metrics.log_loss(y, p, sample_weight=weight)
        out[f"brier{suffix}"] = metrics.brier_score_loss(y, p, sample_weight=weight)
    guess = p.argmax(axis=1)
    out["accuracy"] = metrics.accuracy_score(y, guess)
    for actual, row in enumerate(metrics.confusion_matrix(y, guess)):
        out.update({f"confusion_{actual}_{predicted}": n for predicted, n in enumerate(row)})
    for k, name in enumerate(CLASSES):
        out[f"precision_{name}"] = metrics.precision_score(y, guess, labels=[k], average=None)[0]
        out[f"recall_{name}"] = metrics.recall_score(y, guess, labels=[k], average=None)[0]
        out[f"ece_{name}"] = calibration_error(y == k, p[:, k])
    out["ece_top"] = calibration_error(guess == y, p.max(axis=1))
    return out


def calibration_error(came, prob):
    """Means of the bins by scikit-learn, weighted by how many rows each has."""
    came_frac, mean_prob = calibration_curve(came, prob, n_bins=10, strategy="uniform")
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], prob)
    count = np.bincount(bins, minlength=10)
    return float(np.sum(count[count > 0] * np.abs(came_frac - mean_prob)) / len(prob))


# ------------------------------------------------------------------------------- calibration


def log_odds(p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.log(p / (1 - p))


def platt_to_the_end(f, came, w, start):
    """scikit-learn's optimiser stops early: from there, the root of the loss's gradient."""
    n1, n0 = w[came].sum(), w[~came].sum()
    target = np.where(came, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))

    def gradient(ab):
        error = w * (target - expit(-(ab[0] * f + ab[1])))
        return [np.sum(error * f), np.sum(error)]

    return root(gradient, start, tol=1e-14).x


def calibrate(y, p, w):
    grid = np.unique(np.concatenate([np.linspace(0, 1, 41), p[:40].ravel()]))
    rows = {name: [] for name in ["class", "weighted", "probability", "isotonic", "platt", "exact"]}
    for k in range(3):
        for weighted, weight in [(0, None), (1, w)]:
            line = IsotonicRegression(out_of_bounds="clip")
            line.fit(p[:, k], (y == k).astype(float), sample_weight=weight)
            a, b = _sigmoid_calibration(log_odds(p[:, k]), (y == k).astype(float), weight)
            even = np.ones(len(y)) if weight is None else weight
            exact = platt_to_the_end(log_odds(p[:, k]), y == k, even, [a, b])
            rows["class"] += [k] * len(grid)
            rows["weighted"] += [weighted] * len(grid)
            rows["probability"] += list(grid)
            rows["isotonic"] += list(line.predict(grid))
            rows["platt"] += list(expit(-(a * log_odds(grid) + b)))
            rows["exact"] += list(expit(-(exact[0] * log_odds(grid) + exact[1])))
    return rows


# --------------------------------------------------------------------------- folds and weights


def time_series_folds():
    rows = {name: [] for name in ["rows", "folds", "fold", "training", "test_from", "test_to"]}
    for count, folds in [(7, 2), (100, 5), (103, 5), (50, 7), (1_000, 3)]:
        for fold, (training, test) in enumerate(TimeSeriesSplit(folds).split(np.zeros(count))):
            assert list(training) == list(range(test[0]))
            values = [count, folds, fold, len(training), test[0], test[-1] + 1]
            for name, value in zip(rows, values):
                rows[name].append(int(value))
    return rows


def average_uniqueness(bars, spans):
    """Lopez de Prado (2018), snippets 4.3 and 4.4: an indicator matrix of bars by labels."""
    matrix = pd.DataFrame(0.0, index=bars, columns=range(len(spans)))
    for i, (first, last) in enumerate(spans):
        matrix.loc[first:last, i] = 1.0
    concurrency = matrix.sum(axis=1)
    uniqueness = matrix.div(concurrency, axis=0)
    return uniqueness[uniqueness > 0].mean()


def weights(rng):
    book = average_uniqueness(range(6), [(0, 2), (2, 3), (4, 5)])
    assert np.allclose(book, [5 / 6, 3 / 4, 1.0]), "the book's example, section 4.5.3"
    bars = np.cumsum(rng.integers(1, 4, 200))
    start = np.sort(rng.choice(150, 60, replace=False))
    end = start + rng.integers(1, 40, 60)  # the label sees the bars after its own
    value = average_uniqueness(bars, [(bars[s + 1], bars[e]) for s, e in zip(start, end)])
    return {"bar": bars}, {"time": bars[start], "end": bars[end], "uniqueness": value}


# ------------------------------------------------------------------------------------- labels


def synthetic_bars(rng, rows=400):
    minute = np.cumsum(np.where(rng.random(rows) < 0.06, rng.integers(2, 6, rows), 1))
    close = 100 * np.exp(np.cumsum(0.0008 * rng.standard_normal(rows)))
    open_ = np.concatenate([[100.0], close[:-1]]) * (1 + 0.0002 * rng.standard_normal(rows))
    reach = 0.0006 * rng.random((2, rows))
    high = np.maximum(open_, close) * (1 + reach[0])
    low = np.minimum(open_, close) * (1 - reach[1])
    spread = np.where(rng.random(rows) < 0.1, 0.0, 0.01 * (1 + rng.integers(0, 5, rows)))
    atr = pd.Series(high - low).rolling(14).mean()
    prices = {"open": open_, "high": high, "low": low, "close": close}
    bars = {name: np.round(column, 4) for name, column in prices.items()}
    return pd.DataFrame({"minute": minute, **bars, "spread": spread, "atr": np.round(atr, 6)})


def horizon_labels(close_s, close, horizon_s, tolerance_s, threshold):
    """pandas: the last close at or before the horizon's end, if it is near and not the row's own."""
    rows = pd.DataFrame({"time": close_s, "close": close})
    asked = pd.DataFrame({"time": rows["time"] + horizon_s})
    future = rows.rename(columns={"close": "then"}).assign(end=rows["time"])
    found = pd.merge_asof(asked, future, on="time", tolerance=tolerance_s)
    known = (asked["time"] <= rows["time"].iloc[-1]) & (found["end"] > rows["time"])
    change = (found["then"] / rows["close"] - 1).where(known)
    label = pd.Series(1.0, index=rows.index).mask(change > threshold, 2.0)
    label = label.mask(change < -threshold, 0.0).where(known)
    beyond = int((asked["time"] > rows["time"].iloc[-1]).sum())
    return label, change, found["end"].where(known), beyond


COSTS = {"spread": 0.0001, "fee": 0.00005 + 0.00002}


def barrier_label(bars, i, profit, stop, horizon_min, tolerance_min):
    """One row, bid and ask written out; None where there is no label."""
    close_min = bars.minute + 1
    end = close_min[i] + horizon_min
    if close_min.iloc[-1] < end:
        return None
    inside = [j for j in range(i + 1, len(bars)) if close_min[j] <= end]
    if not inside or end - close_min[inside[-1]] > tolerance_min:
        return None
    if bars.minute[i + 1] - close_min[i] > tolerance_min or not bars.atr[i] > 0:
        return None

    def half(j, price):
        return max(bars.spread[j], COSTS["spread"] * price) / 2

    results = {}
    open_ = bars.open[i + 1]
    for side in ["buy", "sell"]:
        ask, bid = open_ + half(i, open_), open_ - half(i, open_)
        out, won, doubtful = None, False, False
        for j in inside:
            o, h, l = bars.open[j], bars.high[j], bars.low[j]
            if side == "buy":
                target, loss = ask + profit * bars.atr[i], ask - stop * bars.atr[i]
                o, h, l = o - half(j, o), h - half(j, h), l - half(j, l)
                if o <= loss:
                    out = o
                elif o >= target or (h >= target and l > loss):
                    out, won = target, True
                elif l <= loss:
                    out, doubtful = loss, h >= target
            else:
                target, loss = bid - profit * bars.atr[i], bid + stop * bars.atr[i]
                o, h, l = o + half(j, o), h + half(j, h), l + half(j, l)
                if o >= loss:
                    out = o
                elif o <= target or (l <= target and h < loss):
                    out, won = target, True
                elif h >= loss:
                    out, doubtful = loss, l <= target
            if out is not None:
                break
        if out is None:
            c = bars.close[j]
            out = c - half(j, c) if side == "buy" else c + half(j, c)
        entry = ask if side == "buy" else bid
        gain = out - entry if side == "buy" else entry - out
        net = gain / entry - COSTS["fee"] * (entry + out) / entry
        results[side] = (j, net, won and net > 0, doubtful)
    (bj, bnet, bwon, bdoubt), (sj, snet, swon, sdoubt) = results["buy"], results["sell"]
    both = bwon and swon and bj == sj
    if (bwon or swon) and not both:
        first_is_buy = bwon and (not swon or bj < sj)
        label = 2 if first_is_buy else 0
    else:
        label = 1
    return label, int(close_min[max(bj, sj)]), bnet, snet, int(bdoubt or sdoubt or both)


def label_all(bars):
    close_s = (bars.minute + 1) * 60
    label, change, end, _ = horizon_labels(close_s, bars.close, 600, 60, 0.0015)
    out = {"h_class": label.astype("Int64"), "h_end": end.astype("Int64"), "h_return": change}
    for name, profit, stop in [("b", 2.0, 1.0), ("n", 0.6, 1.5), ("t", 0.5, 0.4)]:
        found = [barrier_label(bars, i, profit, stop, 10, 1) for i in range(len(bars))]
        for at, part in enumerate(["class", "end", "buy", "sell", "ambiguous"]):
            column = pd.Series([None if row is None else row[at] for row in found])
            whole = part in ("class", "end", "ambiguous")
            out[f"{name}_{part}"] = column.astype("Int64" if whole else float)
    return out


def real(folder):
    rows = {name: [] for name in ["file", "bars", "down", "flat", "up", "future"]}
    for name in ["BTCUSD_M1_mt5", "XAUUSD_M1_mt5", "US100_M1_mt5", "EURUSD_M1_2020"]:
        bars = pd.read_csv(folder / "bars_m1" / f"{name}.csv.gz")
        stamp = pd.to_datetime(bars["time"]).to_numpy().astype("datetime64[s]").astype("int64")
        label, _, _, beyond = horizon_labels(stamp + 60, bars["close"], 600, 60, 0.0015)
        counts = [int((label == k).sum()) for k in range(3)]
        for key, value in zip(rows, [name, len(bars), *counts, beyond]):
            rows[key].append(value)
    return rows


# ---------------------------------------------------------------------------------- stability


def stability(rng):
    training = np.round(rng.standard_normal(250), 2)
    fresh = np.round(0.4 + 1.2 * rng.standard_normal(250), 2)
    training[rng.random(250) < 0.05] = np.nan
    fresh[rng.random(250) < 0.02] = np.nan
    edges = np.unique(np.quantile(training[~np.isnan(training)], np.arange(1, 10) / 10))
    shares = []
    for values in [training, fresh]:
        bins = np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values))
        shares.append(np.maximum(np.bincount(bins, minlength=len(edges) + 2) / 250, 1e-4))
    index = float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))
    return {"training": training, "fresh": fresh}, index


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20240301)
    y, p, w = predictions(rng)
    write("predictions", {"class": y, **dict(zip(CLASSES, p.T)), "weight": w})
    values = judge(y, p, w)
    fpr, tpr, threshold = metrics.roc_curve(y == 2, p[:, 2])
    write("roc_up", {"threshold": threshold, "false_positive": fpr, "true_positive": tpr})
    write("calibration", calibrate(y, p, w))
    write("folds", time_series_folds())
    bars, spans = weights(rng)
    write("weight_bars", bars)
    write("weights", spans)
    bars = synthetic_bars(rng)
    write("bars", bars)
    write("labels", label_all(bars))
    series, values["stability"] = stability(rng)
    write("stability", series)
    write("metrics", {"name": list(values), "value": [float(v) for v in values.values()]})
    if len(sys.argv) > 1:
        write("real", real(Path(sys.argv[1])))


main()
