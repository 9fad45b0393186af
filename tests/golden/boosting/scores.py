"""Writes scores.json: how well LightGBM, XGBoost, CatBoost and scikit-learn's forest foretell what the eleven made-up problems
of tests/quality/data hold, for each seed, which is that of the data and of the library. What is there already is kept.

    npx tsx tests/quality/data/write.ts <data> 10
    python tests/golden/boosting/scores.py <data> tests/golden/boosting [libraries, with commas; all where left out]

Pins: Python 3.11, numpy 2.4.6, scipy 1.17.1, lightgbm 4.7.0, xgboost 3.2.0, catboost 1.2.10, scikit-learn 1.9.1. One thread.
"""

import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import catboost
import lightgbm
import numpy as np
import pandas as pd
import sklearn
import xgboost
from scipy.stats import rankdata
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.metrics import log_loss, roc_auc_score

PARAMETERS = {
    "lightgbm": {"num_iterations": 100, "learning_rate": 0.1, "num_leaves": 31},
    "xgboost": {"num_round": 100, "eta": 0.1, "max_depth": 6},
    # CatBoost itself takes 1 below 200 iterations, and 4 from there on.
    "catboost": {"iterations": 100, "learning_rate": 0.1, "depth": 6, "max_ctr_complexity": 2},
    "random-forest": {"n_estimators": 50, "min_samples_leaf": 5},
}


class Problem:
    def __init__(self, place):
        about = json.loads(Path(f"{place}.json").read_text())
        self.name, self.seed, self.task = about["name"], about["seed"], about["task"]
        self.categorical, self.imprint = about["categorical"], about["imprint"]
        train, test = about["samples"]
        x = np.fromfile(f"{place}.x", "<f4").reshape(train + test, about["features"])
        y, t = np.fromfile(f"{place}.y"), np.fromfile(f"{place}.t")
        self.x, self.y, self.t = x[:train], y[:train], t[:train]
        self.test, self.truth, self.days = x[train:], y[train:], t[train:]

    def frame(self, x):
        out = pd.DataFrame(x, columns=[f"f{i}" for i in range(x.shape[1])])
        for i in self.categorical:
            levels = np.unique(np.r_[self.x[:, i], self.test[:, i]]).astype(int)
            out[f"f{i}"] = pd.Categorical(out[f"f{i}"].astype(int), categories=levels)
        return out


def groups(t):
    """The sizes of the runs of equal days."""
    return np.diff(np.flatnonzero(np.r_[True, t[1:] != t[:-1], True]))


def by_day(problem, predicted, figure):
    ends = np.cumsum(groups(problem.days))[:-1]
    parts = zip(np.split(problem.truth, ends), np.split(predicted, ends))
    return float(np.mean([figure(truth, each) for truth, each in parts]))


def ndcg(truth, predicted, k=10):
    """Gains 2^grade − 1; of equal predictions the earlier is in front."""
    discount = 1 / np.log2(np.arange(2, k + 2))
    gain = lambda order: float(np.sum((2.0 ** truth[order[:k]] - 1) * discount))
    best = gain(np.argsort(-truth, kind="stable"))
    return gain(np.argsort(-predicted, kind="stable")) / best if best > 0 else 1.0


def spearman(truth, predicted):
    if np.ptp(predicted) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(truth), rankdata(predicted))[0, 1])


def figures(problem, predicted):
    """Of probabilities where the task is binary."""
    truth = problem.truth
    if problem.task == "binary":
        clipped = np.clip(predicted, 1e-15, 1 - 1e-15)
        return {"logloss": float(log_loss(truth, clipped)), "auc": float(roc_auc_score(truth, predicted))}
    if problem.task == "rank":
        return {"ndcg": by_day(problem, predicted, ndcg)}
    r2 = float(1 - np.sum((truth - predicted) ** 2) / np.sum((truth - truth.mean()) ** 2))
    return {"r2": r2} if problem.task == "regression" else {"ic": by_day(problem, predicted, spearman), "r2": r2}


def by_lightgbm(p, objective):
    data = lightgbm.Dataset(
        p.x,
        p.y,
        group=groups(p.t) if p.task == "rank" else None,
        categorical_feature=p.categorical,
        params={"verbosity": -1},
    )
    given = {"objective": objective, "seed": p.seed, "num_threads": 1, "verbosity": -1, "deterministic": True}
    return lightgbm.train(PARAMETERS["lightgbm"] | given, data).predict(p.test, num_threads=1)


def by_xgboost(p, objective):
    enable = bool(p.categorical)
    x, test = (p.frame(each) if enable else each for each in (p.x, p.test))
    data = xgboost.DMatrix(x, p.y, enable_categorical=enable, nthread=1)
    if p.task == "rank":
        data.set_group(groups(p.t))
    given = dict(PARAMETERS["xgboost"])
    rounds = given.pop("num_round")
    given |= {"objective": objective, "seed": p.seed, "nthread": 1, "tree_method": "hist"}
    model = xgboost.train(given, data, rounds)
    return model.predict(xgboost.DMatrix(test, enable_categorical=enable, nthread=1)).astype(float)


def by_catboost(p, loss, boosting):
    x, test = (p.frame(each) if p.categorical else each for each in (p.x, p.test))
    names = [f"f{i}" for i in p.categorical] or None
    group = np.repeat(np.arange(len(groups(p.t))), groups(p.t)) if p.task == "rank" else None
    pool = catboost.Pool(x, p.y, cat_features=names, group_id=group)
    model = catboost.CatBoost(
        PARAMETERS["catboost"]
        | {
            "loss_function": loss,
            "boosting_type": boosting,
            "random_seed": p.seed,
            "thread_count": 1,
            "logging_level": "Silent",
            "allow_writing_files": False,
        }
    )
    model.fit(pool)
    kind = "Probability" if p.task == "binary" else "RawFormulaVal"
    predicted = model.predict(catboost.Pool(test, cat_features=names), prediction_type=kind, thread_count=1)
    return predicted[:, 1] if p.task == "binary" else predicted


def by_forest(p):
    maker = RandomForestClassifier if p.task == "binary" else RandomForestRegressor
    model = maker(**PARAMETERS["random-forest"], random_state=p.seed, n_jobs=1).fit(p.x, p.y)
    return model.predict_proba(p.test)[:, 1] if p.task == "binary" else model.predict(p.test)


def variants(task):
    light = {"binary": "binary", "rank": "lambdarank"}.get(task, "regression")
    extreme = {"binary": "binary:logistic", "rank": "rank:ndcg"}.get(task, "reg:squarederror")
    losses = {"binary": ["Logloss"], "rank": ["QueryRMSE"]}.get(task, ["RMSE"])
    out = {"lightgbm": lambda p: by_lightgbm(p, light), "xgboost": lambda p: by_xgboost(p, extreme)}
    for loss in losses:
        for boosting in ["Plain", "Ordered"]:
            out[f"catboost {boosting} {loss}"] = lambda p, l=loss, b=boosting: by_catboost(p, l, b)
    return out | {"random-forest": by_forest}


def rounded(found):
    return {key: float(f"{value:.7g}") for key, value in found.items()}


def main(data, out, only=""):
    versions = {each.__name__: each.__version__ for each in [lightgbm, xgboost, catboost, sklearn]}
    places = sorted(Path(data).glob("*.json"), key=lambda file: (int(file.stem.split("-")[-1]), file.stem))
    file = Path(out) / "scores.json"
    problems = json.loads(file.read_text())["problems"] if file.exists() else {}
    for place in places:
        p = Problem(place.with_suffix(""))
        entries = problems.setdefault(p.name, {})
        entry = entries.get(str(p.seed))
        if entry is None or entry["imprint"] != p.imprint:
            # What the first feature alone would score, to see that both sides count alike.
            first = np.nan_to_num(p.test[:, 0].astype(float))
            first = 1 / (1 + np.exp(-first)) if p.task == "binary" else first
            entry = {"imprint": p.imprint, "first": rounded(figures(p, first)), "scores": {}}
            entries[str(p.seed)] = entry
        for name, learn in variants(p.task).items():
            if name in entry["scores"] or not any(name.startswith(each) for each in only.split(",")):
                continue
            entry["scores"][name] = rounded(figures(p, learn(p)))
            print(p.name, p.seed, name, entry["scores"][name], flush=True)
        answer = {"versions": versions, "parameters": PARAMETERS, "problems": problems}
        file.write_text(json.dumps(answer, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
