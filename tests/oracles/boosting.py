"""What LightGBM makes of a small table, for src/model/boosting/tests/golden.rs.

lightgbm==4.7.0
numpy==2.4.6

    python tests/oracles/boosting.py

writes tests/golden/boosting/*.csv. The columns have few different values, so LightGBM and we have
the same bins; labels depend on all of them, also on where values are missing. LightGBM keeps
derivatives in 32 bits, so its probabilities are good to about 1e-6.
"""

from pathlib import Path

import lightgbm
import numpy

FOLDER = Path(__file__).parent.parent / "golden" / "boosting"
ROWS = 400
STAGES = [1, 5, 30]
CASES = {
    "level": {"num_leaves": 8, "max_depth": 3, "lambda_l2": 1.0},
    "leaf": {"num_leaves": 6, "max_depth": -1, "lambda_l2": 0.0},
}


def main():
    random = numpy.random.default_rng(11)
    table = numpy.column_stack(
        [
            random.integers(-20, 20, ROWS) / 4.0,
            random.integers(0, 60, ROWS) * 1.7,
            random.integers(0, 5, ROWS).astype(float),
            random.integers(0, 100, ROWS) ** 2 / 10.0,
        ]
    )
    table[random.random(ROWS) < 0.2, 1] = numpy.nan
    table[random.random(ROWS) < 0.1, 3] = numpy.nan
    score = table[:, 0] * (table[:, 2] - 2.0) + numpy.where(numpy.isnan(table[:, 1]), 4.0, 0.0)
    score += random.normal(0.0, 3.0, ROWS)
    classes = numpy.digitize(score, [-2.0, 3.0])
    weights = random.integers(4, 16, ROWS) / 8.0
    columns = [table, classes[:, None], weights[:, None]]
    header = "a,b,c,d,class,weight"
    for name, case in CASES.items():
        parameters = {
            "objective": "multiclass",
            "num_class": 3,
            "learning_rate": 0.1,
            "min_data_in_leaf": 1,
            "min_sum_hessian_in_leaf": 1e-3,
            "min_data_in_bin": 1,
            "deterministic": True,
            "num_threads": 1,
            "verbose": -1,
            **case,
        }
        data = lightgbm.Dataset(table, classes, weight=weights)
        model = lightgbm.train(parameters, data, max(STAGES))
        for stage in STAGES:
            columns.append(model.predict(table, num_iteration=stage))
            header += "".join(f",{name}_{stage}_{of}" for of in ("down", "flat", "up"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = numpy.hstack(columns)
    with open(FOLDER / "lightgbm.csv", "w", encoding="ascii", newline="\n") as file:
        file.write(header + "\n")
        for row in rows:
            cells = ["" if numpy.isnan(cell) else f"{cell:.9g}" for cell in row]
            file.write(",".join(cells) + "\n")


if __name__ == "__main__":
    main()
