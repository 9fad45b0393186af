"""Writes small CatBoost models and what CatBoost predicts with them into the folder given.

Pins: Python 3.11, catboost 1.2.10, numpy 2.4.6, pandas 3.1.1, clickhouse-cityhash 1.0.2.6. The models are as CatBoost
saves them, less the parts of `model_info` that nothing reads. Features: a, b numbers, a with missing values; k, o, h
categories of 0 to 24, 2 and 7, unseen ones among the inputs. `raw` are sums before any transform. hashes.json are those
of CityHash64 1.0.2 of bytes of many lengths, (37 i + 11 length + 5) mod 256.
"""

import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import catboost
import numpy as np
import pandas as pd
from clickhouse_cityhash.cityhash import CityHash64

out = Path(sys.argv[1])
rng = np.random.default_rng(0)


def samples(n, unseen):
    x = rng.normal(size=(n, 2)).astype(np.float32)
    x[rng.random(n) < 0.15, 0] = np.nan
    frame = pd.DataFrame(x, columns=["a", "b"])
    frame["k"] = rng.integers(0, 25 + unseen, n)
    frame["o"] = rng.integers(0, 3 + unseen // 4, n)
    frame["h"] = rng.integers(0, 8 + unseen, n)
    return frame


train, inputs = samples(800, 0), samples(30, 4)
inputs.loc[:4, "b"] = 0.0
inputs.loc[5:9, "b"] = np.nan
a, b, k, o, h = (train[name].fillna(0).values for name in train.columns)
y = a + k % 3 + (o == 1) + (h * k) % 5 * 0.7 + 0.5 * b * (h == 2) + 0.2 * rng.normal(size=len(train))
binary = np.where(y > 2.5, 7, 3)
classes = np.digitize(y, [1, 3])
rows = [[None if np.isnan(v) else float(v) for v in row] for row in inputs.values.astype(np.float64)]
(out / "inputs.json").write_text(json.dumps(rows, separators=(",", ":")) + "\n")
expected = {}
regressor, classifier = catboost.CatBoostRegressor, catboost.CatBoostClassifier


def write(name, kind, label, frame=train, tested=inputs, numbers=False, **parameters):
    shared = {"iterations": 3, "depth": 3, "learning_rate": 0.5, "thread_count": 1, "verbose": 0, "random_seed": 1,
              "allow_writing_files": False}
    model = kind(**{**shared, **parameters})
    columns = ["a", "b"] if numbers else list(frame.columns)
    model.fit(frame[columns], label, cat_features=None if numbers else ["k", "o", "h"])
    path = out / f"{name}.json"
    model.save_model(path, format="json")
    found = json.loads(path.read_text())
    info = found["model_info"]
    params = {"loss_function": info["params"]["loss_function"]}
    found["model_info"] = {"params": params}
    if "class_params" in info:
        found["model_info"]["class_params"] = info["class_params"]
    path.write_text(json.dumps(found, separators=(",", ":")) + "\n")
    data = tested[columns]
    raw = np.asarray(model.predict(data, prediction_type="RawFormulaVal"))
    prediction = model.predict_proba(data) if kind is classifier else model.predict(data)
    expected[path.name] = {"raw": np.round(raw, 12).reshape(-1).tolist()}
    if not np.array_equal(raw, prediction):
        expected[path.name]["prediction"] = np.round(np.asarray(prediction), 12).reshape(-1).tolist()


write("numbers", regressor, y, numbers=True)
write("missing-above", regressor, y, numbers=True, nan_mode="Max")
write("one-hot", regressor, y, one_hot_max_size=100)
mixed = (o == 1).astype(int) ^ (k % 2 == 0) ^ (a > 0.3)
write("combinations", classifier, mixed, iterations=4, depth=4, one_hot_max_size=3, max_ctr_complexity=3,
      model_size_reg=0, random_seed=5, simple_ctr=["Borders:Prior=0.5"], combinations_ctr=["Borders:Prior=0.5"])
write("classes", classifier, classes, iterations=2, max_ctr_complexity=1)
write("probability", classifier, binary, max_ctr_complexity=1)
write("one-against-all", classifier, classes, loss_function="MultiClassOneVsAll", numbers=True, depth=2)
write("counts", regressor, np.floor(np.abs(y)), loss_function="Poisson", numbers=True)
write("buckets", regressor, y, simple_ctr=["Buckets:TargetBorderCount=2"], max_ctr_complexity=1)
write("means", regressor, y, simple_ctr=["BinarizedTargetMeanValue:Prior=0.2"], max_ctr_complexity=1)
write("counter", regressor, y, simple_ctr=["Counter:Prior=0.5"], max_ctr_complexity=1)
write("leaf-wise", regressor, y, grow_policy="Lossguide", max_leaves=6, max_ctr_complexity=1)
write("depth-wise", classifier, classes, grow_policy="Depthwise", one_hot_max_size=100, iterations=2)
names = [f"sector {i}" for i in range(30)]
texts, tested = train.copy(), inputs.copy()
for frame in (texts, tested):
    for column in ["k", "o", "h"]:
        frame[column] = [names[i] for i in frame[column]]
write("texts", regressor, y, texts, tested, one_hot_max_size=4, max_ctr_complexity=2)
(out / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")
lengths = [*range(1, 70), 96, 127, 128, 129, 200]
hashes = [str(CityHash64(bytes((37 * i + 11 * length + 5) & 255 for i in range(length)))) for length in lengths]
(out / "hashes.json").write_text(json.dumps({"lengths": lengths, "hashes": hashes}, separators=(",", ":")) + "\n")
