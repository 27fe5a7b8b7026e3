"""Holds ONNX Runtime's answers with our exports against those of the models they came from.

    pip install onnxruntime==1.32.0 onnx==1.23.2 lightgbm==4.7.0 numpy==2.4.6
    python tests/oracles/onnx_export.py

tests/golden/models/export/NAME.onnx is the export of tests/golden/models/lightgbm/NAME.txt; `base`
adds base values to `multiclass`, `one_versus_rest` divides the answers of `one_versus_all` by their
sum. The rows are those of NAME.csv rounded to single. `logistic` and `ridge` were fitted by us on
the training rows of tests/golden/learners; the answers are scikit-learn's there. `tests/model_export.rs` runs this where the
packages are installed.
"""

from pathlib import Path

import lightgbm as lgb
import numpy as np
import onnx
import onnxruntime

MODELS = Path(__file__).parent.parent / "golden" / "models"
BASE = np.array([0.5, -0.25, 0.1])


def of_lightgbm(name, raw=False):
    booster = lgb.Booster(model_file=str(MODELS / "lightgbm" / f"{name}.txt"))
    rows = np.genfromtxt(MODELS / "lightgbm" / f"{name}.csv", delimiter=",", skip_header=1)[:, :4]
    rows = rows.astype(np.float32)
    return rows, booster.predict(rows.astype(np.float64), raw_score=raw)


def softmax(sums):
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def of_scikit_learn(name):
    folder = MODELS.parent / "learners"
    rows = np.genfromtxt(folder / "rows.csv", delimiter=",", skip_header=1)[300:, :5]
    answers = np.genfromtxt(folder / "expected.csv", delimiter=",", names=True)
    answers = np.stack([answers[f"{name}_{c}"] for c in ("down", "flat", "up")], axis=1)
    if name == "ridge":
        answers = np.clip((answers + 1) / 2, 1e-3, 1)
        answers /= answers.sum(axis=1, keepdims=True)
    return rows.astype(np.float32), answers


def expected_of(name):
    if name in ("logistic", "ridge"):
        return of_scikit_learn(name)
    if name == "base":
        rows, sums = of_lightgbm("multiclass", raw=True)
        return rows, softmax(sums + BASE)
    if name == "one_versus_rest":
        rows, answers = of_lightgbm("one_versus_all")
        return rows, answers / answers.sum(axis=1, keepdims=True)
    rows, answers = of_lightgbm(name)
    if answers.ndim == 1 and not name.endswith("regression"):
        answers = np.stack([1 - answers, answers], axis=1)
    return rows, answers.reshape(len(rows), -1)


def check(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    rows, expected = expected_of(path.stem)
    (source,) = session.get_inputs()
    shape = [1, rows.shape[1]]
    assert (source.name, source.shape, source.type) == ("features", shape, "tensor(float)")
    worst = 0.0
    for row, answer in zip(rows, expected):
        found = session.run(None, {"features": row[None, :]})
        worst = max(worst, float(np.abs(found[-1][0] - answer).max()))
        if len(found) == 2:
            assert found[0].shape == (1,) and found[0].dtype == np.int64
            best = np.sort(answer)
            if best[-1] - best[-2] > 1e-6:
                assert found[0][0] == answer.argmax(), (path.stem, row)
    print(f"{path.stem}: {len(rows)} rows, largest difference {worst:.1e}")
    assert worst < 1e-6, path.stem


if __name__ == "__main__":
    exports = sorted((MODELS / "export").glob("*.onnx"))
    assert len(exports) == 10, exports
    for export in exports:
        check(export)
