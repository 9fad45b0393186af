"""Writes explained.json: small models, and how the field's packages explain them, into the folder given.

Pins: Python 3.11, shap 0.51.0, lightgbm 4.7.0, xgboost 3.2.0, scikit-learn 1.9.1, numpy 2.4.6. One thread.

The models are written as arrays of the project's own form, so that what is tested is the explanation and no reader of
files: LightGBM's from its text format, XGBoost's from its JSON (its x < t is x <= the next single below t),
scikit-learn's forests from their tree_ attribute.
"""

import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import lightgbm as lgb
import numpy as np
import shap
import xgboost as xgb
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import partial_dependence

out = Path(sys.argv[1])
r = np.random.default_rng(11)
features = 6
quiet = {"verbosity": -1, "num_threads": 1, "seed": 3, "deterministic": True, "min_data_in_leaf": 5}


def samples(n):
    """In single precision, as they are kept: four numbers, one with gaps, one with many zeros, and a category."""
    x = r.standard_normal((n, features)).astype(np.float32)
    x[r.random(n) < 0.2, 1] = np.nan
    x[r.random(n) < 0.5, 2] = 0
    x[:, 5] = r.integers(0, 7, n)
    return x.astype(float)


def labels(x):
    a, b, c, d, e, g = np.nan_to_num(x).T
    return a * b + np.where(c > 0, d, -0.5 * d) + 0.7 * e * (g % 2) + (g == 3) + 0.2 * r.standard_normal(len(x))


def numbers(values):
    return np.asarray(values, dtype=float).ravel().tolist()


def from_lightgbm(booster, average=False):
    trees = []
    for block in booster.model_to_string().split("\nTree=")[1:]:
        fields = dict(line.split("=", 1) for line in block.split("\n\n")[0].split("\n")[1:] if "=" in line)
        get = lambda key: [float(v) for v in fields.get(key, "").split()]
        tree = {
            "feature": get("split_feature"), "threshold": get("threshold"), "left": get("left_child"),
            "right": get("right_child"), "decision": get("decision_type"), "value": get("leaf_value"),
            "gain": get("split_gain"), "nodeCount": get("internal_count"), "leafCount": get("leaf_count"),
            "nodeWeight": get("internal_weight"), "leafWeight": get("leaf_weight"),
        }
        if int(fields["num_cat"]) > 0:
            edges = [int(v) for v in fields["cat_boundaries"].split()]
            words = [int(v) for v in fields["cat_threshold"].split()]
            tree["sets"] = [words[a:b] for a, b in zip(edges, edges[1:])]
        trees.append(tree)
    outputs = booster.num_model_per_iteration()
    return {"outputs": outputs, "bias": [0.0] * outputs, "average": average, "trees": trees}


def from_xgboost(booster):
    model = json.loads(booster.save_raw("json"))["learner"]
    bias = json.loads(model["learner_model_param"]["base_score"])
    trees = []
    for tree in model["gradient_booster"]["model"]["trees"]:
        left, right = tree["left_children"], tree["right_children"]
        inner = [i for i in range(len(left)) if left[i] >= 0]
        leaves = [i for i in range(len(left)) if left[i] < 0]
        place = {**{i: k for k, i in enumerate(inner)}, **{i: ~k for k, i in enumerate(leaves)}}
        below = lambda t: float(np.nextafter(np.float32(t), np.float32(-np.inf)))
        trees.append({
            "feature": [tree["split_indices"][i] for i in inner],
            "threshold": [below(tree["split_conditions"][i]) for i in inner],
            "left": [place[left[i]] for i in inner], "right": [place[right[i]] for i in inner],
            "decision": [8 + 2 * tree["default_left"][i] for i in inner],
            "value": [tree["split_conditions"][i] for i in leaves],
            "nodeWeight": [tree["sum_hessian"][i] for i in inner],
            "leafWeight": [tree["sum_hessian"][i] for i in leaves],
        })
    return {"outputs": 1, "bias": bias if isinstance(bias, list) else [bias], "trees": trees}


def from_forest(forest):
    trees = []
    for each in forest.estimators_:
        tree = each.tree_
        inner = np.flatnonzero(tree.children_left >= 0)
        leaves = np.flatnonzero(tree.children_left < 0)
        place = {**{int(i): k for k, i in enumerate(inner)}, **{int(i): ~k for k, i in enumerate(leaves)}}
        trees.append({
            "feature": tree.feature[inner].tolist(), "threshold": tree.threshold[inner].tolist(),
            "left": [place[int(i)] for i in tree.children_left[inner]],
            "right": [place[int(i)] for i in tree.children_right[inner]],
            "decision": [8] * len(inner), "value": tree.value[leaves, 0, 0].tolist(),
            "nodeCount": tree.weighted_n_node_samples[inner].tolist(),
            "leafCount": tree.weighted_n_node_samples[leaves].tolist(),
        })
    return {"outputs": 1, "bias": [0.0], "average": True, "trees": trees}


train, rows, background = samples(600), samples(24), samples(15)
y = labels(train)
plain = {"x": numbers(rows), "features": features}
cases = {}


def lightgbm_case(name, target, rounds=8, categorical=True, pairs=False, average=False, **options):
    cats = [5] if categorical else []
    data = lgb.Dataset(train, target, categorical_feature=cats, free_raw_data=False)
    booster = lgb.train({**quiet, "num_leaves": 12, **options}, data, rounds)
    k = booster.num_model_per_iteration()
    contributions = booster.predict(rows, pred_contrib=True).reshape(len(rows), k, features + 1)
    values = np.asarray(shap.TreeExplainer(booster).shap_values(rows))
    values = values.reshape(len(rows), features, k) if values.ndim == 2 else values
    same = np.abs(values.transpose(0, 2, 1) - contributions[:, :, :-1]).max()
    assert same < 1e-12, same
    # LightGBM averages a forest's predictions, but neither its raw scores nor its contributions.
    trees = rounds if average else 1
    case = {
        "model": from_lightgbm(booster, average), "values": numbers(contributions[:, :, :-1] / trees),
        "base": numbers(contributions[0, :, -1] / trees), "raw": numbers(booster.predict(rows, raw_score=not average)),
        "gain": numbers(booster.feature_importance("gain")), "split": numbers(booster.feature_importance("split")),
    }
    if pairs:
        case["interactions"] = numbers(shap.TreeExplainer(booster).shap_interaction_values(rows))
        against = shap.TreeExplainer(booster, data=background, feature_perturbation="interventional")
        case["interventional"] = numbers(against.shap_values(rows, check_additivity=False))
        case["expected"] = numbers(against.expected_value)
    cases[name] = case


lightgbm_case("LightGBM with categories and gaps", y)
lightgbm_case("LightGBM of numbers", y, categorical=False, pairs=True)
lightgbm_case("LightGBM of zeros that are missing", y, categorical=False, zero_as_missing=True)
lightgbm_case("LightGBM of probabilities", (y > 0).astype(float), objective="binary", learning_rate=0.3)
lightgbm_case("LightGBM of three classes", np.digitize(y, [-0.6, 0.6]), rounds=4, objective="multiclass", num_class=3)
lightgbm_case("LightGBM of deep trees", y, rounds=2, num_leaves=60, min_data_in_leaf=2, categorical=False, pairs=True)
lightgbm_case(
    "LightGBM's forest", y, rounds=6, average=True, boosting="rf", bagging_fraction=0.6, bagging_freq=1
)

matrix = xgb.DMatrix(train[:, :5].repeat(1, 1), y)
boosted = xgb.train({"max_depth": 4, "eta": 0.3, "nthread": 1, "seed": 3}, matrix, 6)
few = xgb.DMatrix(rows[:, :5])
contributions = boosted.predict(few, pred_contribs=True)
cases["XGBoost"] = {
    "model": from_xgboost(boosted), "columns": 5, "single": True, "values": numbers(contributions[:, :-1]),
    "base": numbers(contributions[0, -1:]), "raw": numbers(boosted.predict(few, output_margin=True)),
    "interactions": numbers(boosted.predict(few, pred_interactions=True)[:, :-1, :-1]),
}

whole = np.nan_to_num(train)
forest = RandomForestRegressor(5, max_leaf_nodes=14, random_state=3, n_jobs=1).fit(whole, y)
still = np.nan_to_num(rows)
explainer = shap.TreeExplainer(forest)
grids = {0: np.linspace(-2, 2, 9), 3: np.linspace(-1.5, 1.5, 4)}


def dependence(which, method, kind="average"):
    # Grids of our own: those values, whatever the samples are.
    found = partial_dependence(
        forest, still, which, method=method, kind=kind, custom_values={j: grids[j] for j in which}
    )
    return {key: numbers(found[key]) for key in ("average", "individual") if key in found}


cases["scikit-learn's forest"] = {
    "model": from_forest(forest), "filled": True, "values": numbers(explainer.shap_values(still)),
    "base": numbers(explainer.expected_value), "raw": numbers(forest.predict(still)),
    "interactions": numbers(explainer.shap_interaction_values(still)),
}
parts = {
    "grid": numbers(grids[0]), "second": numbers(grids[3]),
    "recursion": dependence([0], "recursion")["average"], "pairs": dependence([0, 3], "recursion")["average"],
    "brute": dependence([0], "brute", "both"), "brutePairs": dependence([0, 3], "brute")["average"],
}
golden = {**plain, "background": numbers(background), "cases": cases, "dependence": parts}
short = lambda value: [short(v) for v in value] if isinstance(value, list) else (
    {k: short(v) for k, v in value.items()} if isinstance(value, dict) else
    None if isinstance(value, float) and np.isnan(value) else
    int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value)
(out / "explained.json").write_text(json.dumps(short(golden), separators=(",", ":")) + "\n")
