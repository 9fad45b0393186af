"""What the real CatBoost scores on two made-up sets, by seed: root of the mean squared error on samples not learned from.

catboost==1.2.10, numpy==2.4.6, pandas==3.1.1. Run: OMP_NUM_THREADS=1 python scores.py > scores.json

The sets are made by the same integers in sets.ts; `imprint` shows that they are the same.
"""

import json
import os

os.environ["OMP_NUM_THREADS"] = "1"

import catboost
import numpy as np
import pandas as pd

TRAIN, TEST = 2000, 2000
SEEDS = range(1, 6)
TREES, RATE = 300, 0.05


def stream(seed):
    """Uniform numbers in [0, 1) of the generator mulberry32."""
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        z = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        z ^= (z + (((z ^ (z >> 7)) * (z | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        yield ((z ^ (z >> 14)) & 0xFFFFFFFF) / 4294967296


def bell(draws):
    return sum(next(draws) for _ in range(12)) - 6


def numeric(seed):
    draws = stream(seed)
    x, y = [], []
    for _ in range(TRAIN + TEST):
        row = [float(np.float32(bell(draws))) for _ in range(8)]
        x.append(row)
        steps = (1 if row[4] > 0.5 else 0) - (1 if row[5] < -0.5 else 0)
        y.append(2 * row[0] + row[1] * row[2] + abs(row[3]) + steps + bell(draws))
    return np.array(x), np.array(y), []


def categories(seed):
    draws = stream(seed)
    large = [bell(draws) for _ in range(300)]
    small = [bell(draws) for _ in range(20)]
    x, y = [], []
    for _ in range(TRAIN + TEST):
        a, b = int(next(draws) * 300), int(next(draws) * 20)
        row = [float(np.float32(bell(draws))) for _ in range(3)]
        x.append([a, b, *row])
        y.append(large[a] + 0.7 * small[b] + row[0] + 0.5 * row[1] * row[2] + bell(draws))
    return np.array(x), np.array(y), [0, 1]


def score(x, y, cats, **options):
    frame = pd.DataFrame(x)
    for c in cats:
        frame[c] = frame[c].astype(int)
    model = catboost.CatBoostRegressor(
        iterations=TREES, learning_rate=RATE, thread_count=1, verbose=0, allow_writing_files=False, **options
    )
    model.fit(frame[:TRAIN], y[:TRAIN], cat_features=cats)
    return float(np.sqrt(np.mean((model.predict(frame[TRAIN:]) - y[TRAIN:]) ** 2)))


out = {"versions": {"catboost": catboost.__version__}, "sets": {}}
for name, make in (("numeric", numeric), ("categories", categories)):
    rows = []
    for seed in SEEDS:
        x, y, cats = make(seed)
        rows.append(
            {
                "seed": seed,
                "imprint": float(np.sum(y)),
                "Plain": score(x, y, cats, boosting_type="Plain"),
                "Ordered": score(x, y, cats, boosting_type="Ordered"),
                "OrderedInTime": score(x, y, cats, boosting_type="Ordered", has_time=True),
                "mean": float(np.sqrt(np.mean((np.mean(y[:TRAIN]) - y[TRAIN:]) ** 2))),
            }
        )
    out["sets"][name] = rows
print(json.dumps(out, indent=1))
