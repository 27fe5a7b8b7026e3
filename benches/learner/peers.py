"""Fits LightGBM and scikit-learn on the folds that benches/learner.rs has written.

lightgbm==4.7.0
numpy==2.4.6
scikit-learn==1.9.1

    python peers.py FOLDER lightgbm|sklearn|search

FOLDER holds `job.txt` (names and numbers of the job), `features.f64` (column by column) and
`classes.u8`. Writes `FOLDER/PEER.f64`, the probabilities of all test rows, and prints the CPU
seconds of its fits. `search` fits LightGBM for every draw and fold, and only prints.
"""

import os
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy  # noqa: E402


def lightgbm_model(rate, trees, depth):
    import lightgbm

    return lightgbm.LGBMClassifier(
        objective="multiclass",
        n_estimators=trees,
        learning_rate=rate,
        max_depth=depth,
        num_leaves=2**depth,
        min_child_samples=20,
        min_child_weight=1e-3,
        reg_lambda=0.0,
        n_jobs=1,
        deterministic=True,
        force_col_wise=True,
        verbose=-1,
    )


def sklearn_model(rate, trees, depth):
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=trees, learning_rate=rate, max_depth=depth, min_samples_leaf=20, random_state=1
    )


def main():
    folder, peer = Path(sys.argv[1]), sys.argv[2]
    lines = [line.split() for line in (folder / "job.txt").read_text().splitlines()]
    of = lambda name: [line[1:] for line in lines if line[0] == name]  # noqa: E731
    rows, columns = map(int, of("shape")[0])
    table = numpy.fromfile(folder / "features.f64").reshape(columns, rows).T
    table = numpy.ascontiguousarray(table)
    classes = numpy.fromfile(folder / "classes.u8", dtype=numpy.uint8)
    folds = [list(map(int, fold)) for fold in of("fold")]
    draws = [(float(rate), int(trees), int(depth)) for rate, trees, depth in of("draw")]
    make = sklearn_model if peer == "sklearn" else lightgbm_model
    answers, seconds = [], 0.0
    for draw in draws if peer == "search" else draws[:1]:
        for training_end, start, end in folds:
            model = make(*draw)
            before = time.process_time()
            model.fit(table[:training_end], classes[:training_end])
            seconds += time.process_time() - before
            assert list(model.classes_) == [0, 1, 2], model.classes_
            answers.append(model.predict_proba(table[start:end]))
    if peer != "search":
        numpy.vstack(answers).astype(float).tofile(folder / f"{peer}.f64")
    print(seconds)


if __name__ == "__main__":
    main()
