"""Writes numbers.json: what LightGBM and XGBoost answer after a few trees.

    python tests/golden/boosting-loop/boosting_loop.py tests/golden/boosting-loop

Pins: Python 3.11, numpy 2.4.6, lightgbm 4.7.0, xgboost 3.2.0. One thread.

Features are small whole numbers above 0, each with a bin of its own whatever finds the bins, and nothing is drawn at
random, so that a learner of the same algorithm grows the same trees.
"""

import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import lightgbm
import numpy
import xgboost

r = numpy.random.RandomState(20)
n, days = 400, 20
x = r.randint(1, 25, size=(n, 3)).astype(float)
x[r.uniform(size=n) < 0.1, 2] = numpy.nan
signal = 0.2 * x[:, 0] - 0.02 * (x[:, 1] - 12) ** 2 + numpy.where(numpy.isnan(x[:, 2]), 1.5, 0.05 * x[:, 2])
number = numpy.round(signal + r.normal(size=n), 3)
labels = {
    "number": number,
    "count": numpy.maximum(0, numpy.round(number)),
    "two": (number > 1).astype(float),
    "three": numpy.clip(numpy.round(number / 2), 0, 2),
}
weight = numpy.round(r.uniform(0.5, 1.5, size=n), 3)
group = [n // days] * days

lightgbm_cases = [
    ("number", "regression", {}),
    ("number", "regression", {"lambda_l1": 2, "lambda_l2": 3, "min_gain_to_split": 1, "max_depth": 3}),
    ("number", "regression", {"monotone_constraints": [1, 0, 0], "monotone_constraints_method": "basic"}),
    ("number", "regression", {"interaction_constraints": [[0, 1], [2]]}),
    ("number", "regression", {"boost_from_average": False}),
    ("number", "regression", {"categorical_feature": [0], "min_data_per_group": 15, "cat_smooth": 2.0, "cat_l2": 3.0}),
    ("two", "binary", {"categorical_feature": [0], "max_cat_to_onehot": 30}),
    ("number", "regression_l1", {}),
    ("number", "huber", {"alpha": 0.7}),
    ("number", "quantile", {"alpha": 0.8}),
    ("count", "poisson", {}),
    ("two", "binary", {}),
    ("two", "binary", {"boost_from_average": False, "is_unbalance": True}),
    ("two", "binary", {"boost_from_average": False, "scale_pos_weight": 3.0}),
    ("three", "multiclass", {}),
    ("three", "lambdarank", {"lambdarank_truncation_level": 8}),
]

cases = []
for label, objective, options in lightgbm_cases:
    for weighed in (False, True):
        # Quantiles of weighed samples are others, and so are the counts of weighed categories.
        if weighed and (objective in ("regression_l1", "quantile") or "cat_smooth" in options):
            continue
        # LightGBM makes counts of second derivatives, which are right only where these are the same of all.
        counted = not weighed and objective in ("regression", "regression_l1", "huber", "quantile")
        least = {"min_data_in_leaf": 10} if counted else {"min_data_in_leaf": 0, "min_sum_hessian_in_leaf": 2.5}
        given = {"objective": objective, "num_leaves": 8, **least, **options}
        data = lightgbm.Dataset(
            x,
            label=labels[label],
            weight=weight if weighed else None,
            group=group if objective == "lambdarank" else None,
            categorical_feature=options.get("categorical_feature", []),
            params={"min_data_in_bin": 1, "feature_pre_filter": False},
        )
        fixed = {"verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True}
        classes = {"num_class": 3} if objective == "multiclass" else {}
        booster = lightgbm.train({**given, **fixed, **classes}, data, 12)
        raw = booster.predict(x[:40], raw_score=True)
        ours = {key: value for key, value in given.items() if key != "monotone_constraints_method"}
        ours = {**ours, "num_iterations": 12, "min_data_in_bin": 1}
        answers = numpy.round(raw, 9).ravel().tolist()
        cases.append({"library": "lightgbm", "label": label, "weighed": weighed, "options": ours, "raw": answers})

xgboost_cases = [
    ("number", "reg:squarederror", {}),
    ("number", "reg:squarederror", {"alpha": 2, "lambda": 3, "gamma": 4, "max_depth": 3, "min_child_weight": 12}),
    ("number", "reg:squarederror", {"grow_policy": "lossguide", "max_leaves": 6, "max_depth": 0}),
    ("number", "reg:squarederror", {"base_score": "0.5", "max_delta_step": 0.4}),
    ("count", "count:poisson", {"base_score": "0.5"}),
    ("two", "binary:logistic", {"base_score": "0.5"}),
    ("two", "binary:logistic", {"base_score": "0.5", "scale_pos_weight": 3}),
]
for label, objective, options in xgboost_cases:
    for weighed in (False, True):
        given = {"objective": objective, **options}
        data = xgboost.DMatrix(x, label=labels[label], weight=weight if weighed else None)
        fixed = {"nthread": 1, "tree_method": "hist", "verbosity": 0}
        number_of = {key: float(value) if key == "base_score" else value for key, value in given.items()}
        booster = xgboost.train({**number_of, **fixed}, data, 12)
        raw = booster.predict(xgboost.DMatrix(x[:40]), output_margin=True).astype(float)
        ours = {**given, "n_estimators": 12}
        answers = numpy.round(raw, 6).ravel().tolist()
        cases.append({"library": "xgboost", "label": label, "weighed": weighed, "options": ours, "raw": answers})

listed = [[None if numpy.isnan(value) else value for value in row] for row in x.tolist()]
made = {
    "x": listed,
    "labels": {name: values.tolist() for name, values in labels.items()},
    "weight": weight.tolist(),
    "cases": cases,
}
(Path(sys.argv[1]) / "numbers.json").write_text(json.dumps(made, separators=(",", ":")))
