"""Writes regression.json into the folder given: what statsmodels says of factor regressions.

    pip install statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
    python tests/golden/evaluate-metrics/regression.py tests/golden/evaluate-metrics
"""

import json
import sys
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from statsmodels.regression.rolling import RollingOLS


def cases():
    r = np.random.default_rng(23)
    names = ["Mkt-RF", "SMB", "HML", "RMW", "CMA", "Mom"]

    def drawn(n, k, persistence=0.0):
        factors = np.round(0.01 * r.standard_normal((n, k)) @ (np.eye(k) + 0.2 * r.standard_normal((k, k))), 6)
        noise = 0.004 * r.standard_normal(n) * (1 + (np.arange(n) % 50) / 25)
        for i in range(1, n):
            noise[i] += persistence * noise[i - 1]
        returns = np.round(0.0003 + factors @ r.uniform(-0.5, 1.2, k) + noise, 6)
        return returns, {name: factors[:, j] for j, name in enumerate(names[:k])}

    yield "market", 252, 5, *drawn(300, 1)
    yield "three factors", 252, 0, *drawn(250, 3)
    yield "five factors and momentum", 252, 8, *drawn(400, 6, 0.4)
    yield "months", 12, 3, *drawn(60, 3, 0.2)
    returns, factors = drawn(120, 2)
    factors["SMB"] = np.round(factors["Mkt-RF"] + 1e-4 * r.standard_normal(120), 9)
    yield "nearly the same", 252, 4, returns, factors


def main():
    out = {}
    for name, periods, lags, returns, factors in cases():
        columns = np.column_stack(list(factors.values()))
        design = sm.add_constant(columns)
        plain = sm.OLS(returns, design).fit()
        robust = sm.OLS(returns, design).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
        through = sm.OLS(returns, columns).fit()
        window = 40
        out[name] = {
            "periods": periods,
            "lags": lags,
            "returns": returns.tolist(),
            "factors": {key: value.tolist() for key, value in factors.items()},
            "coefficients": plain.params.tolist(),
            "errors": plain.bse.tolist(),
            "robust": robust.bse.tolist(),
            "t": robust.tvalues.tolist(),
            "r2": plain.rsquared,
            "adjustedR2": plain.rsquared_adj,
            "residual": float(np.sqrt(plain.mse_resid * periods)),
            "through": {"coefficients": through.params.tolist(), "r2": through.rsquared, "adjustedR2": through.rsquared_adj},
            "window": window,
            "rolling": RollingOLS(returns, design, window).fit().params[window - 1 :, 1:].T.tolist(),
        }
    (Path(sys.argv[1]) / "regression.json").write_text(json.dumps(out) + "\n")


main()
