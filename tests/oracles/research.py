"""Writes tests/golden/research: overfitting statistics by others.

    python3 -m venv /tmp/oracles
    /tmp/oracles/bin/pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 mpmath==1.4.1 \
        arch==8.0.0 holdout-backtest==0.1.0
    /tmp/oracles/bin/python tests/oracles/research.py

Nothing of hypertrader takes part. Normal functions are mpmath's; moments SciPy's; Sharpe ratios
holdout's; cross-validation is written out as in the paper and agrees with holdout; block lengths,
reality check and superior ability are arch's; simulated paths NumPy's on arch's bootstrap; the
neighbourhoods of a grid SciPy's filters.
"""

from itertools import permutations
from pathlib import Path

import holdout
import mpmath
import numpy as np
import pandas as pd
from arch.bootstrap import SPA, StationaryBootstrap, optimal_block_length
from scipy import ndimage, special, stats

OUT = Path(__file__).parent.parent / "golden" / "research"
ROWS, COLUMNS, SAMPLES = 262, 8, 20_000


def write(name, columns):
    def cell(value):
        if isinstance(value, (str, int, np.integer)):
            return str(value)
        return "" if np.isnan(value) else repr(float(value))

    lines = [",".join(columns)] + [",".join(map(cell, row)) for row in zip(*columns.values())]
    (OUT / f"{name}.csv").write_text("\n".join(lines) + "\n")


def table(names, rows):
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


# ---------------------------------------------------------------------------------- the normal


def normal():
    mpmath.mp.dps = 400
    points = np.concatenate([np.linspace(-37, 8, 91), [-1e-300, -1e-9, 0.0, 1e-9, 0.7, 1.9]])
    cdf = [float(mpmath.erfc(-mpmath.mpf(float(x)) / mpmath.sqrt(2)) / 2) for x in points]
    assert np.allclose(cdf, special.ndtr(points), rtol=1e-12, atol=0)
    write("normal_cdf", {"x": points, "cdf": cdf})
    probs = np.concatenate([10.0 ** np.arange(-300, 0, 7), np.arange(1, 100) / 100,
                            [0.075, 0.0750001, 0.925, 0.9249999, 1 - 2.0**-53, 1 - 1e-12]])

    def quantile(prob):
        prob, x = mpmath.mpf(float(prob)), mpmath.mpf(float(special.ndtri(prob)))
        for _ in range(6):  # Newton, from 1e-15 to far beyond the digits that are kept
            x -= (mpmath.erfc(-x / mpmath.sqrt(2)) / 2 - prob) / mpmath.npdf(x)
        return float(x)

    values = [quantile(prob) for prob in probs]
    assert np.allclose(values, special.ndtri(probs), rtol=1e-12, atol=1e-15)
    write("normal_quantile", {"prob": probs, "quantile": values})


# -------------------------------------------------------------------------------------- returns


def returns(rng):
    """Skewed, fat-tailed, some with memory, of several sizes."""
    shocks = rng.standard_t(4, (ROWS, COLUMNS)) - 0.2 * rng.exponential(1, (ROWS, COLUMNS)) ** 2
    series = np.zeros_like(shocks)
    memory = np.array([0.0, 0.0, 0.3, 0.6, -0.3, 0.0, 0.5, 0.0])
    for row in range(ROWS):
        series[row] = shocks[row] + (memory * series[row - 1] if row else 0)
    series -= series.mean(0)
    means = np.array([0.10, 0.06, 0.02, 0.0, -0.05, -0.1, -0.3, -0.9])
    scale = np.array([0.01, 0.003, 0.02, 0.008, 0.005, 0.01, 0.01, 0.002])
    return np.round(scale * (series + means), 7)


def sharpes(matrix):
    trials = holdout.deflate_trials(matrix).trials_variance
    rows = []
    for column in matrix.T:
        ratio = column.mean() / column.std(ddof=1)
        skewness, kurtosis = stats.skew(column), stats.kurtosis(column, fisher=False)
        shape = {"skewness": skewness, "kurtosis": kurtosis}
        psr = [holdout.probabilistic_sharpe_ratio(ratio, ROWS, benchmark=b, **shape)
               for b in (0.0, 0.05)]
        deflated = [holdout.deflated_sharpe_ratio(ratio, ROWS, n_trials=n, trials_variance=trials,
                                                  **shape) for n in (COLUMNS, 1000)]
        length = np.nan
        if ratio > -0.5:
            length = holdout.minimum_track_record_length(
                ratio, benchmark=-0.5, confidence=0.95, **shape)
        rows.append([column.mean(), column.std(ddof=1), skewness, kurtosis, *psr, length, *deflated,
                     trials])
    names = ["mean", "deviation", "skewness", "kurtosis", "psr_0", "psr_5", "length",
             "deflated_8", "deflated_1000", "trials_variance"]
    write("sharpe", table(names, rows))


# ----------------------------------------------------------------------------- cross-validation


def performance(metric, rows):
    return rows.mean(0) if metric == "mean" else rows.mean(0) / rows.std(0, ddof=1)


def cross_validate(matrix, blocks, metric):
    """The paper's steps, each half put together and ranked on its own."""
    parts = np.array_split(np.arange(len(matrix)), blocks)
    found = []
    for half in range(1, 1 << blocks, 2):
        if half.bit_count() * 2 != blocks:
            continue
        for chosen in (half, (1 << blocks) - 1 - half):
            inside = np.concatenate([p for b, p in enumerate(parts) if chosen >> b & 1])
            outside = np.concatenate([p for b, p in enumerate(parts) if not chosen >> b & 1])
            r, r_bar = (performance(metric, matrix[at]) for at in (inside, outside))
            best = int(np.argmax(r))
            omega = stats.rankdata(r_bar)[best] / (matrix.shape[1] + 1)
            found.append([best, r[best], r_bar[best], special.logit(omega)])
    return np.array(found)


def overfitting(matrix):
    rows = []
    for blocks in (4, 8, 10):
        for metric in ("sharpe", "mean"):
            found = cross_validate(matrix, blocks, metric)
            _, inside, outside, logits = found.T
            line = stats.linregress(inside, outside)
            pbo, loss = np.mean(logits <= 1e-12), np.mean(outside < 0)
            other = holdout.probability_of_backtest_overfitting(
                matrix, n_blocks=blocks, metric=metric)
            assert np.isclose(pbo, other.pbo) and np.isclose(loss, other.probability_of_loss)
            assert np.allclose([line.slope, line.intercept], other.degradation[:2])
            rows.append([blocks, metric, pbo, loss, line.slope, line.intercept, line.rvalue**2,
                         logits.mean()])
            if (blocks, metric) == (8, "sharpe"):
                write("splits", table(["column", "inside", "outside", "logit"],
                                      [[int(row[0]), *row[1:]] for row in found]))
    # 12,870 splits: by the package alone.
    other = holdout.probability_of_backtest_overfitting(matrix, n_blocks=16, metric="sharpe")
    rows.append([16, "sharpe", other.pbo, other.probability_of_loss, *other.degradation,
                 other.logits.mean()])
    names = ["blocks", "metric", "pbo", "loss", "slope", "intercept", "r_squared", "logit_mean"]
    write("overfitting", table(names, rows))


# ------------------------------------------------------------------------------ superior ability


def block_lengths(matrix):
    lengths = optimal_block_length(pd.DataFrame(matrix))["stationary"].to_numpy()
    write("block_length", {"length": np.maximum(lengths, 1.0)})


def superior(matrix):
    """arch 8.0 does not divide the statistic by the deviation, so it is handed scaled columns."""
    zero, root, rows = np.zeros(ROWS), np.sqrt(ROWS), []
    for edge in (0.0, 0.0006, 0.0014):
        for length in (1, 6):
            difference = matrix.copy()
            difference[:, 1] += edge
            plain = SPA(zero, -difference, block_size=length, reps=SAMPLES, seed=11)
            plain.compute()
            deviation = np.sqrt(plain._loss_diff_var)
            scaled = SPA(zero, -difference / deviation, block_size=length, reps=SAMPLES, seed=12)
            scaled.compute()
            means = difference.mean(0)
            best = [int(np.argmax(means)), int(np.argmax(means / deviation))]
            rows.append([edge, length, best[0], root * means.max(), plain.pvalues["upper"], best[1],
                         root * (means / deviation).max(),
                         *(scaled.pvalues[name] for name in ("lower", "consistent", "upper"))])
    names = ["edge", "length", "reality_best", "reality", "reality_p", "best", "statistic", "lower",
             "consistent", "upper"]
    write("superior", table(names, rows))


# ----------------------------------------------------------------------------------- simulation


def figures(results, compound, per_day, days):
    """Return, drawdown, worst day, worst week of many paths at once."""
    paths = np.atleast_2d(results)
    equity = np.cumprod(1 + paths, 1) if compound else 1 + np.cumsum(paths, 1)
    equity = np.concatenate([np.ones((len(paths), 1)), equity], 1)
    worst = [np.max(1 - equity / np.maximum.accumulate(equity, 1), 1)]
    for step in (per_day, per_day * days):
        starts = np.arange(paths.shape[1]) // step * step
        worst.append(np.maximum(np.max(1 - equity[:, 1:] / equity[:, starts], 1), 0))
    return np.array([equity[:, -1] - 1, *worst])


def simulation(matrix):
    results, rows = 1.5 * matrix[:60, 0], []
    rng = np.random.default_rng(5)
    for kind, length in (("shuffle", 0), ("bootstrap", 1), ("bootstrap", 4)):
        for compound in (1, 0):
            if kind == "shuffle":
                paths = rng.permuted(np.tile(results, (SAMPLES, 1)), axis=1)
            else:
                drawn = StationaryBootstrap(length, results, seed=6).bootstrap(SAMPLES)
                paths = np.array([sample[0][0] for sample in drawn])
            found = figures(paths, compound, 3, 5)
            assert found[1].max() < 1, "an account without equity has no returns"
            limits = np.array([0.12, 0.12, 0.15])  # of a day, a week, since the peak
            reached = found[1:] >= limits[[2, 0, 1], None]
            any_ = reached.any(0)
            values = [*found, *reached, any_]
            rows.append([kind, length, compound,
                         *(statistic for value in values
                           for statistic in (np.mean(value), np.std(value) / SAMPLES**0.5))])
    names = ["kind", "length", "compound"]
    for name in ("return", "drawdown", "day", "week", "drawdown_reached", "day_reached",
                 "week_reached", "any_reached"):
        names += [name, f"{name}_error"]
    write("simulation", table(names, rows))
    # Seven results have 5,040 orders: the exact distribution.
    orders = np.array(list(permutations(results[:7])))
    drawdown = figures(orders, 1, 3, 5)[1]
    values = np.sort(drawdown)[::240]
    shares = [np.mean(drawdown >= value - 1e-12) for value in values]
    write("orders", {"drawdown": values, "share_from": shares})


# -------------------------------------------------------------------------------------- plateau


def plateau(rng):
    shape = (9, 7)
    first, second = np.indices(shape)
    scores = np.round(np.exp(-((first - 5) / 3) ** 2) + 0.1 * second
                      + 0.2 * rng.standard_normal(shape), 4)
    scores[1, 1] = 3.0  # a needle
    rows = {"first": first.ravel(), "second": second.ravel(), "score": scores.ravel()}
    for name, size, of in (("mean_1", 3, np.nanmean), ("mean_2", 5, np.nanmean),
                           ("low_1", 3, lambda near: np.nanquantile(near, 0.2))):
        rows[name] = ndimage.generic_filter(scores, of, size=size, mode="constant",
                                            cval=np.nan).ravel()
    write("plateau", rows)
    frame, sensitivity = pd.DataFrame(rows), []
    for axis, name in enumerate(["first", "second"]):
        means = frame.groupby(name)["score"].transform("mean")
        share = ((means - scores.mean()) ** 2).sum() / ((scores - scores.mean()) ** 2).sum()
        sensitivity.append([share, np.abs(np.diff(scores, axis=axis)).mean()])
    write("sensitivity", table(["share", "step"], sensitivity))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20241130)
    normal()
    matrix = returns(rng)
    write("returns", {f"c{column}": matrix[:, column] for column in range(COLUMNS)})
    sharpes(matrix)
    overfitting(matrix)
    block_lengths(matrix)
    superior(matrix)
    simulation(matrix)
    plateau(rng)


main()
