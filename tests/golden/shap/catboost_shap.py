"""Writes a small CatBoost model as JSON, and the Shapley values that CatBoost gives for samples: catboost.json.

Pins: Python 3.11, catboost 1.2.10, numpy 2.4.6.

    python tests/golden/shap/catboost_shap.py tests/golden/shap
"""

import json
import sys
import tempfile
from pathlib import Path

import catboost
import numpy as np

random = np.random.default_rng(3)
x = random.normal(size=(300, 4)).astype(np.float32)
y = x[:, 0] * x[:, 1] + np.where(x[:, 2] > 0, 1, 0) + 0.1 * random.normal(size=300)
model = catboost.CatBoostRegressor(iterations=6, depth=3, random_seed=1, thread_count=1, verbose=0, border_count=16, allow_writing_files=False)
model.fit(x, y)
few = x[:12]
values = model.get_feature_importance(catboost.Pool(few), type="ShapValues", thread_count=1)
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "model.json"
    model.save_model(str(file), format="json")
    saved = json.loads(file.read_text())
del saved["model_info"]
out = {"model": saved, "x": few.flatten().tolist(), "values": values.tolist()}
(Path(sys.argv[1]) / "catboost.json").write_text(json.dumps(out) + "\n")
