"""Writes small XGBoost models and what XGBoost predicts with them into the folder given.

Pins: Python 3.11, xgboost 3.2.0 (then also 2.1.4 and 1.7.6, whose files differ), numpy 2.4.6. With 3.2.0 it writes
inputs.json, the models of every kind, and expected.json; with an older version only squared-<version>.json and the like,
and expected-<version>.json, for the inputs that are there. Features: a, b, c numbers with missing values; k a category of
0 to 11 with missing values, and unseen ones among the inputs.
"""

import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import xgboost as xgb

out = Path(sys.argv[1])
version = xgb.__version__
current = version.startswith("3.")
rng = np.random.default_rng(5)
n = 250
kinds = ["q", "q", "q", "c"]
x = rng.normal(size=(n, 4)).astype(np.float32)
x[rng.random(x.shape) < 0.1] = np.nan
x[:, 3] = rng.integers(0, 12, n)
x[rng.random(n) < 0.15, 3] = np.nan
category = np.nan_to_num(x[:, 3], nan=5)
y = np.nan_to_num(x[:, 0]) + category % 3 + 0.3 * rng.normal(size=n)
binary = (y > 1).astype(float)
classes = (category % 3).astype(int)

if current:
    inputs = rng.normal(size=(30, 4)).astype(np.float32)
    inputs[rng.random(inputs.shape) < 0.15] = np.nan
    inputs[:, 3] = rng.integers(0, 16, 30)
    inputs[rng.random(30) < 0.2, 3] = np.nan
    inputs[:5, 0] = 0
    inputs[5:15, 1] = x[:10, 1]
    rows = [[None if np.isnan(v) else float(str(v)) for v in row] for row in inputs]
    (out / "inputs.json").write_text(json.dumps(rows, separators=(",", ":")) + "\n")
rows = json.loads((out / "inputs.json").read_text())
inputs = np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=np.float32)
expected = {}


def short(values):
    return [float(str(np.float32(v))) for v in np.asarray(values).reshape(-1)]


def write(name, form, parameters, label, rounds=2, categories=True, **more):
    types = {"feature_types": kinds, "feature_names": ["a", "b", "c", "k"], "enable_categorical": True}
    types = types if categories else {}
    shared = {"max_depth": 3, "nthread": 1, "tree_method": "hist", "max_cat_to_onehot": 3, "seed": 3}
    booster = xgb.train({**shared, **parameters}, xgb.DMatrix(x, label=label, **types, **more), num_boost_round=rounds)
    file = f"{name}.{form}" if current else f"{name}-{version}.{form}"
    booster.save_model(out / file)
    booster = xgb.Booster(model_file=out / file)
    data = xgb.DMatrix(inputs, **types)
    leaves = None
    if "multi_strategy" not in parameters:
        leaves = booster.predict(data, pred_leaf=True).astype(int).reshape(len(inputs), -1).tolist()
    margin, prediction = short(booster.predict(data, output_margin=True)), short(booster.predict(data))
    expected[file] = {"margin": margin, "leaves": leaves}
    if prediction != margin:
        expected[file]["prediction"] = prediction


write("squared", "json", {}, y)
write("logistic", "ubj", {"objective": "binary:logistic", "scale_pos_weight": 2}, binary)
if current:
    write("dart", "json", {"booster": "dart", "rate_drop": 0.6}, y, rounds=3)
    write("classes", "ubj", {"objective": "multi:softprob", "num_class": 3, "num_parallel_tree": 2, "subsample": 0.6,
                             "max_depth": 2}, classes)
    write("counts", "ubj", {"objective": "count:poisson"}, np.floor(np.abs(y)))
    write("raw", "ubj", {"objective": "binary:logitraw", "base_score": 0.3, "max_depth": 2}, binary)
    write("quantiles", "json", {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.9], "max_depth": 2}, y)
    write("rank", "ubj", {"objective": "rank:ndcg"}, binary, qid=np.sort(rng.integers(0, 10, n)))
    write("vectors", "ubj", {"multi_strategy": "multi_output_tree"}, np.stack([y, -2 * y, binary], 1), categories=False)
    write("pruned", "ubj", {"gamma": 6.0, "tree_method": "exact", "max_depth": 5}, y, categories=False)
name = "expected.json" if current else f"expected-{version}.json"
(out / name).write_text(json.dumps(expected, separators=(",", ":")) + "\n")
