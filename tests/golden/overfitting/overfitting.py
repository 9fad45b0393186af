"""Writes overfitting.json, what SciPy, statsmodels, arch and scikit-learn make of searches, into the folder given.

The normal distribution is SciPy's, corrections for many tests are statsmodels', block lengths and the tests of superiority
arch's, of the very rows that it draws; trees are SciPy's and silhouettes scikit-learn's. Cross-validation and the
probabilistic Sharpe ratio have no package to be had: they are written out here in NumPy, over all halvings one by one.

Pins: Python 3.11, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, arch 8.0.0, scikit-learn 1.9.1.
"""

import json
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import scipy.stats as stats
from arch.bootstrap import SPA, CircularBlockBootstrap, StationaryBootstrap, StepM, optimal_block_length
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import silhouette_score
from statsmodels.stats.multitest import multipletests

out = Path(sys.argv[1])
r = np.random.default_rng(71)

x = np.concatenate([np.linspace(-37, 8, 91), [-1e-9, 0, 1e-9, -3, 3, -2.999999, 3.000001]])
p = np.concatenate([10.0 ** -np.arange(1, 300, 13), np.linspace(0.01, 0.99, 50), 1 - 10.0 ** -np.arange(1, 15)])
normal = {"x": x.tolist(), "share": stats.norm.cdf(x).tolist(), "p": p.tolist(), "z": stats.norm.ppf(p).tolist()}

corrected = []
for m, part in [(1, 0.0), (8, 0.5), (60, 0.2), (60, 0.0)]:
    z = r.standard_normal(m) + 3.2 * (r.random(m) < part)
    values = 2 * stats.norm.sf(np.abs(z))
    if m == 8:
        values[3] = values[2]
    kinds = {"bonferroni": "bonferroni", "holm": "holm", "benjamini-hochberg": "fdr_bh", "benjamini-yekutieli": "fdr_by"}
    answers = {name: multipletests(values, 0.05, kind) for name, kind in kinds.items()}
    corrected.append(
        {
            "values": values.tolist(),
            "adjusted": {name: answer[1].tolist() for name, answer in answers.items()},
            "found": {name: answer[0].tolist() for name, answer in answers.items()},
        }
    )

blocks = []
for n, rho in [(60, 0.0), (400, 0.3), (400, -0.4), (1000, 0.7), (250, 0.95), (1258, 0.02)]:
    noise = r.standard_normal(n)
    values = np.empty(n)
    values[0] = noise[0]
    for i in range(1, n):
        values[i] = rho * values[i - 1] + noise[i]
    values = np.round(values, 6)
    lengths = optimal_block_length(values)
    blocks.append(
        {
            "values": values.tolist(),
            "stationary": float(lengths["stationary"].iloc[0]),
            "circular": float(lengths["circular"].iloc[0]),
        }
    )

superior = []
for rows, k, block, kind, skill in [
    (60, 5, 4, "stationary", 0.0),
    (80, 8, 6, "stationary", 0.9),
    (72, 4, 5, "circular", 0.35),
    (50, 6, 1, "stationary", -0.6),
]:
    excess = np.round(0.01 * r.standard_normal((rows, k)) + 0.004 * r.standard_normal((rows, 1)), 8)
    excess[:, 1] += 0.006 * skill
    excess[:, 2] += 0.012 * skill
    excess[:, 3] -= 0.01
    excess = np.round(excess, 8)
    reps, seed = 80, 9
    make = StationaryBootstrap if kind == "stationary" else CircularBlockBootstrap
    draws = [data[0][0].tolist() for data in make(block, np.arange(rows), seed=seed).bootstrap(reps)]
    test = SPA(np.zeros(rows), -excess, block, reps, kind, studentize=False, seed=seed)
    test.compute()
    step = StepM(np.zeros(rows), -excess, 0.1, block, reps, kind, studentize=False, seed=seed)
    step.compute()
    superior.append(
        {
            "excess": excess.T.tolist(),
            "block": block,
            "kind": kind,
            "draws": draws,
            "lower": float(test.pvalues["lower"]),
            "consistent": float(test.pvalues["consistent"]),
            "upper": float(test.pvalues["upper"]),
            "better": [int(i) for i in step.superior_models],
        }
    )


def sharpe(returns):
    return returns.mean(0) / returns.std(0, ddof=1)


validated = []
for rows, k, count, skill in [(48, 5, 4, 0.0), (96, 12, 8, 0.0), (101, 7, 6, 0.6)]:
    trials = np.round(0.01 * r.standard_normal((rows, k)), 8)
    trials[:, 2] = np.round(trials[:, 2] + 0.01 * skill, 8)
    parts = [np.arange(b * rows // count, (b + 1) * rows // count) for b in range(count)]
    logits, seen, came = [], [], []
    for half in combinations(range(count), count // 2):
        rest = [b for b in range(count) if b not in half]
        first = sharpe(trials[np.concatenate([parts[b] for b in half])])
        second = sharpe(trials[np.concatenate([parts[b] for b in rest])])
        best = int(np.argmax(first))
        share = stats.rankdata(second)[best] / (k + 1)
        logits.append(float(np.log(share / (1 - share))))
        seen.append(float(first[best]))
        came.append(float(second[best]))
    slope, intercept, correlation, *_ = stats.linregress(seen, came)
    validated.append(
        {
            "trials": trials.T.tolist(),
            "blocks": count,
            "probability": float(np.mean(np.array(logits) <= 1e-12)),
            "logits": logits,
            "inSample": seen,
            "outOfSample": came,
            "slope": float(slope),
            "intercept": float(intercept),
            "rSquared": float(correlation**2),
            "lossProbability": float(np.mean(np.array(came) < 0)),
        }
    )

records = []
for n, shape in [(24, 1.0), (250, 0.3), (1250, 3.0)]:
    returns = np.round(0.01 * (stats.skewnorm.rvs(-4 * shape, size=n, random_state=r) + 0.2), 8)
    s = returns.mean() / returns.std(ddof=1)
    skewness, kurtosis = stats.skew(returns), stats.kurtosis(returns, fisher=False)
    dispersion = 1 - skewness * s + (kurtosis - 1) / 4 * s**2
    records.append(
        {
            "returns": returns.tolist(),
            "sharpe": float(s),
            "skewness": float(skewness),
            "kurtosis": float(kurtosis),
            "error": float(np.sqrt(dispersion / (n - 1))),
            "probabilistic": [float(stats.norm.cdf((s - t) * np.sqrt((n - 1) / dispersion))) for t in (0, 0.05)],
            "minimum": float(1 + dispersion * (stats.norm.ppf(0.95) / 0.2) ** 2),
        }
    )

groups = []
for n, kinds, rows in [(6, 2, 40), (15, 4, 120), (24, 3, 60)]:
    base = r.standard_normal((rows, kinds))
    values = base[:, np.arange(n) % kinds] + 0.6 * r.standard_normal((rows, n))
    rho = np.corrcoef(values.T)
    distances = np.sqrt(np.clip((1 - rho) / 2, 0, None))
    np.fill_diagonal(distances, 0)
    distances = (distances + distances.T) / 2
    tree = linkage(squareform(distances, checks=False), "average")
    best = max(
        ((silhouette_score(distances, fcluster(tree, k, "maxclust"), metric="precomputed"), -k) for k in range(2, n)),
    )
    groups.append(
        {
            "correlations": rho.ravel().tolist(),
            "eigenvalues": np.linalg.eigvalsh(rho).tolist(),
            "count": -best[1],
            "silhouette": float(best[0]),
            "labels": fcluster(tree, -best[1], "maxclust").tolist(),
        }
    )

answer = {
    "normal": normal,
    "corrected": corrected,
    "blocks": blocks,
    "superior": superior,
    "validated": validated,
    "records": records,
    "groups": groups,
}
(out / "overfitting.json").write_text(json.dumps(answer) + "\n")
