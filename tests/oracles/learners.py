"""Writes tests/golden/learners: rows from a seed, and what scikit-learn makes of them.

    python3 -m venv /tmp/oracles
    /tmp/oracles/bin/pip install numpy==2.4.6 scikit-learn==1.9.1
    /tmp/oracles/bin/python tests/oracles/learners.py

Nothing of hypertrader takes part. The rows are no market's. Values are multiples of 1/64, so that
scikit-learn's trees, which work in single precision, lose nothing. Numbers read back to their bits.
"""

from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

OUT = Path(__file__).parent.parent / "golden" / "learners"
TRAINING, TEST = 300, 60


def rows():
    """Columns: two continuous, one with gaps, one of five values, one constant but for the test."""
    rng = np.random.default_rng(20240229)
    count = TRAINING + TEST
    x = np.round(rng.standard_normal((count, 5)) * 64) / 64
    x[:, 3] = rng.integers(0, 5, count)
    x[:TRAINING, 4] = 0.25
    scores = np.stack([x[:, 0] - 0.5 * x[:, 1], 0.3 + (x[:, 3] == 2), x[:, 0] * x[:, 1] + x[:, 2]], 1)
    classes = (scores + rng.gumbel(size=(count, 3))).argmax(1)
    x[rng.random(count) < 0.1, 2] = np.nan
    weights = rng.integers(1, 9, count) / 4
    return x, classes, weights


def prepared(model):
    return make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), model)


def write(name, header, table):
    lines = [",".join(header)]
    lines += [",".join("" if np.isnan(v) else repr(float(v)) for v in row) for row in table]
    (OUT / name).write_text("\n".join(lines) + "\n")


def main():
    x, y, w = rows()
    first, last = slice(0, TRAINING), slice(TRAINING, None)
    logistic = prepared(LogisticRegression(C=1.0, tol=1e-13, max_iter=100_000))
    logistic.fit(x[first], y[first], logisticregression__sample_weight=w[first])
    # Without class 1: hypertrader's two lines share one penalty, hence twice the C.
    two = np.flatnonzero(y[first] != 1)
    binary = prepared(LogisticRegression(C=2.0, tol=1e-13, max_iter=100_000))
    binary.fit(x[two], y[two], logisticregression__sample_weight=w[two])
    ridge = prepared(RidgeClassifier(alpha=2.0, solver="cholesky"))
    ridge.fit(x[first], y[first], ridgeclassifier__sample_weight=w[first])
    fill = SimpleImputer(strategy="median").fit(x[first])
    tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=5, random_state=0)
    tree.fit(fill.transform(x[first]), y[first], w[first])
    forest = RandomForestClassifier(
        5_000, max_depth=4, min_samples_leaf=1, max_features=2, random_state=0)
    forest.fit(fill.transform(x[first]), y[first], w[first])
    filled = fill.transform(x[last])
    down_up = binary.predict_proba(x[last])
    answers = np.column_stack([
        logistic.predict_proba(x[last]), down_up[:, 0], down_up[:, 1],
        ridge.decision_function(x[last]), tree.predict_proba(filled), forest.predict_proba(filled),
    ])
    OUT.mkdir(parents=True, exist_ok=True)
    write("rows.csv", ["a", "b", "c", "d", "e", "class", "weight"], np.column_stack([x, y, w]))
    names = ["down", "flat", "up"]
    header = [f"logistic_{n}" for n in names] + ["binary_down", "binary_up"]
    header += [f"{kind}_{n}" for kind in ("ridge", "tree", "forest") for n in names]
    write("expected.csv", header, answers)
    loss = permutation_importance(
        logistic, x[last], y[last], scoring="neg_log_loss", n_repeats=4_000, random_state=0)
    write("importance.csv", ["mean", "deviation"],
          np.column_stack([loss.importances_mean, loss.importances_std]))


main()
