"""Writes tests/golden/models/onnx: small ONNX tree ensembles and what ONNX Runtime answers.

    pip install onnxruntime==1.32.0 onnx==1.23.2 onnxmltools==1.16.0 skl2onnx==1.20.0 \
        scikit-learn==1.9.1 lightgbm==4.7.0 xgboost-cpu==3.2.0 numpy==2.4.6
    python tests/oracles/onnx_models.py

Per case, NAME.onnx is the model, NAME.csv holds rows (x0, x1, ...; nan where missing) and the
runtime's probabilities or values (p0, ...; of two classes the second's, where the trees have one
output). The data are synthetic, from a seed. Rows are doubles that a single cannot hold, a third of them
beside a threshold: the runtime is given them rounded to single. Nothing of hypertrader takes part.
"""

from pathlib import Path

import lightgbm as lgb
import numpy as np
import onnx
import onnxruntime
import xgboost
from onnx import TensorProto, helper
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from skl2onnx.common._container import ModelComponentContainer
from skl2onnx.common.data_types import DoubleTensorType
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

OUT = Path(__file__).parent.parent / "golden" / "models" / "onnx"
ML = "ai.onnx.ml"


def accept_numpy_integers():
    """skl2onnx 1.20 hands numpy integers and booleans of HistGradientBoosting to onnx 1.23, which
    refuses them."""
    add_node = ModelComponentContainer.add_node

    def plain(value):
        if isinstance(value, (list, tuple)):
            return [plain(entry) for entry in value]
        value = value.item() if isinstance(value, np.generic) else value
        return int(value) if isinstance(value, bool) else value

    def add_plain_node(self, *args, **attributes):
        attributes = {name: plain(value) for name, value in attributes.items()}
        return add_node(self, *args, **attributes)

    ModelComponentContainer.add_node = add_plain_node


def data(name, missing):
    rng = np.random.default_rng(sum(name.encode()))
    x = rng.normal(size=(600, 4)).astype(np.float32)
    if missing:
        x[rng.random(x.shape) < 0.15] = np.nan
    clean = np.nan_to_num(x)
    score = clean[:, 0] + clean[:, 1] * clean[:, 2] + 0.3 * rng.normal(size=600)
    return rng, x, score


def thresholds_of(model):
    node = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
    found = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    values = found.get("nodes_values")
    if values is None:
        values = onnx.numpy_helper.to_array(found["nodes_values_as_tensor"])
    modes = [mode.decode() for mode in found["nodes_modes"]]
    triples = zip(found["nodes_featureids"], values, modes)
    return [(feature, value) for feature, value, mode in triples if mode != "LEAF"]


def ordinary(rng):
    """Short to write, and nearly never a single."""
    return np.round(rng.normal(size=4), 3)


def write(name, model, rng, missing, kind=np.float32):
    """The model, rows and answers. A row's value may lie half a single's step from a threshold."""
    rows = [ordinary(rng) for _ in range(12)]
    thresholds = thresholds_of(model)
    for place in rng.permutation(len(thresholds))[:6]:
        feature, threshold = thresholds[place]
        low, here, high = (
            float(np.nextafter(np.float32(threshold), np.float32(to)))
            for to in (-np.inf, threshold, np.inf)
        )
        middle = (here + high) / 2
        below = (here + low) / 2
        for value in (here, high, low, middle, below, np.nextafter(middle, np.inf),
                      np.nextafter(below, -np.inf)):
            rows.append(ordinary(rng))
            rows[-1][feature] = value
    if missing:
        for feature in range(4):
            rows.append(ordinary(rng))
            rows[-1][feature] = np.nan
        rows.append(np.full(4, np.nan))
    rows += [np.zeros(4), np.full(4, 1e9), np.full(4, -1e9)]
    rows = np.array(rows)
    model.graph.name = name  # converters write a random one, and opsets in random order
    opsets = sorted({(opset.domain, opset.version) for opset in model.opset_import})
    del model.opset_import[:]
    model.opset_import.extend(helper.make_opsetid(*opset) for opset in opsets)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0].name
    answer = session.run(None, {source: rows.astype(kind)})[-1]
    if isinstance(answer, list):  # a ZipMap
        answer = np.array([[row[key] for key in sorted(row)] for row in answer])
    answer = np.asarray(answer, dtype=np.float64).reshape(len(rows), -1)
    node = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
    ids = {i for a in node.attribute if a.name == "class_ids" for i in a.ints}
    if ids == {0} and answer.shape[1] == 2:
        answer = answer[:, 1:]
    names = [f"x{i}" for i in range(4)] + [f"p{i}" for i in range(answer.shape[1])]
    lines = [",".join(names)]
    lines += [",".join(repr(float(v)) for v in row) for row in np.hstack([rows, answer])]
    (OUT / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())


def targets(score):
    return {"three": np.digitize(score, [-0.5, 0.5]), "two": (score > 0) * 1, "number": score}


def from_scikit_learn(name, estimator, target, missing=False, zipmap=False, double=False):
    rng, x, score = data(name, missing)
    estimator.fit(x, targets(score)[target])
    options = {"zipmap": zipmap} if target != "number" and not zipmap else None
    types = [("X", DoubleTensorType([None, 4]))] if double else None
    model = to_onnx(estimator, x[:1], options=options, initial_types=types)
    write(name, model, rng, missing, np.float64 if double else np.float32)


def from_lightgbm(name, params, target, zipmap=False):
    rng, x, score = data(name, True)
    fixed = dict(verbose=-1, num_leaves=6, learning_rate=0.3, seed=3, num_threads=1)
    booster = lgb.train({**fixed, **params}, lgb.Dataset(x, targets(score)[target]), 4)
    types = [("x", FloatTensorType([None, 4]))]
    write(name, convert_lightgbm(booster, initial_types=types, zipmap=zipmap), rng, True)


def from_xgboost(name, estimator, target):
    rng, x, score = data(name, True)
    estimator.fit(x, targets(score)[target])
    model = convert_xgboost(estimator, initial_types=[("x", FloatTensorType([None, 4]))])
    write(name, model, rng, True)


def by_hand(name, modes, double=False, regressor=False):
    """One tree per mode, all features missing somewhere, several weights a leaf."""
    rng = np.random.default_rng(sum(name.encode()))
    lists = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes",
                                 "truenodeids", "falsenodeids", "missing_value_tracks_true")}
    leaves = []
    for tree, mode in enumerate(modes):
        # Children before parents, except the root, and numbers that do not count from 0.
        nodes = [(9, mode, tree % 4, 4, 2), (2, "LEAF", 0, 0, 0), (5, "LEAF", 0, 0, 0),
                 (7, "LEAF", 0, 0, 0), (4, mode, (tree + 1) % 4, 5, 7)]
        for node, node_mode, feature, yes, no in nodes:
            value = 0.0 if node_mode == "LEAF" else rng.normal() * 0.5
            row = (tree, node, feature, value, node_mode, yes, no, int(rng.integers(2)))
            for key, entry in zip(lists, row):
                lists[key].append(entry)
            if node_mode == "LEAF":
                leaves += [(tree, node, out, rng.normal()) for out in range(3)]
    trees, nodes, outs, weights = (list(column) for column in zip(*leaves))
    attributes = {f"nodes_{key}": entries for key, entries in lists.items()}
    base = [0.1, -0.2, 0.3]
    group = "target" if regressor else "class"
    attributes |= {f"{group}_treeids": trees, f"{group}_nodeids": nodes, f"{group}_ids": outs}
    numbers = {"nodes_values": attributes.pop("nodes_values"), f"{group}_weights": weights, "base_values": base}
    for key, entries in numbers.items():
        if double:
            tensor = helper.make_tensor(key, TensorProto.DOUBLE, [len(entries)], entries)
            attributes[f"{key}_as_tensor"] = tensor
        else:
            attributes[key] = entries
    kind = TensorProto.DOUBLE if double else TensorProto.FLOAT
    if regressor:
        attributes |= {"n_targets": 3, "aggregate_function": "AVERAGE"}
        outputs = ["values"]
    else:
        attributes |= {"classlabels_strings": ["down", "flat", "up"], "post_transform": "LOGISTIC"}
        outputs = ["label", "values"]
    operator = "TreeEnsembleRegressor" if regressor else "TreeEnsembleClassifier"
    node = helper.make_node(operator, ["x"], outputs, domain=ML, **attributes)
    infos = [helper.make_tensor_value_info("label", TensorProto.STRING, [None])][: len(outputs) - 1]
    infos.append(helper.make_tensor_value_info("values", TensorProto.FLOAT, [None, 3]))
    graph = helper.make_graph([node], "g", [helper.make_tensor_value_info("x", kind, [None, 4])], infos)
    opsets = [helper.make_opsetid("", 15), helper.make_opsetid(ML, 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    write(name, model, rng, True, np.float64 if double else np.float32)


def of_two_classes(name, outputs, transform, positive):
    """One question a tree, and two classes whose weights are for `outputs`."""
    rng = np.random.default_rng(sum(name.encode()))
    trees = range(3)
    weights = rng.normal(size=6 * len(outputs)) * 0.3
    weights = np.abs(weights) / 3 if positive else weights
    places = [(tree, leaf, out) for tree in trees for leaf in (1, 2) for out in outputs]
    node = helper.make_node(
        "TreeEnsembleClassifier", ["x"], ["label", "values"], domain=ML,
        nodes_treeids=[tree for tree in trees for _ in range(3)],
        nodes_nodeids=[0, 1, 2] * 3,
        nodes_featureids=[0, 0, 0, 1, 0, 0, 2, 0, 0],
        nodes_values=[v for tree in trees for v in (rng.normal() * 0.5, 0.0, 0.0)],
        nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"] * 3,
        nodes_truenodeids=[1, 0, 0] * 3,
        nodes_falsenodeids=[2, 0, 0] * 3,
        class_treeids=[tree for tree, _, _ in places],
        class_nodeids=[leaf for _, leaf, _ in places],
        class_ids=[out for _, _, out in places],
        class_weights=list(weights),
        classlabels_int64s=[0, 1],
        post_transform=transform,
    )
    infos = [
        helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
        helper.make_tensor_value_info("values", TensorProto.FLOAT, [None, 2]),
    ]
    source = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 4])]
    graph = helper.make_graph([node], "g", source, infos)
    opsets = [helper.make_opsetid("", 15), helper.make_opsetid(ML, 1)]
    write(name, helper.make_model(graph, opset_imports=opsets, ir_version=8), rng, True)


if __name__ == "__main__":
    wanted = {"onnx": onnx, "onnxruntime": onnxruntime, "lightgbm": lgb, "xgboost": xgboost}
    print({name: module.__version__ for name, module in wanted.items()})
    accept_numpy_integers()
    OUT.mkdir(parents=True, exist_ok=True)
    small = dict(n_estimators=4, max_depth=3, random_state=1)
    hist = dict(max_iter=4, max_leaf_nodes=6, random_state=1)
    from_scikit_learn("forest", RandomForestClassifier(**small), "three")
    from_scikit_learn("forest_double", RandomForestClassifier(**small), "three", double=True)
    from_scikit_learn("forest_binary", RandomForestClassifier(**small), "two", zipmap=True)
    from_scikit_learn("forest_regression", RandomForestRegressor(**small), "number")
    from_scikit_learn("boosting", GradientBoostingClassifier(**small), "three")
    from_scikit_learn("boosting_binary", GradientBoostingClassifier(**small), "two")
    from_scikit_learn("boosting_regression", GradientBoostingRegressor(**small), "number")
    from_scikit_learn("histogram", HistGradientBoostingClassifier(**hist), "three", missing=True)
    from_scikit_learn("histogram_binary", HistGradientBoostingClassifier(**hist), "two", missing=True)
    from_scikit_learn("histogram_regression", HistGradientBoostingRegressor(**hist), "number", missing=True)
    from_lightgbm("lightgbm", dict(objective="multiclass", num_class=3), "three")
    from_lightgbm("lightgbm_binary", dict(objective="binary"), "two", zipmap=True)
    from_lightgbm("lightgbm_regression", dict(objective="regression"), "number")
    from_xgboost("xgboost", xgboost.XGBClassifier(**small), "three")
    from_xgboost("xgboost_binary", xgboost.XGBClassifier(**small), "two")
    from_xgboost("xgboost_regression", xgboost.XGBRegressor(**small), "number")
    modes = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT"]
    by_hand("modes", modes)
    by_hand("modes_double", modes, double=True)
    by_hand("average", modes[:3], regressor=True)
    of_two_classes("binary_both", (0, 1), "SOFTMAX", positive=False)
    of_two_classes("binary_positive", (0,), "LOGISTIC", positive=True)
    of_two_classes("binary_raw", (0,), "NONE", positive=False)
