"""Writes portfolio.json, what other systems make of the same returns and covariances, into the folder given.

Covariances by scikit-learn's LedoitWolf and OAS, pandas' ewm and PyPortfolioOpt's constant correlation; quadratic
programs by SciPy's SLSQP, started from equal weights and polished on the face of the bounds that it found;
hierarchical risk parity by SciPy's linkage as in López de Prado's paper and by PyPortfolioOpt; risk parity by SciPy's
root; Black-Litterman by PyPortfolioOpt.

Pins: Python 3.11, numpy 2.4.6, scipy 1.17.1, pandas 3.1.1, scikit-learn 1.9.1, PyPortfolioOpt 1.6.0.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.cluster.hierarchy as hierarchy
from pypfopt import BlackLittermanModel, HRPOpt
from pypfopt.risk_models import CovarianceShrinkage
from scipy.optimize import minimize, root
from scipy.spatial.distance import pdist
from sklearn.covariance import OAS, LedoitWolf

out = Path(sys.argv[1])
r = np.random.default_rng(41)


def returns(rows, n):
    factor = r.standard_normal((rows, 2)) @ r.standard_normal((2, n))
    return np.round(0.01 * (0.6 * factor + r.standard_normal((rows, n)) * r.uniform(0.5, 2, n)) + 0.0004, 8)


def polished(covariance, weights, low, high, total, linear=None):
    """The exact minimum of w'Σw/2 - linear'w on the face where SLSQP ended."""
    n = len(weights)
    fixed = np.where(weights < low + 1e-5, low, np.where(weights > high - 1e-5, high, np.nan))
    free = np.isnan(fixed)
    rows = [np.eye(n)[i] for i in range(n) if not free[i]]
    sides = [fixed[i] for i in range(n) if not free[i]]
    if total is not None:
        rows.append(np.ones(n))
        sides.append(total)
    k = len(rows)
    a = np.block([[covariance, np.array(rows).reshape(k, n).T], [np.array(rows).reshape(k, n), np.zeros((k, k))]])
    b = np.concatenate([np.zeros(n) if linear is None else linear, sides])
    return np.linalg.solve(a, b)[:n]


def least(covariance, low, high):
    n = len(covariance)
    scaled = covariance / covariance.diagonal().mean()
    found = minimize(
        lambda w: w @ scaled @ w, np.full(n, 1 / n), jac=lambda w: 2 * scaled @ w, method="SLSQP",
        bounds=[(low, high)] * n, constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)},
        options={"ftol": 1e-16, "maxiter": 1000},
    )
    answer = polished(covariance, found.x, low, high, 1.0)
    assert np.abs(answer - found.x).max() < 1e-5 and answer.min() > low - 1e-12 and answer.max() < high + 1e-12
    return answer.tolist()


def steepest(mean, covariance, low, high):
    n = len(mean)
    best = None
    for start in [np.full(n, 1 / n), *[np.clip(r.dirichlet(np.ones(n)), low, high) for _ in range(5)]]:
        found = minimize(
            lambda w: -(mean @ w) / np.sqrt(w @ covariance @ w), start, method="SLSQP", bounds=[(low, high)] * n,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, options={"ftol": 1e-16, "maxiter": 2000},
        )
        if best is None or found.fun < best.fun:
            best = found
    return best.x.tolist()


def parity(covariance, budgets):
    scale = np.sqrt(covariance.diagonal())
    c = covariance / np.outer(scale, scale)
    b = np.array(budgets) / np.sum(budgets)
    y = root(lambda z: np.exp(z) * (c @ np.exp(z)) - b, np.log(np.sqrt(b)), tol=1e-15).x
    w = np.exp(y) / scale
    return (w / w.sum()).tolist()


def paper(covariance):
    scale = np.sqrt(covariance.diagonal())
    d = np.sqrt(np.clip((1 - covariance / np.outer(scale, scale)) / 2, 0, None))
    order = hierarchy.leaves_list(hierarchy.linkage(pdist(d), "single")).tolist()
    w = np.ones(len(d))

    def variance(items):
        part = covariance[np.ix_(items, items)]
        inverse = 1 / part.diagonal()
        inverse /= inverse.sum()
        return inverse @ part @ inverse

    def halve(items):
        if len(items) > 1:
            left, right = items[: len(items) // 2], items[len(items) // 2 :]
            a, b = variance(left), variance(right)
            w[left] *= b / (a + b)
            w[right] *= a / (a + b)
            halve(left)
            halve(right)

    halve(order)
    return {"order": order, "weights": w.tolist()}


cases = []
for rows, n in [(120, 3), (60, 8), (20, 12), (250, 11)]:
    x = returns(rows, n)
    frame = pd.DataFrame(x)
    wolf, oas = LedoitWolf().fit(x), OAS().fit(x)
    constant = CovarianceShrinkage(frame, returns_data=True, frequency=1)
    constant.S = np.cov(x.T, ddof=0)  # of divisor rows, as in the paper, where PyPortfolioOpt's own has rows - 1
    flat = constant.ledoit_wolf("constant_correlation").values
    covariance = wolf.covariance_
    mean = np.abs(x.mean(0)) + 0.0003
    budgets = np.arange(1, n + 1).tolist()
    direct = HRPOpt(cov_matrix=pd.DataFrame(covariance))
    direct_weights = direct.optimize("single")
    pick = np.zeros((2, n))
    pick[0, 0], pick[1, 1], pick[1, 2] = 1, 1, -1
    model = BlackLittermanModel(pd.DataFrame(covariance), pi=mean, P=pick, Q=np.array([0.001, 0.0005]), tau=0.05)
    certain = BlackLittermanModel(
        pd.DataFrame(covariance), pi=mean, P=pick, Q=np.array([0.001, 0.0005]), tau=0.1, omega=np.diag([1e-6, 4e-6])
    )
    cases.append({
        "rows": rows, "assets": n, "returns": x.ravel().tolist(),
        "sample": np.cov(x.T).ravel().tolist(),
        "exponential": frame.ewm(halflife=15).cov().iloc[-n:].values.ravel().tolist(),
        "identity": {"covariance": covariance.ravel().tolist(), "shrinkage": float(wolf.shrinkage_)},
        "oracle": {"covariance": oas.covariance_.ravel().tolist(), "shrinkage": float(oas.shrinkage_)},
        "constant": {"covariance": flat.ravel().tolist(), "shrinkage": float(constant.delta)},
        "mean": mean.tolist(),
        "longOnly": least(covariance, 0, 1),
        "bounded": least(covariance, -0.2, 0.4),
        "tangency": steepest(mean, covariance, 0, 1),
        "tangencyBounded": steepest(mean, covariance, -0.1, 0.5),
        "parity": parity(covariance, [1] * n),
        "budgets": parity(covariance, budgets),
        "hierarchical": paper(covariance),
        "direct": [direct_weights[i] for i in range(n)],
        "views": {
            "pick": pick.ravel().tolist(),
            "mean": model.bl_returns().tolist(), "covariance": model.bl_cov().values.ravel().tolist(),
            "certainMean": certain.bl_returns().tolist(), "certainCovariance": certain.bl_cov().values.ravel().tolist(),
        },
    })
(out / "portfolio.json").write_text(json.dumps(cases) + "\n")
