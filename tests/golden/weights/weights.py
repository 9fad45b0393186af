"""Writes weights.json, what scikit-learn's Ridge and NumPy's average make of weighted samples, into the folder given.

Pins: Python 3.11, numpy 2.4.6, scikit-learn 1.9.1.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge

out = Path(sys.argv[1])
r = np.random.default_rng(29)

x = np.float32(r.standard_normal((70, 3))).astype(float)
y = x @ np.array([1.0, -0.5, 0.0]) + 0.2 + r.standard_normal(70)
weight = r.exponential(size=70)
weight[:5] = 0
weight *= len(weight) / weight.sum()
fits = {
    str(penalty): Ridge(alpha=penalty, solver="cholesky").fit(x, y, sample_weight=weight).predict(x).tolist()
    for penalty in [0.0, 1.0, 50.0]
}
golden = {
    "x": x.ravel().tolist(),
    "y": y.tolist(),
    "weight": weight.tolist(),
    "mean": float(np.average(y, weights=weight)),
    "ridge": fits,
}
(out / "weights.json").write_text(json.dumps(golden) + "\n")
