"""Writes forest.json, the scores of scikit-learn's forests of 30 trees over seeds on samples made up for them, into the folder given.

Pins: Python 3.11, numpy 2.4.6, scikit-learn 1.9.1.
"""

import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import accuracy_score, r2_score

out = Path(sys.argv[1])
r = np.random.default_rng(11)
n, train = 600, 300
seeds = range(40)

x = r.uniform(size=(n, 8)).round(3)
# Friedman's first function, its noise as large as its fifth part.
signal = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
y = (signal + r.standard_normal(n)).round(4)
score = x[:, 0] - x[:, 1] * x[:, 2] + 0.5 * (x[:, 3] > 0.6) + 0.15 * r.standard_normal(n)
two = (score > np.median(score)).astype(int)
three = np.digitize(score, np.quantile(score, [1 / 3, 2 / 3])) - 1


def numbers(make, **options):
    scores, bags = [], []
    for seed in seeds:
        model = make(random_state=seed, n_estimators=30, n_jobs=1, **options).fit(x[:train], y[:train])
        scores.append(r2_score(y[train:], model.predict(x[train:])))
        if options.get("oob_score"):
            bags.append(model.oob_score_)
    return {"score": scores, **({"outOfBag": bags} if bags else {})}


def classes(make, labels, **options):
    scores, losses, bags = [], [], []
    for seed in seeds:
        model = make(random_state=seed, n_estimators=30, n_jobs=1, **options).fit(x[:train], labels[:train])
        scores.append(accuracy_score(labels[train:], model.predict(x[train:])))
        chances = model.predict_proba(x[train:])
        hits = labels[train:, None] == model.classes_[None, :]
        losses.append(float(np.mean(np.sum((chances - hits) ** 2, axis=1))))
        if options.get("oob_score"):
            bags.append(model.oob_score_)
    return {"score": scores, "brier": losses, **({"outOfBag": bags} if bags else {})}


golden = {
    "train": train,
    "features": x.shape[1],
    "x": x.ravel().tolist(),
    "y": y.tolist(),
    "two": two.tolist(),
    "three": three.tolist(),
    "regression": {
        "forest": numbers(RandomForestRegressor, oob_score=True),
        "third": numbers(RandomForestRegressor, max_features=1 / 3),
        "leaves": numbers(RandomForestRegressor, max_leaf_nodes=20),
        "small": numbers(RandomForestRegressor, min_samples_split=20, max_samples=0.5),
        "extra": numbers(ExtraTreesRegressor),
    },
    "two classes": {
        "forest": classes(RandomForestClassifier, two, oob_score=True),
        "extra": classes(ExtraTreesClassifier, two),
    },
    "three classes": {
        "forest": classes(RandomForestClassifier, three, oob_score=True),
        "extra": classes(ExtraTreesClassifier, three),
    },
}
(out / "forest.json").write_text(json.dumps(golden) + "\n")
