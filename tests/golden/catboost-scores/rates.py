"""The learning rates that the real CatBoost chooses by itself.

catboost==1.2.10, numpy==2.4.6. Run: OMP_NUM_THREADS=1 python rates.py > rates.json
"""

import json
import os

os.environ["OMP_NUM_THREADS"] = "1"

import catboost
import numpy as np

r = np.random.default_rng(0)
rows = []
for samples in (100, 1000, 20000):
    x = r.normal(size=(samples, 1))
    y = x[:, 0] + r.normal(size=samples)
    labels = {"squared": y, "binary": (y > 0) * 1, "classes": np.digitize(y, [-0.5, 0.5]), "other": y}
    losses = {"squared": "RMSE", "binary": "Logloss", "classes": "MultiClass", "other": "MAE"}
    for trees in (100, 500, 1000):
        for kind, loss in losses.items():
            for validated in (False, True):
                model = catboost.CatBoost(
                    {
                        "loss_function": loss,
                        "iterations": trees,
                        "depth": 1,
                        "border_count": 1,
                        "thread_count": 1,
                        "verbose": 0,
                        "allow_writing_files": False,
                    }
                )
                model.fit(x, labels[kind], eval_set=(x, labels[kind]) if validated else None)
                rate = model.get_all_params()["learning_rate"]
                rows.append([kind, samples, trees, validated, round(rate, 6)])
print(json.dumps({"versions": {"catboost": catboost.__version__}, "rates": rows}).replace("], [", "],\n["))
