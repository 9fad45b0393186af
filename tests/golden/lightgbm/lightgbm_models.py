"""Writes small models of LightGBM's, models/*.txt, and lightgbm.json, what it predicts with them and with
written.txt, which this project wrote, into the folder given.

Pins: Python 3.11, lightgbm 4.7.0, numpy 2.4.6, pandas 3.1.1.
"""

import json
import os
import re
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import lightgbm as lgb
import numpy as np
import pandas as pd

out = Path(sys.argv[1])
(out / "models").mkdir(exist_ok=True)
r = np.random.default_rng(31)
names = ["plain", "with_nan", "with_zeros", "many_kinds", "few_kinds", "count"]


def samples(n):
    x = np.empty((n, 6))
    x[:, 0] = r.normal(size=n)
    x[:, 1] = np.where(r.random(n) < 0.2, np.nan, r.normal(size=n))
    x[:, 2] = np.where(r.random(n) < 0.3, 0, r.normal(size=n))
    x[:, 3] = r.integers(0, 70, n)
    x[:, 4] = r.integers(0, 5, n)
    x[:, 5] = r.poisson(3, n)
    return x


train, test = samples(600), samples(30)
# What no training sample had: other categories, missing ones, zeros that are hardly any.
test[:5, 3] = [70, 1000, -1, np.nan, 3.7]
test[5:8, 4] = [-0.5, np.nan, 2**31]
test[8:16, 2] = [1e-35, -1e-35, 1.0000001e-35, 1e-34, -0.0, np.nan, 1e300, -1e300]
test[16:18, 0] = np.nan
test[18, :] = np.nan
test[19, :] = 0

signal = (
    train[:, 0]
    + np.nan_to_num(train[:, 1], nan=1.5)
    + np.where(train[:, 2] == 0, -2, train[:, 2] ** 2)
    + (train[:, 3] % 7) / 3
    + np.array([0, 1, -1, 0.5, -2])[train[:, 4].astype(int)]
    + 0.3 * r.normal(size=600)
)
binary = (signal > np.median(signal)).astype(int)
three = np.digitize(signal, np.quantile(signal, [0.33, 0.66]))
count = np.floor(np.exp(np.clip(signal, -2, 2)))
relevance = np.digitize(signal, np.quantile(signal, [0.4, 0.7, 0.9]))
ranked = {"group": [50] * 12}
kinds = {"categorical_feature": [3, 4]}
small = {"num_leaves": 6, "min_data_in_leaf": 10, "min_data_per_group": 10, "cat_smooth": 2, "verbosity": -1}
small |= {"num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 3}
forest = {"boosting": "rf", "bagging_fraction": 0.6, "bagging_freq": 1}


def squared(prediction, data):
    return prediction - data.get_label(), np.ones_like(prediction)


golden = {"names": names, "samples": [[None if np.isnan(v) else v for v in row] for row in test], "models": {}}


def figures(model, x):
    raw = np.ravel(model.predict(x, raw_score=True, num_threads=1)).tolist()
    prediction = np.ravel(model.predict(x, num_threads=1)).tolist()
    return {
        "raw": raw,
        **({} if prediction == raw else {"prediction": prediction}),
        "gain": model.feature_importance("gain").tolist(),
        "split": model.feature_importance("split").tolist(),
    }


def learn(name, label, parameters, rounds=3, data=None, whole=False, **given):
    data = lgb.Dataset(train, label, feature_name=names, params=small | parameters, **({**kinds, **given}))
    model = lgb.train(small | parameters, data, rounds)
    keep(name, model, test, whole)


def keep(name, model, x, whole=False):
    text = model.model_to_string()
    if not whole:
        text = re.sub(r"\nparameters:\n.*?end of parameters\n", "", text, flags=re.S)
    (out / "models" / f"{name}.txt").write_text(text)
    golden["models"][name] = figures(lgb.Booster(model_str=text), x)


learn("numbers", signal, {"objective": "regression"}, categorical_feature=[])
learn("missing-zeros", signal, {"objective": "regression", "zero_as_missing": True}, whole=True)
learn("missing-none", signal, {"objective": "regression", "use_missing": False})
learn("categories", signal, {"objective": "regression", "max_cat_to_onehot": 1})
learn("one-hot", signal, {"objective": "regression", "max_cat_to_onehot": 100})
learn("binary", binary, {"objective": "binary", "sigmoid": 0.7})
learn("multiclass", three, {"objective": "multiclass", "num_class": 3}, 2)
learn("one-against-all", three, {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.5}, 2)
learn("dart", signal, {"objective": "regression", "boosting": "dart", "drop_rate": 0.5, "skip_drop": 0}, 6)
learn("forest", signal, {"objective": "regression", **forest})
learn("forest-binary", binary, {"objective": "binary", **forest})
learn("goss", signal, {"objective": "huber", "data_sample_strategy": "goss"})
learn("poisson", count, {"objective": "poisson"})
learn("gamma", count + 1, {"objective": "gamma"}, 2)
learn("tweedie", count, {"objective": "tweedie", "tweedie_variance_power": 1.3}, 2)
learn("quantile", signal, {"objective": "quantile", "alpha": 0.9}, 2)
learn("absolute", signal, {"objective": "regression_l1"}, 2)
learn("cross-entropy", binary * 0.8, {"objective": "cross_entropy"}, 2)
learn("lambdarank", relevance, {"objective": "lambdarank"}, 2, **ranked)
learn("xendcg", relevance, {"objective": "rank_xendcg"}, 2, **ranked)
learn("own-objective", signal, {"objective": squared}, 2)
learn("monotone", signal, {"objective": "regression", "monotone_constraints": [1, 0, 0, 0, 0, -1]}, 2)
learn("one-leaf", np.full(600, 2.5), {"objective": "regression"}, 2)
learn("linear", signal, {"objective": "regression", "linear_tree": True}, 2, categorical_feature=[])
learn("square-root", signal, {"objective": "regression", "reg_sqrt": True}, 1)
learn("entropy-lambda", binary * 0.8, {"objective": "cross_entropy_lambda"}, 1)

# Categories that are words: pandas numbers them, and the model's last line has the words in the order of their numbers.
words = np.array(["ant", "bee", "cat", "dog", "eel"])
frame = pd.DataFrame(
    {"plain": train[:, 0], "animal": pd.Categorical(words[train[:, 4].astype(int)], categories=list(words[::-1]))}
)
few = np.nan_to_num(np.clip(test[:, 4], 0, 4)).astype(int)
unseen = frame.iloc[:30].assign(plain=test[:, 0], animal=pd.Categorical(words[few], categories=list(words)))
keep("pandas", lgb.train(small | {"objective": "regression"}, lgb.Dataset(frame, signal), 3), unseen)
golden["animals"] = words[few].tolist()

written = out / "written.txt"
if written.exists():
    golden["written"] = figures(lgb.Booster(model_file=str(written)), test)
    contributions = lgb.Booster(model_file=str(written)).predict(test, pred_contrib=True, num_threads=1)
    golden["written"]["contributions"] = contributions.sum(axis=1).tolist()
(out / "lightgbm.json").write_text(json.dumps(golden) + "\n")
