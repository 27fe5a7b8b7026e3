"""Writes tests/golden/search: what the package hyperopt makes of its own definitions.

    python3 -m venv /tmp/oracles
    /tmp/oracles/bin/pip install numpy==2.4.6 hyperopt==0.3.0
    /tmp/oracles/bin/python tests/oracles/search.py

Nothing of hypertrader takes part. densities.csv: logarithms of the densities that tree-structured
Parzen estimators of observed values have. branin.csv: mean and standard error, over 40 seeds, of the
best of 80 trials on a known function, by hyperopt's estimator and by its random search.
"""

import logging
from math import cos, log10, pi
from pathlib import Path

import numpy as np
from hyperopt import fmin, hp, rand, tpe

OUT = Path(__file__).parent.parent / "golden" / "search"
TRIALS, SEEDS = 80, 40


def words(numbers):
    return " ".join(repr(float(number)) for number in numbers)


def mixture(values, low, high, points, q=None):
    """hyperopt's density of a mixture, on the scale it is estimated on."""
    weights, mus, sigmas = tpe.adaptive_parzen_normal(values, 1.0, 0.5 * (low + high), high - low)
    return tpe.GMM1_lpdf(np.array(points, dtype=float), weights, mus, sigmas, low, high, q)


def choice(count, values):
    """hyperopt's posterior of a choice (ap_categorical_sampler): counts, oldest weighted less."""
    weights = tpe.linear_forgetting_weights(len(values), tpe.DEFAULT_LF)
    counts = np.bincount(values, weights=weights, minlength=count) if len(values) else np.zeros(count)
    prior = np.full(count, 1.0 / count)
    return np.log(tpe.tpe_cat_pseudocounts(counts, 1.0, prior, ()))


def densities():
    rng = np.random.default_rng(20240229)
    lines = ["range,bounds,observations,values,log_densities"]
    for count in (0, 1, 2, 5, 24, 25, 26, 27, 40):
        values = rng.uniform(-2, 3, count)
        points = np.linspace(-2, 3, 7)
        answer = mixture(values, -2.0, 3.0, points)
        lines.append(f"linear,-2.0 3.0,{words(values)},{words(points)},{words(answer)}")
        values = np.exp(rng.uniform(np.log(1e-3), np.log(10), count))
        points = np.exp(np.linspace(np.log(1e-3), np.log(10), 5))
        answer = mixture(np.log(values), np.log(1e-3), np.log(10), np.log(points))
        lines.append(f"logarithmic,0.001 10.0,{words(values)},{words(points)},{words(answer)}")
        # No value twice: numpy sorts equal ones in any order, and so hyperopt weights them.
        values = rng.permutation(range(2, 61))[:count]
        points = range(2, 61, 8)
        answer = mixture(values.astype(float), 1.5, 60.5, points, 1)
        lines.append(f"whole,2 60,{words(values)},{words(points)},{words(answer)}")
        values = rng.integers(0, 4, count)
        lines.append(f"choice,0 1 2 3,{words(values)},0 1 2 3,{words(choice(4, values))}")
    (OUT / "densities.csv").write_text("\n".join(lines) + "\n")


def loss(p):
    x, y = p["x"], p["y"]
    bend = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6
    branin = bend * bend + 10 * (1 - 1 / (8 * pi)) * cos(x) + 10
    magnitude = log10(p["rate"] / 0.03)
    return (branin + 4 * magnitude * magnitude + 0.25 * (p["depth"] - 4) ** 2
            + 3 * abs(p["kind"] - 2))


def branin():
    space = {
        "x": hp.uniform("x", -5, 10),
        "y": hp.uniform("y", 0, 15),
        "rate": hp.loguniform("rate", np.log(1e-4), 0.0),
        # Rounding gives each whole number from 1 to 12 the same chance.
        "depth": hp.quniform("depth", 0.501, 12.499, 1),
        "kind": hp.choice("kind", [0, 1, 2, 3]),
    }
    lines = ["method,mean,standard_error"]
    for name, algorithm in (("hyperopt", tpe.suggest), ("random", rand.suggest)):
        best = []
        for seed in range(SEEDS):
            found = []

            def noted(p):
                found.append(loss(p))
                return found[-1]

            fmin(noted, space, algorithm, TRIALS, rstate=np.random.default_rng(seed),
                 show_progressbar=False)
            best.append(min(found))
        lines.append(f"{name},{np.mean(best)!r},{np.std(best, ddof=1) / SEEDS ** 0.5!r}"
                     .replace("np.float64(", "").replace(")", ""))
    (OUT / "branin.csv").write_text("\n".join(lines) + "\n")


logging.disable(logging.WARNING)
OUT.mkdir(parents=True, exist_ok=True)
densities()
branin()
