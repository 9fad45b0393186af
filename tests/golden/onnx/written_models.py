"""Writes what the real libraries predict with models that this project wrote: written.json in three folders.

Pins: Python 3.11, onnxruntime 1.31.1, xgboost 3.2.0, catboost 1.2.10, numpy 2.4.6, pandas 3.1.1. First the models:

    npx tsx tests/golden/onnx/write-models.ts FOLDER
    python tests/golden/onnx/written_models.py FOLDER tests/golden

Each model is named with the SHA-256 of its bytes, so that the suite knows whether it writes what was checked. Margins are
sums before a transform, and labels those of onnxruntime.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import catboost
import numpy as np
import onnxruntime
import pandas as pd
import xgboost

models, golden = Path(sys.argv[1]), Path(sys.argv[2])
samples = json.loads((models / "samples.json").read_text())
x = np.array([np.nan if v is None else v for v in samples["values"]], dtype=np.float32).reshape(samples["n"], 4)


def identity(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def short(values):
    return [float(str(v)) for v in np.asarray(values, dtype=np.float32).reshape(-1)]


def write(folder, found):
    (golden / folder / "written.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")


found = {}
for path in sorted(models.glob("*.onnx")):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    outputs = session.run(None, {"features": x})
    entry = {"sha256": identity(path), "prediction": short(outputs[-1])}
    if len(outputs) == 2:
        entry["labels"] = outputs[0].tolist()
    found[path.name] = entry
write("onnx", found)

found = {}
for path in sorted(models.glob("*.xgboost.json")):
    margins = []
    for form in (path, path.with_suffix(".ubj")):
        booster = xgboost.Booster(model_file=form)
        data = xgboost.DMatrix(
            x, feature_names=booster.feature_names, feature_types=booster.feature_types, enable_categorical=True
        )
        margins.append(booster.predict(data, output_margin=True))
    assert np.array_equal(margins[0], margins[1])
    found[path.name.removesuffix(".json")] = {
        "json": identity(path), "ubj": identity(path.with_suffix(".ubj")), "margin": short(margins[0])
    }
write("xgboost", found)

found = {}
for path in sorted(models.glob("*.catboost.json")):
    model = catboost.CatBoost().load_model(str(path), format="json")
    frame = pd.DataFrame(x, columns=model.feature_names_)
    for column in model.get_cat_feature_indices():
        names = ["missing" if np.isnan(v) else str(int(v)) for v in x[:, column]]
        frame[frame.columns[column]] = pd.Series(names, dtype=object)
    raw = np.asarray(model.predict(frame, prediction_type="RawFormulaVal"))
    found[path.name] = {"sha256": identity(path), "margin": np.round(raw, 12).reshape(-1).tolist()}
write("catboost", found)
