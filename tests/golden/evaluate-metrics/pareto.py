"""Writes pareto.json into the folder given: generalised Pareto tails of returns, by scipy's density and a solver.

    pip install numpy==2.4.6 scipy==1.17.1
    python tests/golden/evaluate-metrics/pareto.py tests/golden/evaluate-metrics
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import optimize, stats


def cases():
    r = np.random.default_rng(31)
    yield "normal", 0.1, np.round(0.0005 + 0.01 * r.standard_normal(800), 7)
    yield "heavy", 0.1, np.round(0.008 * r.standard_t(3, 1000), 7)
    yield "very heavy", 0.05, np.round(0.004 * r.standard_t(2, 1500), 7)
    yield "short", 0.2, np.round(0.01 * r.uniform(-1, 1, 400) ** 3, 7)
    yield "few", 0.1, np.round(0.01 * r.standard_t(4, 150), 7)


def fit(excess):
    unit = np.mean(excess)
    np.seterr(all="ignore")
    y = excess / unit
    loss = lambda p: np.inf if p[1] <= 0 else -np.sum(stats.genpareto.logpdf(y, p[0], scale=p[1]))
    start = min(
        (optimize.minimize(loss, [c, 1 - c / 2], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 9999}) for c in (-0.2, 0.1, 0.5)),
        key=lambda found: found.fun,
    ).x

    def score(p):
        shape, scale = p
        z = 1 + shape * y / scale
        by_shape = np.sum(np.log(z) / shape**2 - (1 + 1 / shape) * (y / scale) / z)
        by_scale = np.sum(-1 / scale + (1 + shape) * (y / scale**2) / z)
        return [by_shape, by_scale]

    shape, scale = optimize.root(score, start, tol=1e-13).x
    assert np.allclose([shape, scale], start, atol=1e-4)
    return shape, scale * unit


def main():
    out = {}
    for name, tail, returns in cases():
        threshold = -np.quantile(returns, tail)
        excess = -returns[-returns > threshold] - threshold
        shape, scale = fit(excess)
        share = len(excess) / len(returns)
        cutoff = tail / 10
        at_risk = threshold + stats.genpareto.ppf(1 - cutoff / share, shape, scale=scale)
        beyond = scale + shape * (at_risk - threshold)
        out[name] = {
            "tail": tail,
            "cutoff": cutoff,
            "returns": returns.tolist(),
            "shape": float(shape),
            "scale": float(scale),
            "value": float(-at_risk),
            "shortfall": float(-(at_risk + stats.genpareto.mean(shape, scale=beyond))),
        }
        if shape < -1:  # where the likelihood has no highest point there is none
            out[name] |= dict.fromkeys(("shape", "scale", "value", "shortfall"))
    (Path(sys.argv[1]) / "pareto.json").write_text(json.dumps(out) + "\n")


main()
