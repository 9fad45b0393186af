"""Writes operators.json, figures of rolling windows and of cross-sections, into the folder given.

Pins: Python 3.11, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1. Windows that hold one value alone are left out, since pandas
calls their skewness 0 and the field does not agree; so are moments of windows that have fewer values than they need.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

out = Path(sys.argv[1])
r = np.random.default_rng(11)


def clean(values):
    return [None if np.isnan(v) else float(v) for v in np.asarray(values, dtype=float).ravel()]


def per_window(window, figure, *series):
    values = np.full(len(series[0]), np.nan)
    for i in range(window - 1, len(values)):
        parts = [s[i - window + 1 : i + 1] for s in series]
        if not any(np.isnan(p).any() for p in parts):
            values[i] = figure(*parts)
    return values


def regression(output):
    def figure(y, x):
        line = stats.linregress(x, y)
        residual = y[-1] - (line.intercept + line.slope * x[-1])
        return {"slope": line.slope, "rSquared": line.rvalue**2, "residual": residual}[output]

    return figure


def decayed(x):
    return np.average(x, weights=np.arange(1, len(x) + 1))


def ewm(x, weight, adjust):
    """Each unbroken run by itself."""
    runs = pd.Series(np.isnan(x).cumsum())
    found = pd.Series(x).groupby(runs).transform(lambda run: run.dropna().ewm(alpha=weight, adjust=adjust).mean())
    return np.where(np.isnan(x), np.nan, found)


def fractional(x, order, threshold):
    weights = [1.0]
    while True:
        k = len(weights)
        weight = -weights[-1] * (order - k + 1) / k
        if abs(weight) < threshold:
            break
        weights.append(weight)
    return per_window(len(weights), lambda part: np.dot(weights, part[::-1]), x)


def rolling(x, y, window):
    s, t = pd.Series(x), pd.Series(y)
    w = s.rolling(window)
    found = {
        "skew": w.skew(),
        "biased skew": per_window(window, stats.skew, x),
        "kurtosis": w.kurt(),
        "biased kurtosis": per_window(window, stats.kurtosis, x),
        "median": w.median(),
        "rank": w.rank(pct=True),
        "since highest": per_window(window, lambda part: np.argmax(part[::-1]), x),
        "since lowest": per_window(window, lambda part: np.argmin(part[::-1]), x),
        "covariance": w.cov(t),
        "population covariance": w.cov(t, ddof=0),
        "correlation": w.corr(t),
        "decay": per_window(window, decayed, x),
    }
    for p in [0, 0.1, 0.37, 0.8, 1]:
        found[f"quantile {p}"] = w.quantile(p)
    clock = np.arange(len(x), dtype=float)
    for output in ["slope", "rSquared", "residual"]:
        found[f"regression {output}"] = per_window(window, regression(output), x, y)
        found[f"trend {output}"] = per_window(window, regression(output), x, clock)
    return {name: clean(values) for name, values in found.items()}


rows = 150
walk = np.round(50 * np.exp(np.cumsum(0.02 * r.standard_normal(rows))), 2)
other = np.round(0.4 * walk + 3 * r.standard_normal(rows), 3)
ties = r.integers(-3, 4, rows).astype(float)
holes = np.round(r.standard_normal(rows), 6)
holes[[0, 1, 40, 60, 61, 95]] = np.nan
series = {"walk": walk, "ties": ties, "holes": holes}

T, N = 40, 14
panel = np.round(r.standard_normal((T, N)), 4)
panel[r.random((T, N)) < 0.15] = np.nan
panel[5] = np.round(panel[5])
panel[6] = np.round(panel[6])
panel[7, 3:] = np.nan
panel[8, 1:] = np.nan
panel[9] = np.nan
sectors = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 0, 3, 3], dtype=float)
moving = r.integers(0, 4, (T, N)).astype(float)
moving[r.random((T, N)) < 0.05] = np.nan
exposures = np.round(r.standard_normal((3, T, N)), 4)
exposures[0][r.random((T, N)) < 0.05] = np.nan
exposures[2, 20:] = 2 * exposures[0, 20:] - 0.5 * exposures[1, 20:] + 1

frame = pd.DataFrame(panel)


def by_row(figure):
    values = np.full((T, N), np.nan)
    for t in range(T):
        known = ~np.isnan(panel[t])
        if known.any():
            values[t, known] = figure(panel[t, known])
    return values


def winsorised(count):
    mean, deviation = frame.mean(axis=1), frame.std(axis=1).fillna(0)
    return frame.clip(mean - count * deviation, mean + count * deviation, axis=0)


def buckets(count):
    def figure(values):
        edges = np.quantile(values, np.arange(1, count) / count)
        found = np.searchsorted(edges, values, side="left")
        if len(set(np.quantile(values, np.arange(count + 1) / count))) == count + 1:
            assert (pd.qcut(values, count, labels=False) == found).all()
        return found

    return by_row(figure)


def by_group(groups):
    values = np.full((T, N), np.nan)
    for t in range(T):
        s, g = pd.Series(panel[t]), pd.Series(groups[t])
        values[t] = s - s.groupby(g).transform("mean")
    return values


def left(count):
    values = np.full((T, N), np.nan)
    for t in range(T):
        known = ~np.isnan(panel[t]) & ~np.isnan(exposures[:count, t]).any(axis=0)
        if known.sum() <= count + 1:
            continue
        x = np.column_stack([np.ones(known.sum()), exposures[:count, t, known].T])
        found = np.linalg.lstsq(x, panel[t, known], rcond=1e-9)[0]
        values[t, known] = panel[t, known] - x @ found
    return values


def ranked(values):
    return (stats.rankdata(values) - 1) / (len(values) - 1) if len(values) > 1 else np.full(1, 0.5)


deviation = frame.std(axis=1)
cross = {
    "rank": by_row(ranked),
    "z-score": frame.sub(frame.mean(axis=1), axis=0).div(deviation, axis=0),
    "population z-score": by_row(lambda v: stats.zscore(v) if len(v) > 1 else np.full(1, np.nan)),
    "winsorised by quantiles": by_row(lambda v: np.clip(v, np.quantile(v, 0.1), np.quantile(v, 0.85))),
    "winsorised by deviations": winsorised(1.2),
    "bucket": buckets(5),
    "demeaned": frame.sub(frame.mean(axis=1), axis=0),
    "within sectors": by_group(np.tile(sectors, (T, 1))),
    "within moving groups": by_group(moving),
    "without one exposure": left(1),
    "without three exposures": left(3),
    "gross": frame.div(frame.abs().sum(axis=1), axis=0),
}

value = {
    "series": {name: clean(values) for name, values in series.items()},
    "other": clean(other),
    "rolling": {
        name: {str(window): rolling(values, other, window) for window in [5, 20]} for name, values in series.items()
    },
    "exponential": {
        name: {
            f"{weight} {'adjusted' if adjust else 'plain'}": clean(ewm(values, weight, adjust))
            for weight in [0.1, 0.5]
            for adjust in [True, False]
        }
        for name, values in series.items()
    },
    "fractional": {
        name: {str(order): clean(fractional(values, order, 5e-3)) for order in [0.35, 0.8]}
        for name, values in series.items()
    },
    "panel": {
        "rows": T,
        "symbols": N,
        "values": clean(panel),
        "sectors": clean(sectors),
        "moving": clean(moving),
        "exposures": [clean(each) for each in exposures],
    },
    "cross": {name: clean(values) for name, values in cross.items()},
}
(out / "operators.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
