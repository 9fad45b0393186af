"""Writes scaling.json, features as scikit-learn scales them and quantiles of the normal distribution, into the folder given.

Pins: Python 3.11, numpy 2.4.6, scikit-learn 1.9.1, scipy 1.17.1. The quantile transformer takes all samples to fit on.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import norm
from sklearn.preprocessing import QuantileTransformer, RobustScaler, StandardScaler

out = Path(sys.argv[1])
r = np.random.default_rng(23)


def samples(n):
    """Normal, heavy-tailed, skewed, and one with many ties, none of them at an end; as they are kept, in 32 bits."""
    ties = np.where(r.random(n) < 0.7, 0.0, r.standard_normal(n))
    x = np.column_stack([5 + 2 * r.standard_normal(n), r.standard_t(2, n), np.exp(r.standard_normal(n)), ties])
    return x.astype(np.float32).astype(float)


def case(train, test):
    quantiles = QuantileTransformer(
        n_quantiles=min(1000, len(train)), output_distribution="normal", subsample=None
    )
    scalers = {"standard": StandardScaler(), "robust": RobustScaler(), "rank": quantiles}
    return {
        "features": train.shape[1],
        "train": train.ravel().tolist(),
        "test": test.ravel().tolist(),
        "scaled": {name: scaler.fit(train).transform(test).ravel().tolist() for name, scaler in scalers.items()},
    }


shares = np.concatenate([10.0 ** np.arange(-300, 0, 23), np.linspace(0.001, 0.999, 41), 1 - 10.0 ** -np.arange(2, 16)])
cases = {"few": case(samples(80), samples(30)), "many": case(samples(1500), samples(20))}
quantiles = {"p": shares.tolist(), "z": norm.ppf(shares).tolist()}
(out / "scaling.json").write_text(json.dumps({"cases": cases, "normal": quantiles}) + "\n")
