"""Writes tests/golden/models/lightgbm: small LightGBM models and what LightGBM predicts with them.

    pip install lightgbm==4.7.0 numpy==2.4.6
    python tests/oracles/lightgbm_models.py

Per case, NAME.txt is Booster.save_model's text, NAME.csv holds rows (x0, x1, ...; nan where
missing) and Booster.predict's answers (p0, ...). The data are synthetic, from a seed. Rows hold
missing values, zeros, numbers within 1e-35 of zero and every kind of threshold exactly, one bit
below and one bit above. Nothing of hypertrader takes part. Numbers read back to the same bits.
"""

import re
from pathlib import Path

import lightgbm as lgb
import numpy as np

OUT = Path(__file__).parent.parent / "golden" / "models" / "lightgbm"
TINY = [0.0, -0.0, 1e-36, -1e-36, float(np.float32(1e-35)), 1.1e-35, -1.1e-35, 1e-30]


def training_data(rng, zeros, missing):
    x = np.round(rng.normal(size=(600, 4)), 3)
    if zeros:
        x[rng.random(x.shape) < 0.2] = 0.0
    if missing:
        x[rng.random(x.shape) < 0.15] = np.nan
    clean = np.nan_to_num(x)
    score = clean[:, 0] + clean[:, 1] * clean[:, 2] + np.isnan(x[:, 3]) + 0.3 * rng.normal(size=600)
    return x, score


def rows_of(rng, model_text):
    """Rows for a model: ordinary ones, then one value at a time at a place where it matters."""
    rows = [np.round(rng.normal(size=4), 3) for _ in range(12)]
    thresholds = [
        (int(feature), float(threshold))
        for features, values in re.findall(
            r"split_feature=(.*)\n.*\nthreshold=(.*)\n", model_text
        )
        for feature, threshold in zip(features.split(), values.split())
    ]
    picked = rng.permutation(len(thresholds))[:5]
    special = [(i, np.nextafter(t, d)) for i, t in (thresholds[p] for p in picked) for d in (t, -9, 9)]
    special += [(int(rng.integers(4)), value) for value in TINY]
    special += [(feature, np.nan) for feature in range(4)]
    for feature, value in special:
        row = np.round(rng.normal(size=4), 3)
        row[feature] = value
        rows.append(row)
    rows += [np.full(4, np.nan), np.zeros(4), np.full(4, 1e9), np.full(4, -1e9)]
    return np.array(rows)


def write(name, params, target, zeros=False, missing=True, rounds=4):
    rng = np.random.default_rng(sum(name.encode()))
    x, score = training_data(rng, zeros, missing)
    y = {"three": np.digitize(score, [-0.5, 0.5]), "two": (score > 0) * 1, "number": score}[target]
    fixed = dict(verbose=-1, num_leaves=6, min_data_in_leaf=10, learning_rate=0.3, seed=3,
                 num_threads=1, deterministic=True)
    booster = lgb.train({**fixed, **params}, lgb.Dataset(x, y, params=params), rounds)
    text = booster.model_to_string()
    (OUT / f"{name}.txt").write_text(text)
    rows = rows_of(rng, text)
    answers = booster.predict(rows).reshape(len(rows), -1)
    names = [f"x{i}" for i in range(4)] + [f"p{i}" for i in range(answers.shape[1])]
    lines = [",".join(names)]
    lines += [",".join(repr(float(v)) for v in row) for row in np.hstack([rows, answers])]
    (OUT / f"{name}.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    assert lgb.__version__ == "4.7.0", lgb.__version__
    OUT.mkdir(parents=True, exist_ok=True)
    forest = dict(boosting="rf", bagging_fraction=0.6, bagging_freq=1)
    write("multiclass", dict(objective="multiclass", num_class=3), "three")
    write("one_versus_all", dict(objective="multiclassova", num_class=3, sigmoid=0.7), "three")
    write("binary", dict(objective="binary", sigmoid=1.3), "two", rounds=8)
    write("zero_is_missing", dict(objective="binary", zero_as_missing=True), "two", zeros=True)
    write("missing_ignored", dict(objective="binary", use_missing=False), "two", zeros=True)
    write("nothing_missing", dict(objective="multiclass", num_class=3), "three", missing=False)
    write("regression", dict(objective="regression"), "number", rounds=8)
    write("forest", dict(objective="multiclass", num_class=3, **forest), "three")
    write("forest_regression", dict(objective="regression", **forest), "number")
    write("one_leaf", dict(objective="binary", min_data_in_leaf=500), "two", rounds=2)
    write("linear", dict(objective="regression", linear_tree=True), "number", rounds=2)
    write("categorical", dict(objective="regression", categorical_feature=[0]), "number", rounds=2)
