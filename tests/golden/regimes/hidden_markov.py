"""Writes hidden-markov.json, hidden Markov models of hmmlearn, into the folder given; reads ../inputs.json beside it.

Pins: Python 3.11, hmmlearn 0.3.3, numpy 2.4.6, scikit-learn 1.9.1, scipy 1.17.1. The models have diagonal covariances and
no priors, start from the parameters written, and take exactly so many steps. The filtered chances of a row are those that
the fitted model gives for the last row of a series that ends there.
"""

import json
import sys
from pathlib import Path

import numpy as np
from hmmlearn.hmm import GaussianHMM

out = Path(sys.argv[1])
inputs = json.loads((out.parent / "inputs.json").read_text())


def observations(name, dimensions):
    bars = {key: np.asarray(values, dtype=float) for key, values in inputs[name].items()}
    returns = np.diff(np.log(bars["close"]))
    ranges = np.log(np.log(bars["high"] / bars["low"]))[1:]
    return np.column_stack([returns, ranges][:dimensions])


def start(x, states):
    k = np.arange(states)
    deviation = x.std(axis=0)
    return {
        "start": np.full(states, 1 / states),
        "transitions": np.full((states, states), 0.15 / (states - 1)) + np.eye(states) * (0.85 - 0.15 / (states - 1)),
        "means": x.mean(axis=0) + 0.1 * np.outer(k - (states - 1) / 2, deviation),
        "variances": np.outer((0.5 + k) ** 2, deviation**2),
    }


def fitted(name, states, dimensions, steps):
    x = observations(name, dimensions)
    begin = start(x, states)
    model = GaussianHMM(
        states,
        covariance_type="diag",
        covars_prior=0,
        covars_weight=1,
        means_weight=0,
        n_iter=steps,
        tol=-np.inf,
        init_params="",
        implementation="scaling",
    )
    model.startprob_, model.transmat_ = begin["start"], begin["transitions"]
    model.means_, model.covars_ = begin["means"], begin["variances"]
    model.fit(x)
    rows = [0, 1, 5, 30, 100, 200, len(x) - 1]
    variances = np.array([np.diag(each) for each in model.covars_])
    return {
        "input": name,
        "steps": steps,
        "begin": {key: np.asarray(value).tolist() for key, value in begin.items()},
        "likelihoods": list(model.monitor_.history),
        "end": {
            "start": model.startprob_.tolist(),
            "transitions": model.transmat_.tolist(),
            "means": model.means_.tolist(),
            "variances": variances.tolist(),
        },
        "likelihood": model.score(x),
        "filtered": [{"row": row, "chances": model.predict_proba(x[: row + 1])[-1].tolist()} for row in rows],
    }


cases = [(name, states, dims, steps) for name in inputs for states, dims, steps in [(2, 1, 25), (3, 1, 10), (2, 2, 15), (3, 2, 5)]]
(out / "hidden-markov.json").write_text(json.dumps([fitted(*case) for case in cases]) + "\n")
