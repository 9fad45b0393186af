"""Writes comparison.json, what statsmodels, SciPy and arch make of differences between models, into a folder.

Pins: Python 3.11, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, arch 8.0.0.
"""

import json
import sys
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from arch.bootstrap import MCS
from scipy.stats import norm
from scipy.stats import t as student
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.sandwich_covariance import S_hac_simple
from statsmodels.tsa.stattools import acovf

out = Path(sys.argv[1])
r = np.random.default_rng(11)


def persistent(n: int, rho: float, scale: float) -> np.ndarray:
    x = np.zeros(n)
    noise = r.standard_normal(n) * scale
    for i in range(n):
        x[i] = (rho * x[i - 1] if i > 0 else 0) + noise[i]
    return x


# Long-run variances, and the t of a mean with Newey and West's error.
series = []
for n, rho, lag in [(60, 0.0, 0), (60, 0.5, 4), (200, -0.4, 7), (31, 0.8, 30)]:
    x = persistent(n, rho, 1.0) + 0.1
    centred = (x - x.mean())[:, None]
    variance = float(S_hac_simple(centred, nlags=lag).squeeze()) / n
    fit = sm.OLS(x, np.ones(n)).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})
    assert np.isclose(fit.bse[0] ** 2 * n, variance, rtol=1e-12)
    series.append({"x": x.tolist(), "lag": lag, "variance": variance, "t": float(fit.tvalues[0])})

# Diebold and Mariano with the correction of Harvey, Leybourne and Newbold.
forecasts = []
for n, h in [(40, 1), (120, 5), (300, 21)]:
    d = persistent(n, 0.3 if h > 1 else 0.0, 0.5) + 0.15
    gamma = acovf(d, adjusted=False, nlag=h, fft=False)
    long = gamma[0] + 2 * gamma[1:h].sum()
    assert long > 0
    statistic = d.mean() / np.sqrt(long / n) * np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    forecasts.append({"d": d.tolist(), "horizon": h, "t": float(statistic), "p": float(2 * student.sf(abs(statistic), n - 1))})

# The difference of two Sharpe ratios: gradient and long-run covariance of the four moments.
sharpes = []
for n, lag in [(250, 0), (250, 5), (700, 8)]:
    common = persistent(n, 0.1, 0.008)
    a = common + r.standard_normal(n) * 0.006 + 0.0006
    b = 0.7 * common + r.standard_normal(n) * 0.009 + 0.0002
    moments = np.column_stack([a, b, a**2, b**2])
    m1, m2, g1, g2 = moments.mean(0)
    psi = S_hac_simple(moments - moments.mean(0), nlags=lag) / n
    s1, s2 = g1 - m1**2, g2 - m2**2
    gradient = np.array([g1 / s1**1.5, -g2 / s2**1.5, -0.5 * m1 / s1**1.5, 0.5 * m2 / s2**1.5])
    error = float(np.sqrt(gradient @ psi @ gradient / n))
    difference = m1 / np.sqrt(s1) - m2 / np.sqrt(s2)
    sharpes.append({
        "a": a.tolist(),
        "b": b.tolist(),
        "lag": lag,
        "error": error,
        "t": float(difference / error),
        "p": float(2 * norm.sf(abs(difference / error))),
    })

tails = [
    {"t": t, "freedom": freedom, "p": float(2 * student.sf(t, freedom))}
    for freedom in [1, 2, 3, 4, 5, 10, 29, 30, 119, 1000, 1257]
    for t in [0.0, 0.01, 0.5, 1.0, 1.96, 3.3, 12.0]
]

chances = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.9, 1.0], r.uniform(size=12).tolist()]
corrected = [{"p": p, "holm": multipletests(p, method="holm")[1].tolist()} for p in chances]

sets = []
for k, gap in [(4, 0.0), (5, 0.12), (2, 0.3)]:
    losses = r.standard_normal((150, k)) + np.arange(k) * gap
    mcs = MCS(losses, size=0.05, reps=199, block_size=3, method="max", seed=7)
    mcs.compute()
    means = np.array([losses[index].mean(0) for index in mcs._bootstrap_indices])
    p = mcs.pvalues["Pvalue"]
    sets.append({"losses": losses.T.tolist(), "means": means.T.tolist(), "p": [float(p[i]) for i in range(k)]})

(out / "comparison.json").write_text(
    json.dumps(
        {"series": series, "forecasts": forecasts, "sharpes": sharpes, "tails": tails, "holm": corrected, "sets": sets}
    )
    + "\n"
)
